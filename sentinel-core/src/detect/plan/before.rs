//! What may stand before a match, by the assertions that its regex starts with.

use regex_syntax::hir::{Hir, HirKind, Look};

use super::bytes::{ByteSet, first_bytes};

/// The bytes that may stand before a match of `hir`.
pub(super) fn bytes_before(hir: &Hir) -> ByteSet {
    let first = first_bytes(hir)[0];
    let within = |set: ByteSet| first.without(set) == ByteSet::NONE;
    leading(hir).into_iter().fold(ByteSet::ALL, |set, look| {
        let allowed = match look {
            Look::Start => ByteSet::NONE,
            Look::StartLF => ByteSet::of(*b"\n"),
            Look::StartCRLF => ByteSet::of(*b"\r\n"),
            // Past ASCII, what is a letter takes more than a byte to tell.
            Look::WordAscii | Look::WordStartAscii | Look::WordStartHalfAscii if within(word()) => {
                ByteSet::ALL.without(word())
            }
            Look::WordUnicode | Look::WordStartUnicode | Look::WordStartHalfUnicode if within(word()) => {
                ByteSet::ALL.without(word())
            }
            Look::WordAscii if within(ByteSet::ALL.without(word())) => word(),
            _ => ByteSet::ALL,
        };
        set.intersection(allowed)
    })
}

/// The assertions that hold at the start of every match.
fn leading(hir: &Hir) -> Vec<Look> {
    match hir.kind() {
        HirKind::Look(look) => vec![*look],
        HirKind::Capture(capture) => leading(&capture.sub),
        HirKind::Concat(parts) => {
            let mut looks = Vec::new();
            for part in parts {
                looks.extend(leading(part));
                if !matches!(part.kind(), HirKind::Look(_)) {
                    break;
                }
            }
            looks
        }
        _ => Vec::new(),
    }
}

fn word() -> ByteSet {
    ByteSet::of((b'0'..=b'9').chain(b'A'..=b'Z').chain(b'a'..=b'z').chain([b'_']))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_stands_before_a_match_is_of_the_set() {
        let regexes =
            [r"\bab", r"\b(?:a|_)", r"\B-", r"\b-", r"(?m)^a", r"(\b(?:\ba))", r"\b(?-u:\w)", r"a|\bb", r"\b[-a]"];
        for regex in regexes {
            let hir = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(regex).unwrap();
            let regex_of = regex_automata::meta::Builder::new().build_from_hir(&hir).unwrap();
            let set = bytes_before(&hir);
            let config = ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() };
            proptest!(config, |(text in "[-ab_é\n ]{1,12}")| {
                let text = text.as_bytes();
                for at in 1..text.len() {
                    let anchored = regex_automata::Input::new(text).range(at..).anchored(regex_automata::Anchored::Yes);
                    prop_assert!(!regex_of.is_match(anchored) || set.contains(text[at - 1]), "{}", regex);
                }
            });
        }
    }

    #[test]
    fn a_boundary_before_a_word_keeps_words_away() {
        let set = |regex: &str| {
            bytes_before(&regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(regex).unwrap())
        };
        assert!(!set(r"\b[0-9]{4}").contains(b'7') && set(r"\b[0-9]{4}").contains(b'-'));
        assert!(set(r"\b[-0-9]{4}").contains(b'7') && set("[0-9]").contains(b'7'));
        assert_eq!(set(r"\A[0-9]"), ByteSet::NONE);
    }
}
