//! What every match of a rule holds, or has after it, looked for before the regex is tried: of a text that has nothing of
//! it near, many places cost a comparison each.

use regex_syntax::hir::{Hir, HirKind, Look};

use super::{
    compiled::CompiledRule,
    plan::{ByteSet, first_bytes, frequency_of_set},
};

/// One of these bytes stands in each text that a regex matches, or it matches up to the end of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Held {
    bytes: ByteSet,
    or_end: bool,
}

/// Where one of some bytes must stand, counted from the start of a match.
#[derive(Debug)]
pub(super) struct Need {
    bytes: Wanted,
    from: usize,
    to: usize,
    /// The end of the text will do instead.
    or_end: bool,
}

/// Bytes that are looked for.
#[derive(Debug)]
enum Wanted {
    /// Some of them twice.
    Few([u8; 3]),
    /// For each byte whether it is one of them.
    Many(Box<[bool; 256]>),
}

/// What a rule's matches need.
pub(super) type Needs = [Option<Need>; MOST];

const MOST: usize = 2;
/// What is needed farther from the start of a match is not looked for.
const FARTHEST: usize = 1 << 10;
/// Of ten thousand bytes: what is as common as that stands near every place.
const COMMON: u32 = 5_000;

/// What a regex needs that matches at most `longest` bytes, and where, for each condition on the text from its end on.
pub(super) fn needs<'h>(regex: &Hir, longest: usize, after: impl Iterator<Item = &'h Hir>) -> Needs {
    let shortest = regex.properties().minimum_len().unwrap_or(0);
    let inside = Held::by(regex).and_then(|held| held.within(0, longest));
    let after = after.filter_map(|hir| {
        let to = longest.checked_add(hir.properties().maximum_len()?)?;
        Held::by(hir)?.within(shortest, to)
    });
    let mut all = after.chain(inside);
    std::array::from_fn(|_| all.next())
}

/// What of a rule's needs was looked for: places come in order.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sought {
    /// How far, for each need.
    up_to: [usize; MOST],
    last: usize,
    /// How many places in a row were near the one before.
    crowd: usize,
}

/// So many places near each other, and it is cheaper to look at all that stands between them than to try each.
const FEW: usize = 8;
/// Bytes.
const NEAR: usize = 64;

impl Sought {
    /// True when something is missing that a match at `start` needs, where places are many.
    pub(super) fn is_in_vain(&mut self, rule: &CompiledRule, text: &[u8], start: usize) -> bool {
        self.crowd = if start - self.last > NEAR { 0 } else { self.crowd + 1 };
        self.last = start;
        self.crowd > FEW && self.is_missing(rule, text, start)
    }

    fn is_missing(&mut self, rule: &CompiledRule, text: &[u8], start: usize) -> bool {
        let needs = rule.needs().iter().flatten();
        needs.zip(&mut self.up_to).any(|(need, up_to)| need.is_missing(text, start, up_to))
    }
}

impl Need {
    /// Between the place that was asked for before and `up_to` there is none.
    fn is_missing(&self, text: &[u8], start: usize, up_to: &mut usize) -> bool {
        let to = start + self.to;
        if self.or_end && to >= text.len() {
            return false;
        }
        let (from, to) = ((*up_to).max(start + self.from), to.min(text.len()));
        if from >= to {
            return true;
        }
        // The next places are near.
        let ahead = &text[from..text.len().min(to + AHEAD)];
        *up_to = from + self.bytes.first_in(ahead).unwrap_or(ahead.len());
        *up_to >= to
    }
}

/// Bytes.
const AHEAD: usize = 1 << 10;

impl Wanted {
    fn new(bytes: ByteSet) -> Self {
        let mut few = bytes.iter();
        match (few.next(), few.next(), few.next(), few.next()) {
            (Some(a), b, c, None) => Self::Few([a, b.unwrap_or(a), c.unwrap_or(a)]),
            _ => Self::Many(Box::new(std::array::from_fn(|byte| bytes.contains(byte as u8)))),
        }
    }

    fn first_in(&self, text: &[u8]) -> Option<usize> {
        match self {
            Self::Few([a, b, c]) => memchr::memchr3(*a, *b, *c, text),
            Self::Many(bytes) => text.iter().position(|byte| bytes[usize::from(*byte)]),
        }
    }
}

