//! What the one byte beside a place tells of a regex that is asked for there: mostly all, and a search is many times slower.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

use super::plan::{ByteSet, first_bytes, last_bytes};

/// Of one regex, at one side of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glance {
    /// With such a byte there is a match.
    holds: ByteSet,
    /// With any other there is none.
    may_hold: ByteSet,
}

impl Glance {
    /// Tells nothing.
    pub(super) const BLIND: Self = Self { holds: ByteSet::NONE, may_hold: ByteSet::ALL };

    /// Of a regex that is matched from a place on.
    pub(super) fn ahead(hir: &Hir) -> Self {
        Part::of(hir, Side::Ahead).into()
    }

    /// Of a regex whose match ends at a place, which is for it the end of the text.
    pub(super) fn behind(hir: &Hir) -> Self {
        Part::of(&without_end(hir), Side::Behind).into()
    }

    /// Whether there is a match where this byte stands beside the place; none when it takes a search.
    #[inline]
    pub(super) fn tells(&self, byte: u8) -> Option<bool> {
        let holds = self.holds.contains(byte);
        (holds || !self.may_hold.contains(byte)).then_some(holds)
    }
}

/// What a part of a regex is like, where at least one byte stands beside the place.
#[derive(Clone, Copy)]
struct Part {
    /// Each of them alone is a match, whatever stands round it.
    alone: ByteSet,
    /// A match that is not empty starts with one of them, or ends, as the side has it.
    beside: ByteSet,
    /// It matches nothing at every place.
    is_empty: bool,
    may_be_empty: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Ahead,
    Behind,
}

impl Part {
    const EMPTY: Self = Self { alone: ByteSet::NONE, beside: ByteSet::NONE, is_empty: true, may_be_empty: true };

    fn of(hir: &Hir, side: Side) -> Self {
        let part = Self { is_empty: false, may_be_empty: false, ..Self::EMPTY };
        match hir.kind() {
            HirKind::Empty => Self::EMPTY,
            HirKind::Look(look) => Self { may_be_empty: !side.is_edge(*look), ..part },
            HirKind::Literal(literal) => {
                let beside = side.bytes(hir);
                Self { alone: if literal.0.len() == 1 { beside } else { ByteSet::NONE }, beside, ..part }
            }
            HirKind::Class(class) => {
                let beside = side.bytes(hir);
                let alone = match class {
                    Class::Bytes(_) => beside,
                    Class::Unicode(_) => beside.intersection(ByteSet::of(0..=127)),
                };
                Self { alone, beside, ..part }
            }
            HirKind::Capture(capture) => Self::of(&capture.sub, side),
            HirKind::Repetition(repetition) => {
                let sub = Self::of(&repetition.sub, side);
                match repetition.min {
                    0 => Self { is_empty: true, may_be_empty: true, ..sub },
                    1 => sub,
                    _ => Self { alone: ByteSet::NONE, ..sub },
                }
            }
            HirKind::Alternation(parts) => parts.iter().fold(part, |all, other| all.or(Self::of(other, side))),
            HirKind::Concat(parts) => match side {
                Side::Ahead => parts.iter().fold(Self::EMPTY, |all, next| all.then(Self::of(next, side))),
                Side::Behind => parts.iter().rev().fold(Self::EMPTY, |all, next| all.then(Self::of(next, side))),
            },
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            alone: self.alone.union(other.alone),
            beside: self.beside.union(other.beside),
            is_empty: self.is_empty || other.is_empty,
            may_be_empty: self.may_be_empty || other.may_be_empty,
        }
    }

    /// `next` is the part farther from the place.
    fn then(self, next: Self) -> Self {
        let where_empty = |part: Self, set: ByteSet| if part.is_empty { set } else { ByteSet::NONE };
        Self {
            alone: where_empty(next, self.alone).union(where_empty(self, next.alone)),
            beside: if self.may_be_empty { self.beside.union(next.beside) } else { self.beside },
            is_empty: self.is_empty && next.is_empty,
            may_be_empty: self.may_be_empty && next.may_be_empty,
        }
    }
}

