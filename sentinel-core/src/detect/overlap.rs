//! When several rules match the same bytes, one finding stays.

use std::{cmp::Reverse, collections::BTreeMap};

use crate::{Category, Finding, Proof, Span};

/// Keeps, of findings that overlap, the one with the stronger proof (a known value before a checksum
/// before a structure before a rule that knows the issuer before any other); then a secret before
/// personal data; then the longer; then the earlier; then
/// the one whose rule is the more precise; then the one whose rule's name sorts first. What is kept covers all that the others
/// matched, so that a redaction leaves no tail behind. The result is in order of position.
pub(crate) fn settle(mut findings: Vec<Finding>) -> Vec<Finding> {
    if stand_apart(&findings) {
        return findings;
    }
    let mut settled = Settled { findings: &mut findings, kept: Vec::new() };
    let (mut crowd, mut end) = (Vec::new(), 0);
    for index in in_order(settled.findings) {
        let taken = taken(&settled.findings[index]);
        if taken.start >= end {
            settled.take(&mut crowd);
        }
        end = end.max(taken.end);
        crowd.push(index);
    }
    settled.take(&mut crowd);
    let kept = settled.kept;
    let mut findings: Vec<Option<Finding>> = findings.into_iter().map(Some).collect();
    let mut in_order = Vec::with_capacity(kept.len());
    in_order.extend(kept.into_iter().filter_map(|index| findings[index].take()));
    in_order
}

/// In order, and none overlaps another: most do.
fn stand_apart(findings: &[Finding]) -> bool {
    findings.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start && pair[0].span.start < pair[1].span.start)
}

/// Indices, by start, and as they came. What is sorted is small: a finding is not.
fn in_order(findings: &[Finding]) -> impl Iterator<Item = usize> + use<> {
    let mut order: Vec<(usize, usize)> = findings.iter().map(|finding| finding.span.start).zip(0..).collect();
    // What each rule found is in order: a sort that sees that has little to do.
    order.sort_by_key(|(start, _)| *start);
    order.into_iter().map(|(_, index)| index)
}

/// An empty value takes its place all the same.
fn taken(finding: &Finding) -> Span {
    let Span { start, end } = finding.span;
    Span::new(start, end.max(start + 1))
}

/// What is kept, by index, in order of position.
struct Settled<'f> {
    findings: &'f mut [Finding],
    kept: Vec<usize>,
}

impl Settled<'_> {
    /// Takes what stays of a crowd: each finding in it overlaps another; none overlaps one outside of it.
    fn take(&mut self, crowd: &mut Vec<usize>) {
        if crowd.len() < 2 {
            self.kept.append(crowd);
            return;
        }
        crowd.sort_by(|a, b| {
            let (a, b) = (&self.findings[*a], &self.findings[*b]);
            let surer = || b.confidence.total_cmp(&a.confidence);
            rank(a).cmp(&rank(b)).then_with(surer).then_with(|| a.rule.cmp(&b.rule))
        });
        if let [winner, loser] = **crowd {
            self.cover(winner, loser);
            self.kept.push(winner);
            crowd.clear();
            return;
        }
        // By start; no two of them overlap.
        let mut kept: BTreeMap<usize, usize> = BTreeMap::new();
        for index in crowd.drain(..) {
            let span = taken(&self.findings[index]);
            let before = kept.range(..span.start).next_back();
            let overlaps = |other: usize| self.findings[other].span.overlaps(span);
            let first = before.filter(|(_, other)| overlaps(**other)).map_or(span.start, |(at, _)| *at);
            let mut lost = false;
            for (_, winner) in kept.range(first..span.end) {
                self.cover(*winner, index);
                lost = true;
            }
            if !lost {
                kept.insert(span.start, index);
            }
        }
        self.kept.extend(kept.into_values());
    }

    fn cover(&mut self, winner: usize, loser: usize) {
        let loser = self.findings[loser].cover;
        let cover = &mut self.findings[winner].cover;
        *cover = cover.union(loser);
    }
}

fn rank(finding: &Finding) -> (u8, Category, Reverse<usize>, usize) {
    let proof = match finding.proof {
        Proof::Known => 0,
        Proof::Checksum => 1,
        Proof::Structure => 2,
        Proof::Entropy | Proof::Context if finding.issuer_known => 3,
        Proof::Entropy | Proof::Context => 4,
    };
    (proof, finding.category, Reverse(finding.span.len()), finding.span.start)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Severity;

    fn finding(rule: &str, proof: Proof, start: usize, end: usize) -> Finding {
        let span = Span::new(start, end);
        Finding {
            rule: Arc::from(rule),
            category: Category::Secret,
            severity: Severity::High,
            confidence: 0.9,
            span,
            preview: "****".into(),
            fingerprint: None,
            proof,
            encodings: Vec::new(),
            components: Vec::new(),
            ruleset: Arc::from(""),
            cover: span,
            issuer_known: false,
        }
    }

    #[test]
    fn of_two_empty_values_in_a_place_and_of_one_in_a_longer_the_first_by_order_stays() {
        let plain = finding("A", Proof::Context, 4, 4);
        let through = Finding { encodings: vec![crate::Encoding::Escape], ..plain.clone() };
        assert_eq!(settle(vec![plain.clone(), through.clone()]), std::slice::from_ref(&plain));
        let longer = finding("B", Proof::Context, 2, 6);
        assert_eq!(settle(vec![plain, longer.clone(), through]), [longer]);
    }

    #[test]
    fn the_order_is_proof_length_position_name() {
        let table = [
            (finding("B", Proof::Known, 4, 8), finding("A", Proof::Checksum, 0, 9)),
            (finding("B", Proof::Checksum, 4, 8), finding("A", Proof::Structure, 0, 9)),
            (finding("B", Proof::Structure, 4, 8), finding("A", Proof::Context, 0, 9)),
            (finding("B", Proof::Context, 0, 9), finding("A", Proof::Context, 4, 8)),
            (finding("B", Proof::Context, 0, 5), finding("A", Proof::Context, 3, 8)),
            (finding("A", Proof::Context, 0, 5), finding("B", Proof::Context, 0, 5)),
        ];
        for (winner, loser) in table {
            for both in [vec![winner.clone(), loser.clone()], vec![loser.clone(), winner.clone()]] {
                let kept = settle(both);
                assert_eq!(kept.len(), 1);
                assert_eq!((&kept[0].rule, kept[0].span), (&winner.rule, winner.span));
                assert_eq!(kept[0].cover, winner.span.union(loser.span));
            }
        }
    }

    #[test]
    fn a_loser_between_two_winners_is_covered_by_both() {
        let kept = settle(vec![
            finding("A", Proof::Checksum, 0, 4),
            finding("B", Proof::Context, 2, 10),
            finding("C", Proof::Checksum, 8, 12),
        ]);
        let covers: Vec<Span> = kept.iter().map(|finding| finding.cover).collect();
        assert_eq!(covers, [Span::new(0, 10), Span::new(2, 12)]);
    }
}