impl Held {
    fn within(self, from: usize, to: usize) -> Option<Need> {
        (to <= FARTHEST).then(|| Need { bytes: Wanted::new(self.bytes), from, to, or_end: self.or_end })
    }

    /// The rarest that every match holds.
    fn by(hir: &Hir) -> Option<Self> {
        Self::in_every(hir).filter(|held| held.commonness() < COMMON)
    }

    fn in_every(hir: &Hir) -> Option<Self> {
        let held = |bytes| Some(Self { bytes, or_end: false });
        match hir.kind() {
            HirKind::Look(Look::End) => Some(Self { bytes: ByteSet::NONE, or_end: true }),
            HirKind::Empty | HirKind::Look(_) => None,
            HirKind::Literal(literal) => {
                let each = literal.0.iter().map(|byte| ByteSet::of([*byte]));
                held(each.min_by_key(|set| frequency_of_set(*set))?)
            }
            HirKind::Class(_) => held(first_bytes(hir)[0]),
            HirKind::Capture(capture) => Self::in_every(&capture.sub),
            HirKind::Repetition(repetition) => Self::in_every(&repetition.sub).filter(|_| repetition.min > 0),
            HirKind::Concat(parts) => parts.iter().filter_map(Self::in_every).min_by_key(Self::commonness),
            HirKind::Alternation(parts) => {
                let none = Self { bytes: ByteSet::NONE, or_end: false };
                parts.iter().try_fold(none, |all, part| Some(all.or(Self::in_every(part)?)))
            }
        }
    }

    fn or(self, other: Self) -> Self {
        Self { bytes: self.bytes.union(other.bytes), or_end: self.or_end || other.or_end }
    }

    fn commonness(&self) -> u32 {
        frequency_of_set(self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex_automata::{Anchored, Input};

    use super::*;
    use crate::detect::engine::linear_regex;

    fn read(regex: &str) -> Hir {
        regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(regex).unwrap()
    }

    /// A regex, and what must stand after its matches.
    const RULES: [(&str, &str); 9] = [
        ("a[ab]{1,5}", "[c ]"),
        ("a[ab]{0,3}", "(?:c|$)"),
        ("a(?:b|c){2}", "b{0,2}$"),
        ("(?:ab|ba)[^c]{0,2}c", ""),
        ("[ab](?:c?| )", "b?c"),
        ("a(?:b=|:c)[ab]{0,4}", r"\b"),
        ("(?:a|b(?:c|))a", "(?:=|:)(?:a|$)"),
        ("a.{0,3}=", ".c"),
        ("a", "(?:|c)"),
    ];

    #[test]
    fn nothing_that_matches_is_given_up() {
        for (regex, after) in RULES {
            let (regex, after) = (read(regex), read(after));
            let longest = regex.properties().maximum_len().unwrap();
            let needs = needs(&regex, longest, std::iter::once(&after));
            let build = |hir: &Hir| linear_regex(hir).unwrap();
            let (regex, after) = (build(&regex), build(&after));
            let config = ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() };
            proptest!(config, |(text in "[ab]{0,6}[abc =:]{0,12}[ab]{0,8}[abc]{0,2}")| {
                let text = text.as_bytes();
                let mut all_up_to = [0; MOST];
                for start in 0..text.len() {
                    let input = Input::new(text).range(start..).anchored(Anchored::Yes);
                    let matches = regex.search(&input).is_some_and(|found| {
                        after.is_match(Input::new(text).range(found.end()..).anchored(Anchored::Yes))
                    });
                    let each = needs.iter().flatten().zip(&mut all_up_to);
                    let missing = each.map(|(need, up_to)| need.is_missing(text, start, up_to));
                    prop_assert!(!missing.fold(false, |any, missing| any | missing) || !matches);
                }
            });
        }
    }

    #[test]
    fn what_is_needed_is_the_rarest_and_not_what_stands_everywhere() {
        let bytes =
            |regex: &str| Held::by(&read(regex)).map(|held| (held.bytes.iter().collect::<Vec<u8>>(), held.or_end));
        assert_eq!(bytes("key[=:][a-z]{3}\""), Some((vec![b'"'], false)));
        assert_eq!(bytes("[ \t]{0,4}(?:\n|$)"), Some((vec![b'\n'], true)));
        assert_eq!(bytes("[a-z0-9]{3}"), None);
        assert_eq!(bytes(r"(?:;|)\b"), None);
    }
}
