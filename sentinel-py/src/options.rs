//! The keywords of `Scanner`, and what they mean to the core.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

use pyo3::prelude::*;
use sentinel_core::{
    Error, ErrorKind, Known, Limits, Patterns, PatternsStore, Policy, Result, Scanner, ScannerBuilder,
};
use sentinel_store::{FilePatterns, known_values, monotonic_clock};
use serde::Deserialize;

use crate::{
    json::{self, PathLists},
    text::Text,
};

/// One file, or several.
#[derive(FromPyObject)]
pub(crate) enum Paths {
    One(PathBuf),
    Many(Vec<PathBuf>),
}

impl Paths {
    pub(crate) fn all(self) -> Vec<PathBuf> {
        match self {
            Self::One(path) => vec![path],
            Self::Many(paths) => paths,
        }
    }
}

/// Known values by their names.
pub(crate) type Values = BTreeMap<String, Text>;

/// What a scanner is made of besides its rules.
pub(crate) struct Options {
    pub(crate) builtin: bool,
    pub(crate) pii: bool,
    pub(crate) known: Option<Values>,
    pub(crate) known_env: bool,
    pub(crate) limits: GivenLimits,
    /// In seconds for each MiB.
    pub(crate) rule_budget: Option<f64>,
    pub(crate) disable_slow_rules: bool,
    pub(crate) policy: Policy,
    pub(crate) paths: Option<PathLists>,
}

impl Options {
    pub(crate) fn build(self, documents: Vec<Patterns>) -> Result<Scanner> {
        let builder = Scanner::builder().builtin(self.builtin).pii(self.pii).policy(self.policy);
        let builder = builder.known(known_of(self.known, self.known_env)?).limits(self.limits.meaning()?);
        let builder = builder.paths(json::paths(self.paths)?).clock(monotonic_clock());
        let budget = self.rule_budget.map(|given| seconds(given, "rule_budget")).transpose()?;
        let builder = budget.into_iter().fold(builder, ScannerBuilder::rule_budget);
        let builder = builder.disable_slow_rules(self.disable_slow_rules);
        documents.into_iter().fold(builder, ScannerBuilder::patterns).build()
    }
}

/// Limits as they are given; none is the default.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct GivenLimits {
    pub(crate) max_input_bytes: Option<usize>,
    pub(crate) max_decoded_bytes: Option<usize>,
    pub(crate) max_output_bytes: Option<usize>,
    /// In seconds.
    pub(crate) max_time: Option<f64>,
}

impl GivenLimits {
    pub(crate) fn meaning(self) -> Result<Limits> {
        let mut limits = Limits::default();
        limits.max_input_bytes = self.max_input_bytes.unwrap_or(limits.max_input_bytes);
        limits.max_decoded_bytes = self.max_decoded_bytes;
        limits.max_output_bytes = self.max_output_bytes.unwrap_or(limits.max_output_bytes);
        limits.max_time = self.max_time.map(|given| seconds(given, "max_time")).transpose()?;
        Ok(limits)
    }
}

fn seconds(given: f64, field: &'static str) -> Result<Duration> {
    Duration::try_from_secs_f64(given)
        .map_err(|_| Error::new(ErrorKind::InvalidInput, "build scanner", "expected seconds").with("field", field))
}

pub(crate) fn known_of(values: Option<Values>, environment: bool) -> Result<Known> {
    let values = values.unwrap_or_default();
    known_values(values.iter().map(|(name, value)| (name, value.bytes())), environment)
}

/// The rules in files.
pub(crate) fn documents(paths: Option<Paths>) -> Result<Vec<Patterns>> {
    paths.map(Paths::all).unwrap_or_default().iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Result<Patterns> {
    if !path.exists() {
        return Err(Error::new(ErrorKind::NotFound, "read patterns", "no such file").with("file", path.display()));
    }
    Patterns::parse(&FilePatterns::new(path).read()?).map_err(|error| error.with("file", path.display()))
}
