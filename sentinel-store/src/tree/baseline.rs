//! What was there already: fingerprints of findings that people know of.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read, Write},
    ops::ControlFlow::Continue,
    path::{Path, PathBuf},
};

use sentinel_core::{Error, ErrorKind, Fingerprint, FingerprintKey, Result, Scanner};
use serde::{Deserialize, Serialize};

use super::{FileReport, TreeOptions, TreeSummary, scan_tree_with};
use crate::KeyRing;

/// Findings that people know of, so that a scan reports only what is new. It holds keyed fingerprints, never a value:
/// nothing can be learnt from it without the key. A value is known wherever it stands; another value on the same line
/// is not.
///
/// ```
/// use sentinel_core::Scanner;
/// use sentinel_store::{Baseline, KeyRing, TreeOptions, scan_tree};
///
/// let folder = tempfile::tempdir().unwrap();
/// std::fs::write(folder.path().join(".env"), ["key=AKIA", "QYLPMN5HHHFPZAM2"].concat()).unwrap();
///
/// let (scanner, keys) = (Scanner::builtin(), KeyRing::generate()?);
/// let (baseline, _) = Baseline::create(&scanner, [folder.path()], &TreeOptions::new(), &keys)?;
/// let tree = scan_tree(&scanner, [folder.path()], &TreeOptions::new().baseline(baseline))?;
/// assert_eq!((tree.summary.findings, tree.summary.suppressed), (0, 1));
/// # Ok::<(), sentinel_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Baseline {
    key: FingerprintKey,
    key_check: String,
    entries: BTreeMap<Fingerprint, BaselineEntry>,
}

/// A finding of a baseline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct BaselineEntry {
    /// Keyed fingerprint of rule and value.
    pub fingerprint: Fingerprint,
    /// The rule that found it.
    #[serde(rename = "type")]
    pub rule: String,
    /// The first file in which it stood, as the scan named it.
    pub path: String,
    /// On which line, from 1.
    pub line: usize,
}

/// A baseline beside what is there now.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BaselineAudit {
    /// Findings of the baseline that are still there.
    pub kept: Vec<BaselineEntry>,
    /// Findings of the baseline that are there no more.
    pub gone: Vec<BaselineEntry>,
    /// Findings that are not in the baseline.
    pub new: Vec<BaselineEntry>,
    /// What the scan came to.
    pub summary: TreeSummary,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    key_check: String,
    findings: Vec<BaselineEntry>,
}

const VERSION: u32 = 1;
const MAX_BYTES: u64 = 64 << 20;
const READ: &str = "read baseline";
const WRITE: &str = "write baseline";

impl Baseline {
    /// A baseline of nothing, under these keys.
    pub fn new(keys: &KeyRing) -> Self {
        Self { key: keys.fingerprint_key(), key_check: keys.check_value(), entries: BTreeMap::new() }
    }

    /// A baseline of all that a scan finds, and what the scan came to: a file that could not be read is not in it.
    ///
    /// # Errors
    ///
    /// As [`scan_tree_with`].
    pub fn create<P: Into<PathBuf>>(
        scanner: &Scanner,
        paths: impl IntoIterator<Item = P>,
        options: &TreeOptions,
        keys: &KeyRing,
    ) -> Result<(Self, TreeSummary)> {
        let mut made = Self::new(keys);
        let options = options.clone().baseline(made.clone());
        let summary = scan_tree_with(scanner, paths, &options, &mut |report: FileReport| {
            made.add(&report);
            Continue(())
        })?;
        Ok((made, summary))
    }