impl Side {
    /// True for what holds only where no byte stands at this side.
    fn is_edge(self, look: Look) -> bool {
        look == if self == Self::Ahead { Look::End } else { Look::Start }
    }

    /// The bytes that a match of what is never empty may have at this side.
    fn bytes(self, hir: &Hir) -> ByteSet {
        match self {
            Self::Ahead => first_bytes(hir)[0],
            Self::Behind => last_bytes(std::slice::from_ref(hir)),
        }
    }
}

impl From<Part> for Glance {
    fn from(part: Part) -> Self {
        Self {
            holds: if part.is_empty { ByteSet::ALL } else { part.alone },
            may_hold: if part.may_be_empty { ByteSet::ALL } else { part.beside },
        }
    }
}

/// Without what says that the text ends, where it does.
fn without_end(hir: &Hir) -> Hir {
    let HirKind::Concat(parts) = hir.kind() else { return hir.clone() };
    let last = parts.iter().rposition(|part| !matches!(part.kind(), HirKind::Look(Look::End)));
    Hir::concat(parts[..last.map_or(0, |last| last + 1)].to_vec())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex_automata::{Anchored, Input};

    use super::*;
    use crate::detect::engine::linear_regex;

    const REGEXES: [&str; 22] = [
        "[ab]",
        "a|b$",
        "^|a",
        "(?:[ab]|c(?:[^a]|$)|$)",
        "(?:^|[^a]|(?:^|[^b])a)$",
        "(?:^|[^a])$",
        "a{2}|b{1,2}|c*d",
        "(?:a?b?c)$",
        "a$b|c",
        "$[ab]",
        "[ab]^",
        r"a\b|\Bb",
        r"(?m)^a|b$",
        "(?:a|)(?:b|)",
        "(?:a|bb)(?:c|$)",
        "é|[à-ü]|a",
        "(?:[a-é]c?)$",
        "(?s).",
        "(?-u:[^a])",
        "(?:a{0}b)+",
        "[ab]{0,3}\\z",
        "(?:ab?|b)(?:|c$)",
    ];

    #[test]
    fn what_is_told_is_what_a_search_finds() {
        for regex in REGEXES {
            for unicode in [true, false] {
                let parse = |regex: &str| {
                    regex_syntax::ParserBuilder::new().unicode(unicode).utf8(false).build().parse(regex).ok()
                };
                let (Some(hir), Some(behind)) = (parse(regex), parse(&format!(r"(?:{regex})\z"))) else { continue };
                let build = |hir: &Hir| linear_regex(hir).unwrap();
                let (ahead, matcher, matcher_behind) = (Glance::ahead(&hir), build(&hir), build(&behind));
                let glance_behind = Glance::behind(&behind);
                let config = ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() };
                proptest!(config, |(text in "[abcdéü\n]{1,5}", at in 0..8_usize)| {
                    let text = text.as_bytes();
                    let at = at.min(text.len());
                    if let Some(told) = text.get(at).and_then(|byte| ahead.tells(*byte)) {
                        let input = Input::new(text).range(at..).anchored(Anchored::Yes);
                        prop_assert_eq!(told, matcher.is_match(input), "{}", regex);
                    }
                    if let Some(told) = text[..at].last().and_then(|byte| glance_behind.tells(*byte)) {
                        prop_assert_eq!(told, matcher_behind.is_match(&text[..at]), "{}", regex);
                    }
                });
            }
        }
    }

    #[test]
    fn of_what_ends_values_all_is_told() {
        let parser = || regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build();
        let read = |regex: &str| parser().parse(regex).unwrap();
        let glance = Glance::ahead(&read(r#"(?:[\s"';]|<(?:[^|]|$)|$)"#));
        let told = [b' ', b'a', b'<'].map(|byte| glance.tells(byte));
        assert_eq!(told, [Some(true), Some(false), None]);
        let glance = Glance::behind(&read(r"(?:(?:^|[^O]|(?:^|[^N])O)$)\z"));
        assert_eq!([b'a', b'O'].map(|byte| glance.tells(byte)), [Some(true), None]);
    }
}
