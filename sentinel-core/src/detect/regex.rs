//! A regex that is compiled when it is first needed, and searched without the run at its end, where it has one.

use std::{fmt, ops::Range, sync::OnceLock};

use regex_automata::{Anchored, Input, meta::Regex};
use regex_syntax::hir::Hir;

use super::{
    chain::{Answer, Chains},
    engine::{Match, linear_regex, read},
    group::Group,
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
    compiled: OnceLock<Compiled>,
    /// With its tail: what finds a match where without it none was found that the tail completes.
    complete: OnceLock<Regex>,
    /// None inside where it takes a search for groups to tell where the value stands.
    group: OnceLock<Option<Box<Group>>>,
}

/// A regex, and the run that was taken off its end.
struct Compiled {
    regex: Regex,
    tail: Option<Box<Tail>>,
}

impl LazyRegex {
    /// Compiles a regex that was read.
    pub(crate) fn now(hir: &Hir) -> Result<Self> {
        let compiled = Compiled::new(hir)?;
        let complete = match compiled.needs_complete() {
            true => OnceLock::from(linear_regex(hir)?),
            false => OnceLock::new(),
        };
        let (chains, compiled, group) = (OnceLock::new(), OnceLock::from(compiled), OnceLock::new());
        Ok(Self { regex: String::new(), unicode: false, hir: Some(hir.clone()), chains, compiled, complete, group })
    }

    /// For a regex that is known to compile.
    pub(crate) fn on_demand(regex: &str, unicode: bool) -> Self {
        let (chains, compiled) = (OnceLock::new(), OnceLock::new());
        let (complete, group) = (OnceLock::new(), OnceLock::new());
        Self { regex: regex.to_owned(), unicode, hir: None, chains, compiled, complete, group }
    }

    pub(crate) fn read(&self) -> Result<Hir> {
        self.hir.clone().map_or_else(|| read(&self.regex, self.unicode), Ok)
    }

    /// True when there is a match.
    pub(crate) fn is_match(&self, input: Input<'_>) -> bool {
        let compiled = self.get();
        let regex = if compiled.needs_complete() { self.complete() } else { &compiled.regex };
        regex.is_match(input)
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
        self.find(&Input::new(text).range(range).anchored(Anchored::Yes), counted).map(Match::of)
    }

    /// The leftmost match, or the one that starts where the range does, when the input is anchored.
    pub(crate) fn find(&self, input: &Input<'_>, counted: &mut Counted) -> Option<Span> {
        let compiled = self.get();
        let found = found(&compiled.regex, input)?;
        let Some(tail) = &compiled.tail else { return Some(found) };
        let whole = tail.with(found, input.haystack(), input.end(), counted);
        // Another way through the regex, or another start, may do.
        whole.or_else(|| self::found(self.complete(), input))
    }

    /// Where the group stands in a match, in which the same way through the regex is the first that succeeds.
    pub(crate) fn group(&self, text: &[u8], whole: Span, group: usize) -> Span {
        let told = self.group.get_or_init(|| Group::new(&self.read().ok()?).map(Box::new));
        if let Some(value) = told.as_deref().and_then(|group| group.of(text, whole)) {
            return value;
        }
        let compiled = self.get();
        let needs_complete = compiled.needs_complete();
        let regex = if needs_complete { self.complete() } else { &compiled.regex };
        let mut groups = regex.create_captures();
        let input = Input::new(text).range(whole.start..whole.end).anchored(Anchored::Yes);
        regex.search_captures(&input, &mut groups);
        let ends_value = !needs_complete && compiled.tail.as_ref().is_some_and(|tail| tail.ends_value);
        groups
            .get_group(group)
            .map_or(whole, |group| Span::new(group.start, if ends_value { whole.end } else { group.end }))
    }

    fn get(&self) -> &Compiled {
        self.compiled.get_or_init(|| self.known(Compiled::new))
    }

    fn complete(&self) -> &Regex {
        self.complete.get_or_init(|| self.known(linear_regex))
    }

    fn known<T>(&self, compile: impl FnOnce(&Hir) -> Result<T>) -> T {
        self.read().and_then(|hir| compile(&hir)).expect("a rule that is known to compile compiles")
    }
}

impl Compiled {
    fn new(hir: &Hir) -> Result<Self> {
        Ok(match Tail::split(hir) {
            Some((hir, tail)) => Self { regex: linear_regex(&hir)?, tail: Some(Box::new(tail)) },
            None => Self { regex: linear_regex(hir)?, tail: None },
        })
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

/// Where a match stands is found fast; its groups then only inside it, and only when they are asked for.
fn found(regex: &Regex, input: &Input<'_>) -> Option<Span> {
    match input.get_anchored() {
        Anchored::No => regex.search(input).map(|found| Span::new(found.start(), found.end())),
        _ => regex.search_half(input).map(|end| Span::new(input.start(), end.offset())),
    }
}
