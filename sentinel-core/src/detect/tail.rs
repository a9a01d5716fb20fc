//! A regex that ends with a run of bytes of one class is matched without the run, which is then counted: an automaton has a
//! state for each byte of a run of up to 300, and reads it many times more slowly.
//!
//! What is found is the same: whatever stands before the run, a match is there as soon as the run has as many bytes as it needs,
//! and goes on for as long as it may.

use regex_syntax::hir::{Capture, Class, Hir, HirKind, Repetition};

use super::plan::{ByteSet, SECRET};
use crate::Span;

/// The run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tail {
    /// For each byte whether it is of the class.
    class: Box<[bool; 256]>,
    /// How many bytes it may have past those it needs.
    most: usize,
    /// True when it is the end of the value, too.
    pub(crate) ends_value: bool,
}

/// Shorter ones are left where they are.
const LONG: u32 = 16;

impl Tail {
    /// Takes the tail off a regex: it needs no more bytes of it than it must.
    pub(crate) fn split(hir: &Hir) -> Option<(Hir, Self)> {
        match hir.kind() {
            HirKind::Concat(parts) => {
                let (last, rest) = parts.split_last()?;
                let (last, tail) = Self::split(last)?;
                Some((Hir::concat([rest, &[last]].concat()), tail))
            }
            HirKind::Capture(capture) => {
                let (sub, tail) = Self::split(&capture.sub)?;
                let ends_value = tail.ends_value || capture.name.as_deref() == Some(SECRET);
                let hir = Hir::capture(Capture { sub: Box::new(sub), ..capture.clone() });
                Some((hir, Self { ends_value, ..tail }))
            }
            HirKind::Repetition(repetition) => {
                let most = repetition.max.map_or(usize::MAX, |max| (max - repetition.min) as usize);
                let class = single(&repetition.sub).filter(|_| repetition.greedy && most >= LONG as usize)?;
                let needed = Repetition { max: Some(repetition.min), ..repetition.clone() };
                let class = Box::new(std::array::from_fn(|byte| class.contains(byte as u8)));
                Some((Hir::repetition(needed), Self { class, most, ends_value: false }))
            }
            _ => None,
        }
    }

    /// A match of what is left of the regex, with its tail, which ends before `end`.
    pub(crate) fn with(&self, matched: Span, text: &[u8], end: usize) -> Span {
        let tail = text[matched.end..end].iter().take(self.most).take_while(|byte| self.class[usize::from(**byte)]);
        Span::new(matched.start, matched.end + tail.count())
    }
}

/// The class, if a byte alone matches.
fn single(hir: &Hir) -> Option<ByteSet> {
    match hir.kind() {
        HirKind::Class(Class::Bytes(class)) => {
            Some(ByteSet::of(class.iter().flat_map(|range| range.start()..=range.end())))
        }
        HirKind::Class(Class::Unicode(class)) if class.is_ascii() => {
            Some(ByteSet::of(class.iter().flat_map(|range| range.start() as u8..=range.end() as u8)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex_automata::{Anchored, Input, meta::Regex};

    use super::*;

    fn parse(regex: &str) -> Hir {
        regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(regex).unwrap()
    }

    #[test]
    fn only_long_greedy_runs_at_the_end_are_taken_off() {
        let table = [
            ("a[bc]{3,300}", true),
            ("a(?P<secret>b[bc]{3,})", true),
            ("a(?:[bc]*)", true),
            ("a[bc]{3,18}", false),
            ("a[bc]{3,300}?", false),
            (r"a[bc]{3,300}\b", false),
            ("a(?:[bc]{3,300}|d)", false),
            ("a(?:bc){3,300}", false),
        ];
        for (regex, taken) in table {
            assert_eq!(Tail::split(&parse(regex)).is_some(), taken, "{regex}");
        }
        let ends_value = |regex| Tail::split(&parse(regex)).unwrap().1.ends_value;
        assert!(ends_value("a(?P<secret>b[bc]{3,})"));
        assert!(!ends_value("a(?P<secret>b)[bc]{3,}"));
    }

    #[test]
    fn what_is_found_is_the_same() {
        let regexes = [
            "a[bc]{3,30}",
            "(?:a|ab|abc)(?P<secret>[ab][abc]{2,40})",
            "a.*?[bc]{2,}",
            "(?:a[bc]?){1,3}[abc]{0,20}",
            "[ab]{1,4}?[bc]{1,19}",
            "(?i)a(?:b|c*)[abc]{1,30}",
        ];
        for regex in regexes {
            let hir = parse(regex);
            let (rest, tail) = Tail::split(&hir).unwrap();
            let build = |hir: &Hir| Regex::builder().build_from_hir(hir).unwrap();
            let (whole, rest) = (build(&hir), build(&rest));
            let config = ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() };
            proptest!(config, |(text in "[abcA ]{0,12}[bc]{0,40}[abc ]{0,12}", from in 0..12_usize, cut in 0..20_usize)| {
                let text = text.as_bytes();
                let end = text.len().saturating_sub(cut);
                for anchored in [Anchored::No, Anchored::Yes] {
                    let input = Input::new(text).range(from.min(end)..end).anchored(anchored);
                    let found = whole.search(&input).map(|found| Span::new(found.start(), found.end()));
                    let joined = rest.search(&input).map(|found| tail.with(Span::new(found.start(), found.end()), text, end));
                    prop_assert_eq!(found, joined, "{}", regex);
                }
            });
        }
    }
}
