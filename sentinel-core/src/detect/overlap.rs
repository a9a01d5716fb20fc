//! When several rules match the same bytes, one finding stays.

use std::{
    cmp::{Ordering, Reverse},
    collections::BTreeMap,
};

use crate::{Category, Finding, Proof, Span};

/// What decides who stays.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim<'c> {
    pub(super) span: Span,
    pub(super) proof: Proof,
    pub(super) category: Category,
    /// True when the rule names who issues such credentials.
    pub(super) issuer_known: bool,
    pub(super) confidence: f64,
    pub(super) rule: &'c str,
}

/// One that stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    /// Which of all.
    pub(super) index: usize,
    /// The bytes of the value and of all that gave way to it.
    pub(super) cover: Span,
}

/// Keeps, of what overlaps, that with the stronger proof (a known value before a checksum
/// before a structure before a rule that knows the issuer before any other); then a secret before
/// personal data; then the longer; then the earlier; then
/// the one whose rule is the more precise; then the one whose rule's name sorts first. What is kept covers all that the others
/// matched, so that a redaction leaves no tail behind. The result is in order of position.
pub(super) fn settle<'c, T>(all: &'c [T], span: impl Fn(&T) -> Span, claim: impl Fn(&'c T) -> Claim<'c>) -> Vec<Kept> {
    let mut order: Vec<Kept> = all.iter().map(span).zip(0..).map(|(cover, index)| Kept { index, cover }).collect();
    if stand_apart(&order) {
        return order;
    }
    // What each rule found is in order: a sort that sees that has little to do.
    order.sort_by_key(|one| one.cover.start);
    // What stays is put where others stood that are settled.
    let (mut kept, mut next) = (0, 0);
    let mut keep = |order: &mut [Kept], one: Kept| {
        order[kept] = one;
        kept += 1;
    };
    while next < order.len() {
        let crowd = next..next + crowd(&order[next..]);
        next = crowd.end;
        match order[crowd.clone()] {
            [alone] => keep(&mut order, alone),
            [first, second] => {
                let [a, b] = [first, second].map(|one| claim(&all[one.index]));
                let winner = if b.order(&a) == Ordering::Less { second } else { first };
                keep(&mut order, Kept { cover: first.cover.union(second.cover), ..winner });
            }
            _ => {
                let claims = order[crowd].iter().map(|one| (*one, claim(&all[one.index])));
                winners(claims.collect()).for_each(|winner| keep(&mut order, winner));
            }
        }
    }
    order.truncate(kept);
    order
}

impl<'c> Claim<'c> {
    pub(super) fn of(finding: &'c Finding) -> Self {
        let Finding { ref rule, span, proof, category, issuer_known, confidence, .. } = *finding;
        Self { span, proof, category, issuer_known, confidence, rule }
    }

    /// The stronger first.
    fn order(&self, other: &Self) -> Ordering {
        let surer = || other.confidence.total_cmp(&self.confidence);
        self.rank().cmp(&other.rank()).then_with(surer).then_with(|| self.rule.cmp(other.rule))
    }

    fn rank(&self) -> (u8, Category, Reverse<usize>, usize) {
        let proof = match self.proof {
            Proof::Known => 0,
            Proof::Checksum => 1,
            Proof::Structure => 2,
            Proof::Entropy | Proof::Context if self.issuer_known => 3,
            Proof::Entropy | Proof::Context => 4,
        };
        (proof, self.category, Reverse(self.span.len()), self.span.start)
    }
}

/// In order, and none overlaps another: most do.
fn stand_apart(all: &[Kept]) -> bool {
    all.windows(2).all(|pair| {
        let (before, after) = (pair[0].cover, pair[1].cover);
        before.end <= after.start && before.start < after.start
    })
}

/// How many stand first, in order of position, of which each overlaps another and none one of the rest; or one.
fn crowd(order: &[Kept]) -> usize {
    let mut end = 0;
    let apart = |one: &Kept| {
        let taken = taken(one.cover);
        let apart = end > 0 && taken.start >= end;
        end = end.max(taken.end);
        apart
    };
    order.iter().position(apart).unwrap_or(order.len())
}

/// An empty value takes its place all the same.
fn taken(span: Span) -> Span {
    Span::new(span.start, span.end.max(span.start + 1))
}

/// What stays of a crowd.
fn winners(mut crowd: Vec<(Kept, Claim<'_>)>) -> impl Iterator<Item = Kept> {
    crowd.sort_by(|(_, a), (_, b)| a.order(b));
    // By start; no two of them overlap.
    let mut kept: BTreeMap<usize, (Kept, Span)> = BTreeMap::new();
    for (one, Claim { span, .. }) in crowd {
        let taken = taken(span);
        let before = kept.range(..taken.start).next_back();
        let first = before.filter(|(_, (_, span))| span.overlaps(taken)).map_or(taken.start, |(at, _)| *at);
        let mut lost = false;
        for (_, (winner, _)) in kept.range_mut(first..taken.end) {
            winner.cover = winner.cover.union(one.cover);
            lost = true;
        }
        if !lost {
            kept.insert(taken.start, (one, span));
        }
    }
    kept.into_values().map(|(kept, _)| kept)
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

    fn settled(findings: &[Finding]) -> Vec<Finding> {
        let kept = settle(findings, |finding| finding.span, Claim::of);
        kept.into_iter().map(|Kept { index, cover }| Finding { cover, ..findings[index].clone() }).collect()
    }

    #[test]
    fn of_two_empty_values_in_a_place_and_of_one_in_a_longer_the_first_by_order_stays() {
        let plain = finding("A", Proof::Context, 4, 4);
        let through = Finding { encodings: vec![crate::Encoding::Escape], ..plain.clone() };
        assert_eq!(settled(&[plain.clone(), through.clone()]), std::slice::from_ref(&plain));
        let longer = finding("B", Proof::Context, 2, 6);
        assert_eq!(settled(&[plain, longer.clone(), through]), [longer]);
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
            for both in [[&winner, &loser], [&loser, &winner]] {
                let kept = settled(&both.map(Finding::clone));
                assert_eq!(kept.len(), 1);
                assert_eq!((&kept[0].rule, kept[0].span), (&winner.rule, winner.span));
                assert_eq!(kept[0].cover, winner.span.union(loser.span));
            }
        }
    }

    #[test]
    fn a_loser_between_two_winners_is_covered_by_both() {
        let kept = settled(&[
            finding("A", Proof::Checksum, 0, 4),
            finding("B", Proof::Context, 2, 10),
            finding("C", Proof::Checksum, 8, 12),
        ]);
        let covers: Vec<Span> = kept.iter().map(|finding| finding.cover).collect();
        assert_eq!(covers, [Span::new(0, 10), Span::new(2, 12)]);
    }
}
