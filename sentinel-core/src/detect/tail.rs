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
    /// The bytes that may stand last in it, where not all may: the last that it needs counts, too.
    last: Option<ByteSet>,
    /// True when it is the end of the value, too.
    pub(crate) ends_value: bool,
}

/// How far the run was counted of the match before: matches that stand near each other may end in the same.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counted {
    start: usize,
    end: usize,
}

/// Shorter ones are left where they are.
const LONG: u32 = 16;

impl Tail {
    /// Takes the tail off a regex: it needs no more bytes of it than it must.
    pub(crate) fn split(hir: &Hir) -> Option<(Hir, Self)> {
        match hir.kind() {
            HirKind::Concat(parts) => {
                if let [rest @ .., run, last] = parts.as_slice()
                    && let Some((run, tail)) = Self::closed(run, last)
                {
                    return Some((Hir::concat([rest, &[run]].concat()), tail));
                }
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
                let (class, most) = run(repetition)?;
                let needed = Repetition { max: Some(repetition.min), ..repetition.clone() };
                Some((Hir::repetition(needed), Self::of(class, most, None)))
            }
            _ => None,
        }
    }

    /// A run and one more byte, of a class that is part of the run's.
    fn closed(hir: &Hir, last: &Hir) -> Option<(Hir, Self)> {
        let HirKind::Repetition(repetition) = hir.kind() else { return None };
        let (class, most) = run(repetition)?;
        let last = single(last).filter(|last| last.without(class) == ByteSet::NONE)?;
        let needed = repetition.min.checked_add(1)?;
        let needed = Repetition { min: needed, max: Some(needed), ..repetition.clone() };
        Some((Hir::repetition(needed), Self::of(class, most, Some(last))))
    }

    fn of(class: ByteSet, most: usize, last: Option<ByteSet>) -> Self {
        let class = Box::new(std::array::from_fn(|byte| class.contains(byte as u8)));
        Self { class, most, last, ends_value: false }
    }

    /// True when what is left of the regex may match where no tail follows.
    pub(crate) fn may_fail(&self) -> bool {
        self.last.is_some()
    }

    /// A match of what is left of the regex, with its tail, which ends before `end`; none when what should stand last in it
    /// does not stand in it.
    pub(crate) fn with(&self, matched: Span, text: &[u8], end: usize, counted: &mut Counted) -> Option<Span> {
        let end = counted.up_to(matched.end, end.min(matched.end.saturating_add(self.most)), text, &self.class);
        let Some(last) = self.last else { return Some(Span::new(matched.start, end)) };
        let from = matched.end - 1;
        let last = text[from..end].iter().rposition(|byte| last.contains(*byte))?;
        Some(Span::new(matched.start, from + last + 1))
    }
}

impl Counted {
    /// Where the run of such bytes ends that starts at `start`; `end` when it goes on past it.
    fn up_to(&mut self, start: usize, end: usize, text: &[u8], class: &[bool; 256]) -> usize {
        if !(self.start..=self.end).contains(&start) {
            *self = Self { start, end: start };
        }
        if self.end < end {
            let more = text[self.end..end].iter().take_while(|byte| class[usize::from(**byte)]);
            self.end += more.count();
        }
        self.end.min(end)
    }
}

/// The class of a long greedy run, and how many bytes it may have past those it needs.
fn run(repetition: &Repetition) -> Option<(ByteSet, usize)> {
    let most = repetition.max.map_or(usize::MAX, |max| (max - repetition.min) as usize);
    let class = single(&repetition.sub).filter(|_| repetition.greedy && most >= LONG as usize)?;
    Some((class, most))
}

/// The class, if a byte alone matches.
pub(super) fn single(hir: &Hir) -> Option<ByteSet> {
    match hir.kind() {
        HirKind::Literal(literal) => match *literal.0 {
            [byte] => Some(ByteSet::of([byte])),
            _ => None,
        },
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
            ("a[b-d]{3,300}[bd]", true),
            ("a(?P<secret>b[b-d]{3,}[cd])", true),
            ("a[bc]{3,300}[ce]", false),
            ("a[b-d]{3,300}[bd]{2}", false),
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
            "a[abcA]{2,20}[bA]",
            "(?:a|ab|abc)(?P<secret>[ab][abc]{0,40}[ac])",
            "(?:a[bc ]?){1,3}[abc]{1,}[ab]",
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
                // From one search to the next.
                let mut counted = Counted::default();
                for anchored in [Anchored::No, Anchored::Yes] {
                    let input = Input::new(text).range(from.min(end)..end).anchored(anchored);
                    let found = whole.search(&input).map(|found| Span::new(found.start(), found.end()));
                    let joined = rest.search(&input).map(|found| Span::new(found.start(), found.end()));
                    let with_tail = joined.and_then(|joined| tail.with(joined, text, end, &mut counted));
                    // Where what should stand last is missing, nothing is told.
                    prop_assert!(with_tail.is_some() || joined.is_none() || tail.may_fail());
                    if joined.is_none() || with_tail.is_some() {
                        prop_assert_eq!(found, with_tail, "{}", regex);
                    }
                }
            });
        }
    }
}
