//! What may stand before a match, by the assertions that its regex starts with.

use regex_syntax::hir::{Hir, HirKind, Look};

use super::bytes::{ByteSet, bytes_of, first_bytes};

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

/// The bytes that matches of `hir` end at: what stands there, whatever the match is made of.
pub(super) fn bytes_at_end(hir: &Hir) -> ByteSet {
    match end_of(hir) {
        End { open: true, .. } => ByteSet::ALL,
        End { bytes, open: false } => bytes,
    }
}

/// How matches end.
struct End {
    bytes: ByteSet,
    /// True when what stands before the match may be what it ends at.
    open: bool,
}

fn end_of(hir: &Hir) -> End {
    let end = |bytes, open| End { bytes, open };
    match hir.kind() {
        HirKind::Look(Look::Start) => end(ByteSet::NONE, false),
        HirKind::Look(Look::StartLF) => end(ByteSet::of(*b"\n"), false),
        HirKind::Empty | HirKind::Look(_) => end(ByteSet::NONE, true),
        HirKind::Literal(literal) => end(ByteSet::of(literal.0.last().copied()), literal.0.is_empty()),
        HirKind::Class(class) => end(bytes_of(class), false),
        HirKind::Capture(capture) => end_of(&capture.sub),
        HirKind::Repetition(repetition) => {
            let sub = end_of(&repetition.sub);
            end(sub.bytes, sub.open || repetition.min == 0)
        }
        HirKind::Alternation(parts) => parts
            .iter()
            .map(end_of)
            .fold(end(ByteSet::NONE, false), |all, part| end(all.bytes.union(part.bytes), all.open || part.open)),
        HirKind::Concat(parts) => {
            let mut bytes = ByteSet::NONE;
            for part in parts.iter().rev() {
                let part = end_of(part);
                bytes = bytes.union(part.bytes);
                if !part.open {
                    return end(bytes, false);
                }
            }
            end(bytes, true)
        }
    }
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
    fn what_a_match_ends_at_is_told_past_what_may_be_empty() {
        let table: [(&str, &[u8]); 7] = [
            ("(?:^|[^a-z] |[=:])", b" =:"),
            ("(?m:^)", b"\n"),
            ("ab?", b"ab"),
            ("[xy]c*\\b", b"cxy"),
            ("^$", b""),
            ("x\\z", b"x"),
            ("=(?: |\t)?", b"=\t "),
        ];
        let parse = |regex: &str| regex_syntax::ParserBuilder::new().utf8(false).build().parse(regex).unwrap();
        for (regex, bytes) in table {
            assert_eq!(bytes_at_end(&parse(regex)), ByteSet::of(bytes.iter().copied()), "{regex}");
        }
        for regex in ["", "a*", "(?:^|b?)", "\\b", "(?-m:$)"] {
            assert_eq!(bytes_at_end(&parse(regex)), ByteSet::ALL, "{regex}");
        }
    }

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
