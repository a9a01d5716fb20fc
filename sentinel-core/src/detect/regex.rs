//! A regex that is compiled when it is first needed, and searched without the run at its end, where it has one.

use std::{
    fmt,
    ops::Range,
    sync::{Arc, OnceLock},
};

use regex_automata::{Anchored, Input};
use regex_syntax::hir::Hir;

use super::{
    caches::Spare,
    chain::{Answer, Chains},
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
    /// With its tail: what finds a match where without it none was found that the tail completes.
    complete: OnceLock<Box<Searcher>>,
    /// None inside where it takes a search for groups to tell where the value stands.
    group: OnceLock<Option<Box<Group>>>,
    spare: Arc<Spare>,
}

/// A regex, and the run that was taken off its end.
struct Compiled {
    searcher: Searcher,
    tail: Option<Box<Tail>>,
    /// Where the value stands in what the searcher finds, where its end tells it.
    value: Option<FromEnd>,
}

impl LazyRegex {
    /// Compiles a regex that was read.
    pub(crate) fn now(hir: &Hir, spare: &Arc<Spare>) -> Result<Self> {
        let compiled = Compiled::new(hir, spare)?;
        let complete = match compiled.needs_complete() {
            true => OnceLock::from(Box::new(Searcher::new(hir, spare)?)),
            false => OnceLock::new(),
        };
        let (chains, compiled, group) = (OnceLock::new(), OnceLock::from(Box::new(compiled)), OnceLock::new());
        let (regex, hir, spare) = (String::new(), Some(hir.clone()), Arc::clone(spare));
        Ok(Self { regex, unicode: false, hir, chains, compiled, complete, group, spare })
    }

    /// For a regex that is known to compile.
    pub(crate) fn on_demand(regex: &str, unicode: bool, spare: &Arc<Spare>) -> Self {
        let (chains, compiled) = (OnceLock::new(), OnceLock::new());
        let (complete, group) = (OnceLock::new(), OnceLock::new());
        let (regex, spare) = (regex.to_owned(), Arc::clone(spare));
        Self { regex, unicode, hir: None, chains, compiled, complete, group, spare }
    }

    pub(crate) fn read(&self) -> Result<Hir> {
        self.hir.clone().map_or_else(|| read(&self.regex, self.unicode), Ok)
    }

    /// True when there is a match.
    pub(crate) fn is_match(&self, input: Input<'_>) -> bool {
        let compiled = self.get();
        let searcher = if compiled.needs_complete() { self.complete() } else { &compiled.searcher };
        searcher.is_match(input)
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
        let found = compiled.searcher.find(input)?;
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
        let compiled = self.get();
        let needs_complete = compiled.needs_complete();
        let searcher = if needs_complete { self.complete() } else { &compiled.searcher };
        let input = Input::new(text).range(whole.start..whole.end).anchored(Anchored::Yes);
        let Some(value) = searcher.group(&input, group) else { return whole };
        let ends_value = !needs_complete && compiled.tail.as_ref().is_some_and(|tail| tail.ends_value);
        if ends_value { Span::new(value.start, whole.end) } else { value }
    }

    fn get(&self) -> &Compiled {
        self.compiled.get_or_init(|| self.known(Compiled::new))
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

impl Compiled {
    fn new(hir: &Hir, spare: &Arc<Spare>) -> Result<Self> {
        let (rest, tail) = Tail::split(hir).unzip();
        let hir = rest.as_ref().unwrap_or(hir);
        Ok(Self { searcher: Searcher::new(hir, spare)?, tail: tail.map(Box::new), value: FromEnd::of(hir) })
    }

    /// The match that is `whole`, of which the searcher found this much.
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
