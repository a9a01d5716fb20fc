//! What rules cost.

use std::time::Duration;

use serde::{Serialize, Serializer};

/// What scanning one text cost, by [`Scanner::profile`](crate::Scanner::profile).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Profile {
    /// Size of the text.
    pub bytes: usize,
    /// Time for all of it: the rules', and that for finding their literals and looking through encodings. Zero when
    /// the scanner has no clock. In JSON, nanoseconds, as all times here.
    #[serde(rename = "nanoseconds", serialize_with = "nanoseconds")]
    pub time: Duration,
    /// The rules whose regex ran, dearest first.
    pub rules: Vec<RuleCost>,
}

/// What one rule cost.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RuleCost {
    /// The rule.
    pub rule: String,
    /// How often one of its literals stood in the text or a decoded view of it. None for a rule that has no literal.
    pub candidates: u64,
    /// How often its regex was tried.
    pub regex_runs: u64,
    /// How many bytes the tries covered: lines or whole texts that were searched, and the matches of a rule that is
    /// tried only where its literal stands.
    pub searched_bytes: u64,
    /// How many matches were findings.
    pub matches: u64,
    /// How many were not, by a boundary, a validator, the entropy or an exception.
    pub refused: u64,
    /// Time; zero when the scanner has no clock.
    #[serde(rename = "nanoseconds", serialize_with = "nanoseconds")]
    pub time: Duration,
}

/// A rule that costs more than its budget, by [`Scanner::slow_rules`](crate::Scanner::slow_rules).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SlowRule {
    /// The rule.
    pub rule: String,
    /// What it cost so far, for each MiB of text that the scanner has scanned.
    #[serde(rename = "nanoseconds_per_mib", serialize_with = "nanoseconds")]
    pub time_per_mib: Duration,
    /// True when it was turned off: it finds nothing any more.
    pub disabled: bool,
    /// How many searches were left out since. Whatever they would have found was passed through.
    pub skipped: u64,
}

fn nanoseconds<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX))
}
