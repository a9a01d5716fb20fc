//! A regex that is compiled when it is first needed, and searched without the run at its end, where it has one.

use std::{
    fmt,
    ops::Range,
    sync::{Arc, OnceLock},
};

use regex_automata::{Anchored, Input, hybrid::dfa::DFA};
use regex_syntax::hir::Hir;

use super::{
    caches::Spare,
    chain::{Answer, Chains},
    dfa::LazyDfa,
    engine::{Match, read},
    from_end::FromEnd,
    group::Group,
    searcher::Searcher,
    tail::{Counted, Tail},
};
use crate::{Result, Span};

/// A regex that is compiled at once or when it is first needed, which for most rules is never.
pub(crate) struct LazyRegex {
    regex: String,
    unicode: bool,
    /// Where it was read already.
    hir: Option<Hir>,
    /// None inside where it is not made so.
    chains: OnceLock<Option<Box<Chains>>>,
    compiled: OnceLock<Box<Compiled>>,
    /// Without its tail: what finds a match wherever it starts, and tells groups.
    searcher: OnceLock<Box<Searcher>>,
    /// With its tail: what finds a match where without it none was found that the tail completes.
    complete: OnceLock<Box<Searcher>>,
    /// None inside where it takes a search for groups to tell where the value stands.
    group: OnceLock<Option<Box<Group>>>,
    spare: Arc<Spare>,
}

/// What tells where a match ends that starts at a place.
struct Compiled {
    /// Of the regex without its tail. None where it takes a search to tell.
    dfa: Option<LazyDfa>,
    /// The run that was taken off the end of the regex.
    tail: Option<Box<Tail>>,
    /// Where the value stands in what is found without the tail, where its end tells it.
    value: Option<FromEnd>,
}

impl LazyRegex {
    /// Compiles a regex that was read.
    pub(crate) fn now(hir: &Hir, spare: &Arc<Spare>) -> Result<Self> {
        let (rest, tail) = Tail::split(hir).unzip();
        let made = |hir: &Hir| Ok(OnceLock::from(Box::new(Searcher::new(hir, spare)?)));
        let complete = if tail.is_some_and(|tail: Tail| tail.may_fail()) { made(hir)? } else { OnceLock::new() };
        let searcher = made(rest.as_ref().unwrap_or(hir))?;
        Ok(Self { hir: Some(hir.clone()), searcher, complete, ..Self::on_demand("", false, spare) })
    }

    /// For a regex that is known to compile.
    pub(crate) fn on_demand(regex: &str, unicode: bool, spare: &Arc<Spare>) -> Self {
        Self {
            regex: regex.to_owned(),
            unicode,
            hir: None,
            chains: OnceLock::new(),
            compiled: OnceLock::new(),
            searcher: OnceLock::new(),
            complete: OnceLock::new(),
            group: OnceLock::new(),
            spare: Arc::clone(spare),
        }
    }

    pub(crate) fn read(&self) -> Result<Hir> {
        self.hir.clone().map_or_else(|| read(&self.regex, self.unicode), Ok)
    }

    /// True when there is a match.
    pub(crate) fn is_match(&self, input: Input<'_>) -> bool {
        let compiled = self.get();
        let told = if compiled.needs_complete() { None } else { compiled.found(&input) };
        told.map_or_else(|| self.exact().is_match(input), |found| found.is_some())
    }

    /// The match that starts where the range does, and ends in it.
    #[inline]
    pub(crate) fn match_at(&self, text: &[u8], range: Range<usize>, counted: &mut Counted) -> Option<Match> {
        let chains = self.chains.get_or_init(|| Chains::new(&self.read().ok()?).map(Box::new));
        if let Some(chains) = chains {
            match chains.at(text, range.clone()) {
                Answer::Match(matched) => return Some(matched),
                Answer::Nothing => return None,
                Answer::Unknown => {}
            }
        }
        self.find(&Input::new(text).range(range).anchored(Anchored::Yes), counted)
    }

    /// The leftmost match, or the one that starts where the range does, when the input is anchored.
    pub(crate) fn find(&self, input: &Input<'_>, counted: &mut Counted) -> Option<Match> {
        let compiled = self.get();
        let found = compiled.found(input).unwrap_or_else(|| self.searcher().find(input))?;
        let Some(tail) = &compiled.tail else { return Some(compiled.matched(found, found)) };
        match tail.with(found, input.haystack(), input.end(), counted) {
            Some(whole) => Some(compiled.matched(found, whole)),
            // Another way through the regex, or another start, may do.
            None => self.complete().find(input).map(Match::of),
        }
    }

