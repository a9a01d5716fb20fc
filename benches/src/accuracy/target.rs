//! What accuracy is held against.

use serde::Serialize;

use super::{Accuracy, Generated, generated::STRINGS};

/// A bound on one value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// So much, or more.
    AtLeast(f64),
    /// So much, or less.
    AtMost(f64),
}

/// A value beside its target.
#[derive(Clone, Debug, Serialize)]
pub struct Verdict {
    /// What was measured.
    pub name: &'static str,
    /// What it came to.
    pub value: f64,
    /// What it is held against.
    pub target: Target,
    /// Whether it keeps within it.
    pub met: bool,
}

/// Kinds of files in which nothing looks like a secret to a person.
const SILENT: &[&str] = &["/lockfile", "/minified", "/hash-lists", "/uuid-log", "/datauri"];
const LOGS_AND_SOURCE: &[&str] = &["/logs", "/source"];
const EVERY: &[&str] = &[""];

/// Every value that has a target and was measured.
pub fn targets(accuracy: &Accuracy) -> Vec<Verdict> {
    use Target::{AtLeast, AtMost};
    let mut verdicts = Vec::new();
    let mut hold = |name, value, target| verdicts.push(Verdict { name, value, target, met: is_met(value, target) });
    if let Some(lines) = accuracy.lines {
        hold("lines: recall", lines.recall(), AtLeast(0.8));
        hold("lines: hard negatives flagged", lines.flagged_share(), AtMost(0.02));
        hold("lines: F1", lines.f1(), AtLeast(0.85));
        hold("lines: found secrets covered", lines.coverage(), AtLeast(0.9));
    }
    if !accuracy.benign.is_empty() {
        let (every, quiet) = (accuracy.benign_of(EVERY), accuracy.benign_of(LOGS_AND_SOURCE));
        hold("benign: secrets a MB", every.per_mb(every.secrets), AtMost(0.5));
        hold("benign: secrets in silent kinds", in_silent_kinds(accuracy), AtMost(0.0));
        hold("logs and source: personal data a MB", quiet.per_mb(quiet.pii), AtMost(3.0));
        hold("logs and source: cards and ids a MB", quiet.per_mb(quiet.numbers), AtMost(0.05));
    }
    let placeholders = accuracy.placeholders;
    hold("placeholders flagged", placeholders.flagged as f64 / placeholders.lines as f64, AtMost(0.01));
    let generated = &accuracy.generated;
    hold("generated: rules with a string missed", count(generated, |row| row.found < row.accepted), AtMost(0.0));
    let accepted = generated.iter().map(|row| row.accepted).sum::<usize>() as f64;
    let covered = generated.iter().map(|row| row.covered).sum::<usize>() as f64;
    hold("generated: strings covered", covered / accepted, AtLeast(0.999));
    // Chance does not make a checksum of 32 bits.
    let stringless = |row: &Generated| row.accepted < STRINGS && !row.proof;
    hold("generated: rules with too few strings", count(generated, stringless), AtMost(0.0));
    verdicts
}

/// No number where one of the kinds is not there: nothing was measured then.
fn in_silent_kinds(accuracy: &Accuracy) -> f64 {
    let quiet = SILENT.iter().map(|kind| accuracy.benign_of(&[kind]));
    quiet.map(|quiet| if quiet.bytes == 0 { f64::NAN } else { quiet.secrets as f64 }).sum()
}

fn count<T>(rows: &[T], holds: impl Fn(&T) -> bool) -> f64 {
    rows.iter().filter(|row| holds(row)).count() as f64
}

fn is_met(value: f64, target: Target) -> bool {
    match target {
        Target::AtLeast(least) => value >= least,
        Target::AtMost(most) => value <= most,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_itself_is_met_and_what_is_no_number_is_not() {
        assert!(is_met(0.8, Target::AtLeast(0.8)) && is_met(0.0, Target::AtMost(0.0)));
        assert!(!is_met(0.79, Target::AtLeast(0.8)) && !is_met(0.51, Target::AtMost(0.5)));
        assert!(!is_met(f64::NAN, Target::AtMost(0.5)) && !is_met(f64::NAN, Target::AtLeast(0.5)));
    }
}
