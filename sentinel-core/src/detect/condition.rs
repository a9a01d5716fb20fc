//! A condition's regex as an automaton: most are so small that all of it is made beforehand, and a check takes a few bytes.

use regex_automata::{
    Anchored, Input, MatchKind,
    dfa::{Automaton, StartKind, dense},
    nfa::thompson,
};
use regex_syntax::hir::Hir;

/// Tells whether a match starts, or ends, at a place.
#[derive(Debug)]
pub(super) struct Anchor(dense::DFA<Vec<u32>>);

/// Larger ones are left to the regex.
const BYTES: usize = 32 << 10;
const WORK_BYTES: usize = 256 << 10;

impl Anchor {
    /// For matches that start at a place; none where the automaton is large.
    pub(super) fn of_start(hir: &Hir) -> Option<Self> {
        Self::new(hir, false)
    }

    /// For matches that end at a place.
    pub(super) fn of_end(hir: &Hir) -> Option<Self> {
        Self::new(hir, true)
    }

    fn new(hir: &Hir, reverse: bool) -> Option<Self> {
        let config = thompson::Config::new()
            .utf8(false)
            .reverse(reverse)
            .which_captures(thompson::WhichCaptures::None)
            .nfa_size_limit(Some(WORK_BYTES));
        let nfa = thompson::Compiler::new().configure(config).build_from_hir(hir).ok()?;
        let config = dense::Config::new()
            .match_kind(MatchKind::All)
            .start_kind(StartKind::Anchored)
            .dfa_size_limit(Some(BYTES))
            .determinize_size_limit(Some(WORK_BYTES));
        dense::Builder::new().configure(config).build_from_nfa(&nfa).ok().map(Self)
    }

    /// True when a match starts where the range does; none when it cannot tell.
    pub(super) fn starts(&self, input: Input<'_>) -> Option<bool> {
        let input = input.anchored(Anchored::Yes).earliest(true);
        self.0.try_search_fwd(&input).ok().map(|found| found.is_some())
    }

    /// True when a match that lies in the range ends where it does.
    pub(super) fn ends(&self, input: Input<'_>) -> Option<bool> {
        let input = input.anchored(Anchored::Yes).earliest(true);
        self.0.try_search_rev(&input).ok().map(|found| found.is_some())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex_automata::meta::Regex;

    use super::*;

    const REGEXES: [&str; 8] = [
        "(?:^|[^O]|(?:^|[^N])O)$",
        "(?:[\\s\"'a]|<(?:[^|]|$)|$)",
        "[ \t]{0,4}(?:\n|$)",
        "\\bab?",
        "(?m:^)[ab]+",
        "a{2,5}(?:b|$)",
        "",
        "(?:[^a-c]|^)ab",
    ];

    #[test]
    fn it_tells_what_the_regex_does() {
        let parse =
            |regex: &str| regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(regex).unwrap();
        for regex in REGEXES {
            let (hir, at_end) = (parse(regex), parse(&format!(r"(?:{regex})\z")));
            let whole = |hir: &Hir| Regex::builder().build_from_hir(hir).unwrap();
            let (starts, ends) = (whole(&hir), whole(&at_end));
            let (of_start, of_end) = (Anchor::of_start(&hir).unwrap(), Anchor::of_end(&at_end).unwrap());
            let config = ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() };
            proptest!(config, |(text in "[abcNO<| \n]{0,12}", at in 0..12_usize, back in 0..4_usize)| {
                let text = text.as_bytes();
                let at = at.min(text.len());
                let input = Input::new(text).range(at..);
                prop_assert_eq!(of_start.starts(input.clone()), Some(starts.is_match(input.anchored(Anchored::Yes))));
                let input = Input::new(&text[..at]).range(at.saturating_sub(back)..);
                prop_assert_eq!(of_end.ends(input.clone()), Some(ends.is_match(input)), "{}", regex);
            });
        }
    }
}
