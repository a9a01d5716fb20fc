//! Runs one rule's regex: on the linear-time engine, or, where look-around cannot be translated,
//! on a backtracking one with a budget.

use std::{fmt, ops::Range, sync::OnceLock};

use regex_automata::{
    Anchored, Input,
    meta::{self, Regex},
    util::syntax,
};
use regex_syntax::hir::Hir;

use super::{
    group::Group,
    plan::{SECRET, Shape},
    tail::Tail,
};
use crate::{Error, ErrorKind, Result, Rule, Span, limits::MAX_MATCH_BYTES};

/// One compiled regex.
#[derive(Debug)]
pub(crate) enum Engine {
    /// Time linear in the text.
    Linear { regex: LazyRegex, secret: Option<usize>, longest: Option<usize> },
    /// Look-around inside; every search has a budget of steps.
    Budgeted(Box<fancy_regex::Regex>),
}

/// A regex that is compiled at once or when it is first needed, which for most rules is never.
pub(crate) struct LazyRegex {
    regex: String,
    unicode: bool,
    /// Where it was read already.
    hir: Option<Hir>,
    compiled: OnceLock<Compiled>,
    /// None inside where it takes a search for groups to tell where the value stands.
    group: OnceLock<Option<Box<Group>>>,
}

/// A regex, and the run that was taken off its end.
struct Compiled {
    regex: Regex,
    tail: Option<Tail>,
}

impl Compiled {
    fn new(hir: &Hir) -> Result<Self> {
        Ok(match Tail::split(hir) {
            Some((hir, tail)) => Self { regex: linear_regex(&hir)?, tail: Some(tail) },
            None => Self { regex: linear_regex(hir)?, tail: None },
        })
    }

    /// The match that a search found, with its tail.
    fn whole(&self, matched: Span, input: &Input<'_>) -> Span {
        self.tail.as_ref().map_or(matched, |tail| tail.with(matched, input.haystack(), input.end()))
    }
}

impl LazyRegex {
    /// Compiles a regex that was read.
    pub(crate) fn now(hir: &Hir) -> Result<Self> {
        let compiled = OnceLock::from(Compiled::new(hir)?);
        Ok(Self { regex: String::new(), unicode: false, hir: Some(hir.clone()), compiled, group: OnceLock::new() })
    }

    /// For a regex that is known to compile.
    pub(crate) fn on_demand(regex: &str, unicode: bool) -> Self {
        Self { regex: regex.to_owned(), unicode, hir: None, compiled: OnceLock::new(), group: OnceLock::new() }
    }

    pub(crate) fn read(&self) -> Result<Hir> {
        self.hir.clone().map_or_else(|| read(&self.regex, self.unicode), Ok)
    }

    /// True when there is a match.
    pub(crate) fn is_match(&self, input: Input<'_>) -> bool {
        self.get().regex.is_match(input)
    }

    fn get(&self) -> &Compiled {
        self.compiled.get_or_init(|| {
            let compiled = self.read().and_then(|hir| Compiled::new(&hir));
            compiled.expect("a rule that is known to compile compiles")
        })
    }

    fn group(&self) -> Option<&Group> {
        self.group.get_or_init(|| Group::new(&self.read().ok()?).map(Box::new)).as_deref()
    }
}

impl fmt::Debug for LazyRegex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LazyRegex").field("compiled", &self.compiled.get().is_some()).finish_non_exhaustive()
    }
}

/// One match: all of it, and the value in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) whole: Span,
    pub(crate) value: Span,
}

const OPERATION: &str = "compile rule";
const LONGEST_PATTERN: usize = 64 << 10;
const NFA_BYTES: usize = 4 << 20;
/// Bytes.
const FAR: usize = 1 << 10;
const STEPS: usize = 200_000;

impl Engine {
    /// The linear-time engine.
    pub(crate) fn linear(hir: &Hir) -> Result<Self> {
        let Shape { secret, longest } = Shape::of(hir);
        Ok(Self::Linear { regex: LazyRegex::now(hir)?, secret, longest })
    }

    /// The same, for a regex that is known to compile.
    pub(crate) fn on_demand(rule: &Rule, shape: Shape) -> Self {
        let Shape { secret, longest } = shape;
        Self::Linear { regex: LazyRegex::on_demand(&rule.regex, rule.unicode), secret, longest }
    }

    /// The backtracking engine, for a rule whose regex has look-around inside.
    pub(crate) fn budgeted(rule: &Rule) -> Result<Self> {
        let mode = if rule.unicode { fancy_regex::BytesMode::Unicode } else { fancy_regex::BytesMode::Ascii };
        fancy_regex::RegexBuilder::new(&rule.regex)
            .unicode_mode(rule.unicode)
            .bytes_mode(mode)
            .backtrack_limit(STEPS)
            .delegate_size_limit(NFA_BYTES)
            .build()
            .map(|regex| Self::Budgeted(Box::new(regex)))
            .map_err(|_| invalid("not a valid regex"))
    }

    /// The regex, read; none on the backtracking engine.
    pub(crate) fn hir(&self) -> Option<Hir> {
        match self {
            Self::Linear { regex, .. } => regex.read().ok(),
            Self::Budgeted(_) => None,
        }
    }

