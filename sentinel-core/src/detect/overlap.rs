//! When several rules match the same bytes, one finding stays.

use std::cmp::Reverse;

use crate::{Finding, Proof};

/// Keeps, of findings that overlap, the one with the stronger proof; then the longer; then the
/// earlier; then the one whose rule's name sorts first. What is kept covers all that the others
/// matched, so that a redaction leaves no tail behind. The result is in order of position.
pub(crate) fn settle(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.rule.cmp(&b.rule)));
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    // `kept` stays in order of position, and no two of its spans overlap.
    for finding in findings {
        let at = kept.partition_point(|other| other.span.end <= finding.span.start);
        let overlapped = kept[at..].iter_mut().take_while(|other| other.span.start < finding.span.end);
        let mut lost = false;
        for winner in overlapped {
            winner.cover = winner.cover.union(finding.cover);
            lost = true;
        }
        if !lost {
            kept.insert(at, finding);
        }
    }
    kept
}

fn rank(finding: &Finding) -> (u8, Reverse<usize>, usize) {
    let proof = match finding.proof {
        Proof::Checksum => 0,
        Proof::Structure => 1,
        Proof::Entropy | Proof::Context => 2,
    };
    (proof, Reverse(finding.span.len()), finding.span.start)
}
