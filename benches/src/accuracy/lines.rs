//! Labelled lines of source code: what is found of the secrets, and what is flagged of the rest.

use std::collections::BTreeMap;

use sentinel_core::{Category, Finding, Result, Scanner};
use serde::Serialize;

use super::{corpus::Line, generated::covered};

/// What was found in lines of one kind, or of all.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Score {
    /// Lines with a secret that a finding overlaps.
    pub found: usize,
    /// Lines with a secret that none does.
    pub missed: usize,
    /// Of those found: lines where findings cover at least nine tenths of each secret.
    pub covered: usize,
    /// Lines without a secret in which one is found.
    pub flagged: usize,
    /// Lines without a secret in which none is.
    pub quiet: usize,
}

impl Score {
    /// The share of secrets that are found.
    pub fn recall(self) -> f64 {
        share(self.found, self.missed)
    }

    /// The share of reported lines that hold a secret.
    pub fn precision(self) -> f64 {
        share(self.found, self.flagged)
    }

    /// The harmonic mean of both.
    pub fn f1(self) -> f64 {
        let (recall, precision) = (self.recall(), self.precision());
        if recall + precision == 0.0 { 0.0 } else { 2.0 * recall * precision / (recall + precision) }
    }

    /// The share of found secrets that are covered.
    pub fn coverage(self) -> f64 {
        share(self.covered, self.found - self.covered)
    }

    /// The share of hard negatives that are flagged.
    pub fn flagged_share(self) -> f64 {
        if self.flagged + self.quiet == 0 { 0.0 } else { share(self.flagged, self.quiet) }
    }

    fn add(&mut self, line: &Line, findings: &[Finding]) {
        if line.secret {
            let overlaps = |finding: &Finding| line.spans.iter().any(|span| finding.span.overlaps(*span));
            let hit = findings.iter().any(overlaps);
            self.found += usize::from(hit);
            self.missed += usize::from(!hit);
            self.covered += usize::from(hit && line.spans.iter().all(|span| covered(findings, *span)));
        } else {
            self.flagged += usize::from(!findings.is_empty());
            self.quiet += usize::from(findings.is_empty());
        }
    }
}

/// Scores of all lines together, and by kind.
///
/// # Errors
///
/// A line that cannot be scanned.
pub(super) fn scored(scanner: &Scanner, lines: &[Line]) -> Result<(Score, BTreeMap<String, Score>)> {
    let (mut all, mut kinds) = (Score::default(), BTreeMap::<String, Score>::new());
    for line in lines {
        let mut findings = scanner.scan(&line.text)?;
        findings.retain(|finding| finding.category == Category::Secret);
        all.add(line, &findings);
        kinds.entry(line.kind.clone()).or_default().add(line, &findings);
    }
    Ok((all, kinds))
}

/// Of nothing, nothing is wrong.
fn share(part: usize, rest: usize) -> f64 {
    if part + rest == 0 { 1.0 } else { part as f64 / (part + rest) as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_those_of_the_counts() {
        let score = Score { found: 8, missed: 2, covered: 6, flagged: 2, quiet: 38 };
        assert_eq!((score.recall(), score.precision(), score.f1()), (0.8, 0.8, 0.8000000000000002));
        assert_eq!((score.coverage(), score.flagged_share()), (0.75, 0.05));
        assert_eq!(Score::default().flagged_share(), 0.0);
    }
}