    /// The match that starts exactly at `start`.
    pub(crate) fn match_at(&self, text: &[u8], start: usize) -> Result<Option<Match>> {
        let Self::Linear { regex, secret, longest } = self else {
            return Ok(self.find(text, start..text.len())?.filter(|found| found.whole.start == start));
        };
        let mut reach = longest.unwrap_or(MAX_MATCH_BYTES);
        loop {
            let end = text.len().min(start.saturating_add(reach));
            let input = Input::new(text).range(start..end).anchored(Anchored::Yes);
            let found = search(regex, *secret, &input);
            // A match that fills the cap may go on past it: its tail must not be left behind.
            let cut = longest.is_none() && end < text.len() && found.is_some_and(|m| m.whole.end == end);
            if !cut {
                return Ok(found);
            }
            reach = reach.saturating_mul(4);
        }
    }

    /// True when a match may be so long that many tries which look at the same bytes cost too much.
    pub(crate) fn reaches_far(&self) -> bool {
        matches!(self, Self::Linear { longest, .. } if longest.is_none_or(|longest| longest > FAR))
    }

    /// How long a match can be; none when there is no bound.
    pub(crate) fn longest(&self) -> Option<usize> {
        match self {
            Self::Linear { longest, .. } => *longest,
            Self::Budgeted(_) => None,
        }
    }

    /// The leftmost match that lies in `range`.
    pub(crate) fn find(&self, text: &[u8], range: Range<usize>) -> Result<Option<Match>> {
        match self {
            Self::Linear { regex, secret, .. } => Ok(search(regex, *secret, &Input::new(text).range(range))),
            Self::Budgeted(regex) => {
                let over =
                    |_| Error::new(ErrorKind::LimitExceeded, "scan", "a rule with look-around ran out of its budget");
                let found = regex.captures_from_pos(text, range.start).map_err(over)?;
                Ok(found.and_then(|groups| {
                    let span = |group: fancy_regex::MatchBytes<'_>| Span::new(group.start(), group.end());
                    let whole = span(groups.get(0)?);
                    let value = groups.name(SECRET).map_or(whole, span);
                    Some(Match { whole, value })
                }))
            }
        }
    }
}

fn search(lazy: &LazyRegex, secret: Option<usize>, input: &Input<'_>) -> Option<Match> {
    let compiled = lazy.get();
    let regex = &compiled.regex;
    // Where it stands is found fast; the group then only inside the match, in which the same way through the regex is the
    // first that succeeds.
    let found = match input.get_anchored() {
        Anchored::No => regex.search(input).map(|found| Span::new(found.start(), found.end())),
        _ => regex.search_half(input).map(|end| Span::new(input.start(), end.offset())),
    }?;
    let whole = compiled.whole(found, input);
    let Some(group) = secret else { return Some(Match { whole, value: whole }) };
    if let Some(value) = lazy.group().and_then(|group| group.of(input.haystack(), whole)) {
        return Some(Match { whole, value });
    }
    let mut groups = regex.create_captures();
    regex.search_captures(&input.clone().range(whole.start..whole.end).anchored(Anchored::Yes), &mut groups);
    let value = groups.get_group(group).map_or(whole, |group| {
        let end = if compiled.tail.as_ref().is_some_and(|tail| tail.ends_value) { whole.end } else { group.end };
        Span::new(group.start, end)
    });
    Some(Match { whole, value })
}

/// Reads a regex in the form in which every rule is read.
///
/// # Errors
///
/// `InvalidRule`, with the offset of the problem in the regex.
pub(crate) fn parse(regex: &str, unicode: bool) -> Result<Hir> {
    if regex.len() > LONGEST_PATTERN {
        return Err(invalid("the regex is too long").with("bytes", regex.len()).with("limit", LONGEST_PATTERN));
    }
    let hir = read(regex, unicode)?;
    if hir.properties().minimum_len() == Some(0) {
        return Err(invalid("the regex can match the empty text"));
    }
    if hir.properties().minimum_len().is_none() {
        return Err(invalid("the regex can match nothing"));
    }
    Ok(hir)
}

/// Reads a regex, which may match the empty text.
pub(crate) fn read(regex: &str, unicode: bool) -> Result<Hir> {
    let mut parser = regex_syntax::ParserBuilder::new().unicode(unicode).utf8(false).nest_limit(100).build();
    parser.parse(regex).map_err(|error| {
        let (problem, offset) = match &error {
            regex_syntax::Error::Parse(error) => (error.kind().to_string(), error.span().start.offset),
            regex_syntax::Error::Translate(error) => (error.kind().to_string(), error.span().start.offset),
            _ => ("not a valid regex".to_owned(), 0),
        };
        invalid(&problem).with("offset", offset)
    })
}

/// Compiles a regex that was read.
pub(crate) fn linear_regex(hir: &Hir) -> Result<Regex> {
    let config = meta::Config::new()
        .utf8_empty(false)
        .nfa_size_limit(Some(NFA_BYTES))
        .hybrid_cache_capacity(1 << 20)
        .onepass_size_limit(Some(1 << 20));
    meta::Builder::new()
        .configure(config)
        .syntax(syntax::Config::new().utf8(false))
        .build_from_hir(hir)
        .map_err(|_| invalid("the regex is too large when compiled").with("limit", format!("{NFA_BYTES} bytes")))
}

fn invalid(problem: &str) -> Error {
    Error::new(ErrorKind::InvalidRule, OPERATION, problem).with("field", "regex")
}
