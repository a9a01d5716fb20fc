//! Runs one rule's regex: on the linear-time engine, or, where look-around cannot be translated,
//! on a backtracking one with a budget.

use std::{ops::Range, sync::Arc};

use regex_automata::{
    Input,
    meta::{self, Regex},
    util::syntax,
};
use regex_syntax::hir::Hir;

use super::{
    caches::Spare,
    plan::{SECRET, Shape},
    regex::LazyRegex,
    tail::Counted,
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

/// One match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) whole: Span,
    /// Where the value stands; none until [`Engine::value`] is asked.
    value: Option<Span>,
}

const OPERATION: &str = "compile rule";
const LONGEST_PATTERN: usize = 64 << 10;
pub(super) const NFA_BYTES: usize = 4 << 20;
/// Bytes.
const FAR: usize = 1 << 10;
const STEPS: usize = 200_000;

impl Engine {
    /// The linear-time engine.
    pub(crate) fn linear(hir: &Hir, spare: &Arc<Spare>) -> Result<Self> {
        let Shape { secret, longest } = Shape::of(hir);
        Ok(Self::Linear { regex: LazyRegex::now(hir, spare)?, secret, longest })
    }

    /// The same, for a regex that is known to compile.
    pub(crate) fn on_demand(rule: &Rule, shape: Shape, spare: &Arc<Spare>) -> Self {
        let Shape { secret, longest } = shape;
        Self::Linear { regex: LazyRegex::on_demand(&rule.regex, rule.unicode, spare), secret, longest }
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
        self.match_after(text, start, &mut Counted::default())
    }

    /// The same, where the run at the end of the match before was counted.
    #[inline]
    pub(crate) fn match_after(&self, text: &[u8], start: usize, counted: &mut Counted) -> Result<Option<Match>> {
        match self {
            Self::Linear { regex, longest: Some(longest), .. } => {
                let end = text.len().min(start.saturating_add(*longest));
                Ok(regex.match_at(text, start..end, counted))
            }
            Self::Linear { regex, longest: None, .. } => Ok(unbounded(regex, text, start, counted)),
            Self::Budgeted(_) => Ok(self.find(text, start..text.len())?.filter(|found| found.whole.start == start)),
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
            Self::Linear { regex, .. } => Ok(regex.find(&Input::new(text).range(range), &mut Counted::default())),
            Self::Budgeted(regex) => {
                let over =
                    |_| Error::new(ErrorKind::LimitExceeded, "scan", "a rule with look-around ran out of its budget");
                let found = regex.captures_from_pos(text, range.start).map_err(over)?;
                Ok(found.and_then(|groups| {
                    let span = |group: fancy_regex::MatchBytes<'_>| Span::new(group.start(), group.end());
                    let whole = span(groups.get(0)?);
                    let value = groups.name(SECRET).map_or(whole, span);
                    Some(Match { whole, value: Some(value) })
                }))
            }
        }
    }

    /// Where in a match the value stands.
    #[inline]
    pub(crate) fn value(&self, text: &[u8], matched: Match) -> Span {
        matched.value.unwrap_or_else(|| match self {
            Self::Linear { regex, secret: Some(group), .. } => regex.group(text, matched.whole, *group),
            _ => matched.whole,
        })
    }
}

impl Match {
    #[inline]
    pub(super) fn of(whole: Span) -> Self {
        Self { whole, value: None }
    }

    #[inline]
    pub(super) fn with_value(whole: Span, value: Span) -> Self {
        Self { whole, value: Some(value) }
    }
}

/// The match that starts at `start`, where there is no bound to how long it can be.
fn unbounded(regex: &LazyRegex, text: &[u8], start: usize, counted: &mut Counted) -> Option<Match> {
    let mut reach = MAX_MATCH_BYTES;
    loop {
        let end = text.len().min(start.saturating_add(reach));
        let found = regex.match_at(text, start..end, counted);
        // A match that fills the cap may go on past it: its tail must not be left behind.
        if end == text.len() || found.is_none_or(|found| found.whole.end < end) {
            return found;
        }
        reach = reach.saturating_mul(4);
    }
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