    /// Compares the baseline in `keys` with what a scan finds.
    ///
    /// # Errors
    ///
    /// As [`scan_tree_with`].
    pub fn audit<P: Into<PathBuf>>(
        &self,
        scanner: &Scanner,
        paths: impl IntoIterator<Item = P>,
        options: &TreeOptions,
        keys: &KeyRing,
    ) -> Result<BaselineAudit> {
        let (now, summary) = Self::create(scanner, paths, options, keys)?;
        let known = |entry: &BaselineEntry| now.entries.contains_key(&entry.fingerprint);
        let (kept, gone) = self.entries().cloned().partition(known);
        let new = now.entries().filter(|entry| !self.entries.contains_key(&entry.fingerprint)).cloned().collect();
        Ok(BaselineAudit { kept, gone, new, summary })
    }

    /// Reads a baseline.
    ///
    /// # Errors
    ///
    /// `NotFound` or `Storage` when the file cannot be read; `InvalidInput` when it is no baseline, or was made under
    /// other keys.
    pub fn read(path: &Path, keys: &KeyRing) -> Result<Self> {
        let invalid = |why| Error::new(ErrorKind::InvalidInput, READ, why).with("file", path.display());
        let mut text = Vec::new();
        let file = File::open(path).map_err(|error| failed(READ, path, &error))?;
        file.take(MAX_BYTES + 1).read_to_end(&mut text).map_err(|error| failed(READ, path, &error))?;
        if text.len() as u64 > MAX_BYTES {
            return Err(invalid("the file is too large").with("limit", MAX_BYTES));
        }
        // What the parser says may quote the file.
        let document: Document = serde_json::from_slice(&text).map_err(|_| invalid("not a baseline"))?;
        if document.version != VERSION {
            return Err(invalid("another version of the format"));
        }
        if document.key_check != keys.check_value() {
            return Err(invalid("made under another key"));
        }
        let entries = document.findings.into_iter().map(|entry| (entry.fingerprint.clone(), entry));
        Ok(Self { entries: entries.collect(), ..Self::new(keys) })
    }

    /// Writes the baseline, whole or not at all.
    ///
    /// # Errors
    ///
    /// `Storage` when the file cannot be written.
    pub fn write(&self, path: &Path) -> Result<()> {
        let findings = self.entries().cloned().collect();
        let document = Document { version: VERSION, key_check: self.key_check.clone(), findings };
        let write = || -> io::Result<()> {
            let folder = path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
            let mut new = tempfile::NamedTempFile::new_in(folder)?;
            serde_json::to_writer_pretty(&mut new, &document)?;
            new.write_all(b"\n")?;
            #[cfg(unix)]
            new.as_file().set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
            new.as_file().sync_all()?;
            new.persist(path).map(drop).map_err(|error| error.error)
        };
        write().map_err(|error| failed(WRITE, path, &error))
    }

    /// Its findings, by path and line.
    pub fn entries(&self) -> impl Iterator<Item = &BaselineEntry> {
        let mut entries: Vec<_> = self.entries.values().collect();
        entries.sort_by(|a, b| (&a.path, a.line, &a.fingerprint).cmp(&(&b.path, b.line, &b.fingerprint)));
        entries.into_iter()
    }

    pub(super) fn fingerprint(&self, rule: &str, value: &[u8]) -> Fingerprint {
        self.key.fingerprint(rule, value)
    }

    pub(super) fn holds(&self, fingerprint: &Fingerprint) -> bool {
        self.entries.contains_key(fingerprint)
    }

    /// The first place of each value stays.
    fn add(&mut self, report: &FileReport) {
        for found in report.findings() {
            let Some(fingerprint) = &found.finding.fingerprint else { continue };
            self.entries.entry(fingerprint.clone()).or_insert_with(|| BaselineEntry {
                fingerprint: fingerprint.clone(),
                rule: found.finding.rule.to_string(),
                path: report.path.to_string_lossy().into_owned(),
                line: found.place.at.line,
            });
        }
    }
}

fn failed(operation: &'static str, path: &Path, error: &io::Error) -> Error {
    let kind = if error.kind() == io::ErrorKind::NotFound { ErrorKind::NotFound } else { ErrorKind::Storage };
    Error::new(kind, operation, error.kind().to_string()).with("file", path.display())
}
