use std::sync::Arc;

use super::{policy::TreatmentKind, *};

/// Takes everything for its own.
struct Everybody;

impl Author for Everybody {
    fn is_rule(&self, _: &str) -> bool {
        true
    }

    fn begins_rule(&self, _: &str) -> bool {
        true
    }

    fn made_pseudonym(&self, _: &str, _: &str, _: &[u8]) -> bool {
        true
    }

    fn gave_token(&self, _: &str) -> bool {
        true
    }

    fn gives_tokens(&self) -> bool {
        false
    }
}

fn finding(rule: &str, start: usize, end: usize) -> Finding {
    let span = Span::new(start, end);
    Finding {
        rule: Arc::from(rule),
        category: crate::Category::Secret,
        severity: crate::Severity::High,
        confidence: 0.9,
        span,
        preview: "****".into(),
        fingerprint: None,
        proof: crate::Proof::Context,
        encodings: Vec::new(),
        components: Vec::new(),
        ruleset: Arc::from(""),
        cover: span,
        issuer_known: false,
    }
}

fn covered(text: &[u8], policy: Policy, rounds: &[&[Finding]]) -> Vec<Cover> {
    let policy = policy.ready(std::iter::empty(), |_| true).unwrap();
    let mut memory = Memory::default();
    let mut treating = Treating {
        policy: &policy,
        author: &Everybody,
        field: None,
        before: &[],
        offset: 0,
        room: usize::MAX,
        tokens: Tokens::AsWritten,
        memory: &mut memory,
    };
    let mut covers = Vec::new();
    for findings in rounds {
        treating.cover(text, &mut covers, findings).unwrap();
    }
    covers
}

#[test]
fn offsets_lead_back_to_the_original() {
    let findings = [finding("A", 2, 4), finding("B", 6, 9)];
    let spliced = splice(b"0123456789", &covered(b"0123456789", Policy::default(), &[&findings]));
    assert_eq!(spliced.text, b"01[REDACTED:A]45[REDACTED:B]9");
    let table = [((0, 2), (0, 2)), ((2, 14), (2, 4)), ((5, 15), (2, 5)), ((14, 20), (4, 9)), ((28, 29), (9, 10))];
    for (inner, outer) in table {
        assert_eq!(spliced.outer(Span::new(inner.0, inner.1)), Span::new(outer.0, outer.1), "{inner:?}");
    }
    let table = [
        ((0, 2), (0, 2)),
        ((2, 4), (2, 14)),
        ((1, 3), (1, 14)),
        ((3, 4), (2, 14)),
        ((3, 7), (2, 28)),
        ((9, 10), (28, 29)),
    ];
    for (outer, inner) in table {
        assert_eq!(spliced.inner(Span::new(outer.0, outer.1)), Span::new(inner.0, inner.1), "{outer:?}");
    }
    assert!(spliced.in_written(Span::new(3, 14)) && !spliced.in_written(Span::new(3, 15)));
}

#[test]
fn what_was_removed_is_in_what_spans_it_only() {
    let findings = [finding("A", 2, 4)];
    let spliced = splice(b"0123456789", &covered(b"0123456789", Policy::new(Treatment::Remove), &[&findings]));
    assert_eq!(spliced.text, b"01456789");
    for (inner, outer) in [((0, 2), (0, 2)), ((2, 3), (4, 5)), ((1, 3), (1, 5)), ((2, 2), (4, 4))] {
        assert_eq!(spliced.outer(Span::new(inner.0, inner.1)), Span::new(outer.0, outer.1), "{inner:?}");
    }
}

#[test]
fn what_is_found_again_gets_a_placeholder() {
    let text = b"0123456789";
    for treatment in [Treatment::Mask(None), Treatment::Remove, Treatment::Format] {
        let covers = covered(text, Policy::new(treatment), &[&[finding("A", 2, 4)], &[finding("B", 3, 6)]]);
        assert_eq!(covers.len(), 1);
        assert_eq!((covers[0].text.as_str(), covers[0].span), ("[REDACTED:A]", Span::new(2, 6)));
        assert_eq!(covers[0].treatment.kind(), TreatmentKind::Placeholder);
    }
}

#[test]
fn what_overlaps_is_treated_as_the_first_and_blocks_if_one_does() {
    let text = b"0123456789";
    let policy = Policy::new(Treatment::Remove).rule("B", Treatment::Block);
    let both = [finding("A", 2, 5), finding("B", 4, 6)];
    let covers = covered(text, policy.clone(), &[&both]);
    assert_eq!((covers[0].text.as_str(), covers[0].blocks), ("", true));
    let covers = covered(text, policy, &[&both[..1], &both[1..]]);
    assert_eq!((covers[0].text.as_str(), covers[0].blocks), ("[REDACTED:A]", false));
}

#[test]
fn what_overlaps_nothing_known_is_added_in_order() {
    let mut known = vec![finding("A", 2, 4), finding("B", 8, 9)];
    add_apart(&mut known, vec![finding("C", 0, 2), finding("D", 3, 5), finding("E", 4, 8), finding("F", 8, 20)]);
    let names: Vec<&str> = known.iter().map(|finding| &*finding.rule).collect();
    assert_eq!(names, ["C", "A", "E", "B"]);
}