    /// Where the group stands in a match, in which the same way through the regex is the first that succeeds.
    pub(crate) fn group(&self, text: &[u8], whole: Span, group: usize) -> Span {
        let told = self.group.get_or_init(|| Group::new(&self.read().ok()?, &self.spare).map(Box::new));
        if let Some(value) = told.as_deref().and_then(|group| group.of(text, whole)) {
            return value;
        }
        let input = Input::new(text).range(whole.start..whole.end).anchored(Anchored::Yes);
        let Some(value) = self.exact().group(&input, group) else { return whole };
        let compiled = self.get();
        let ends_value = !compiled.needs_complete() && compiled.tail.as_ref().is_some_and(|tail| tail.ends_value);
        if ends_value { Span::new(value.start, whole.end) } else { value }
    }

    fn get(&self) -> &Compiled {
        self.compiled.get_or_init(|| self.known(|hir, spare| Ok(Compiled::new(hir, spare))))
    }

    /// All that it finds are matches, as far as their tails.
    fn exact(&self) -> &Searcher {
        if self.get().needs_complete() { self.complete() } else { self.searcher() }
    }

    fn searcher(&self) -> &Searcher {
        let rest = |hir: &Hir, spare: &Arc<Spare>| match Tail::split(hir) {
            Some((rest, _)) => Searcher::new(&rest, spare),
            None => Searcher::new(hir, spare),
        };
        self.searcher.get_or_init(|| self.known(rest))
    }

    fn complete(&self) -> &Searcher {
        self.complete.get_or_init(|| self.known(Searcher::new))
    }

    fn known<T>(&self, compile: impl FnOnce(&Hir, &Arc<Spare>) -> Result<T>) -> Box<T> {
        self.read()
            .and_then(|hir| compile(&hir, &self.spare))
            .map(Box::new)
            .expect("a rule that is known to compile compiles")
    }
}

const CACHE_BYTES: usize = 1 << 20;

impl Compiled {
    fn new(hir: &Hir, spare: &Arc<Spare>) -> Self {
        let (rest, tail) = Tail::split(hir).unzip();
        let hir = rest.as_ref().unwrap_or(hir);
        // As `regex_automata::meta` does: where states are made for nearly each byte, it gives up.
        let config = DFA::config()
            .unicode_word_boundary(true)
            .cache_capacity(CACHE_BYTES)
            .minimum_cache_clear_count(Some(3))
            .minimum_bytes_per_state(Some(10));
        Self { dfa: LazyDfa::new(hir, config, spare), tail: tail.map(Box::new), value: FromEnd::of(hir) }
    }

    /// What is found of the match that starts where the range does, and whether any is; none when it takes a search to tell.
    #[inline]
    fn found(&self, input: &Input<'_>) -> Option<Option<Span>> {
        let dfa = self.dfa.as_ref().filter(|_| input.get_anchored() == Anchored::Yes)?;
        let end = dfa.with(|dfa, cache| dfa.try_search_fwd(cache, input)).ok()?;
        Some(end.map(|end| Span::new(input.start(), end.offset())))
    }

    /// The match that is `whole`, of which this much was found without the tail.
    #[inline]
    fn matched(&self, found: Span, whole: Span) -> Match {
        let Some(value) = self.value else { return Match::of(whole) };
        let value = value.in_match(found);
        let ends_value = self.tail.as_ref().is_some_and(|tail| tail.ends_value);
        Match::with_value(whole, if ends_value { Span::new(value.start, whole.end) } else { value })
    }

    fn needs_complete(&self) -> bool {
        self.tail.as_ref().is_some_and(|tail| tail.may_fail())
    }
}

impl fmt::Debug for LazyRegex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LazyRegex").field("compiled", &self.compiled.get().is_some()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::detect::engine::linear_regex;

    /// Some whose automaton does not tell what stands beside characters that are not ASCII, some with tails, of which one fails
    /// where its last byte is missing.
    const REGEXES: [&str; 6] = [
        r"a[bcé]{1,3}\b",
        r"(?:é|ab?)\B[bc]?",
        r"(?-u:\b)a(?:b|é)+",
        "[ab][abc]{2,40}",
        "a[abc]{3,40}[bc]",
        r"[ab]+c\b",
    ];

    #[test]
    fn what_is_found_is_what_a_search_by_the_whole_regex_finds() {
        for regex in REGEXES {
            let hir = read(regex, true).unwrap();
            let (lazy, plain) = (LazyRegex::now(&hir, &Arc::default()).unwrap(), linear_regex(&hir).unwrap());
            let config = ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() };
            proptest!(config, |(text in "[aab]{0,8}[abcéü ]{0,6}", from in 0..9_usize)| {
                let text = text.as_bytes();
                for anchored in [Anchored::No, Anchored::Yes] {
                    let input = Input::new(text).range(from.min(text.len())..).anchored(anchored);
                    let expected = plain.search(&input).map(|found| Span::new(found.start(), found.end()));
                    let found = lazy.find(&input, &mut Counted::default()).map(|matched| matched.whole);
                    prop_assert_eq!(found, expected, "{} {:?}", regex, anchored);
                    prop_assert_eq!(lazy.is_match(input), expected.is_some(), "{} {:?}", regex, anchored);
                }
            });
        }
    }
}
