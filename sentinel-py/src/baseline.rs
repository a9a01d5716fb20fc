//! Baselines: findings that people know of.

use std::path::{Path, PathBuf};

use pyo3::prelude::*;
use sentinel_core::{Result, Scanner};
use sentinel_store::{Baseline, BaselineAudit, BaselineEntry, KeyRing, TreeOptions};

use crate::{error::detached, tree};

/// The baseline in a file.
pub(crate) fn read(path: &Path, key_file: &Path) -> Result<Baseline> {
    Baseline::read(path, &KeyRing::read(key_file)?)
}

/// Writes a baseline of what is there, under a key that is made where there is none.
pub(crate) fn create<'py>(
    py: Python<'py>,
    scanner: &Scanner,
    paths: Vec<PathBuf>,
    options: &TreeOptions,
    (file, key_file): (&Path, &Path),
) -> PyResult<Bound<'py, PyAny>> {
    let summary = detached(py, "create baseline", || {
        let keys = if key_file.exists() { KeyRing::read(key_file) } else { KeyRing::create(key_file) }?;
        let (baseline, summary) = Baseline::create(scanner, paths, options, &keys)?;
        baseline.write(file)?;
        Ok(summary)
    })?;
    tree::summary(py, summary)
}

/// Compares a baseline with what is there.
pub(crate) fn audit<'py>(
    py: Python<'py>,
    scanner: &Scanner,
    paths: Vec<PathBuf>,
    options: &TreeOptions,
    (file, key_file): (&Path, &Path),
) -> PyResult<Bound<'py, PyAny>> {
    let audit = detached(py, "audit baseline", || {
        let keys = KeyRing::read(key_file)?;
        Baseline::read(file, &keys)?.audit(scanner, paths, options, &keys)
    })?;
    let BaselineAudit { kept, gone, new, summary, .. } = audit;
    let [kept, gone, new] = [kept, gone, new].map(|entries| self::entries(py, entries));
    tree::made(py, "BaselineAudit", (kept?, gone?, new?, tree::summary(py, summary)?))
}

fn entries(py: Python<'_>, entries: Vec<BaselineEntry>) -> PyResult<Vec<Bound<'_, PyAny>>> {
    let entry = |entry: BaselineEntry| {
        tree::made(py, "BaselineEntry", (entry.fingerprint.as_str(), entry.rule, entry.path, entry.line))
    };
    entries.into_iter().map(entry).collect()
}
