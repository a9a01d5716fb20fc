//! What must hold beside a match, and what a rule excepts.

use regex_automata::{Anchored, Input, meta::Regex};

use super::engine::{Compile, LazyRegex, linear_regex, parse};
use crate::{
    Exceptions, Fingerprint, Result, Span,
    rule::{Condition, Place},
};

/// A condition, compiled.
#[derive(Debug)]
pub(crate) struct CompiledCondition {
    place: Place,
    negated: bool,
    regex: LazyRegex,
    /// How many bytes before the place it can look at.
    window: usize,
}

/// How far back a rule's `before` looks, in bytes.
const WINDOW: usize = 256;

impl CompiledCondition {
    pub(crate) fn new(condition: &Condition, unicode: bool, when: Compile) -> Result<Self> {
        let behind = matches!(condition.place, Place::BeforeStart | Place::BeforeEnd);
        // Text before is searched for a match that ends with it.
        let regex = if behind { format!(r"(?:{})\z", condition.regex) } else { condition.regex.clone() };
        let hir = parse_boundary(&regex, unicode)?;
        let window = hir.properties().maximum_len().unwrap_or(WINDOW);
        let regex = LazyRegex::new(hir, when)?;
        Ok(Self { place: condition.place, negated: condition.negated, regex, window })
    }

    pub(crate) fn holds(&self, text: &[u8], matched: Span) -> bool {
        let found = match self.place {
            Place::BeforeStart => self.ends_at(text, matched.start),
            Place::BeforeEnd => self.ends_at(text, matched.end),
            Place::FromStart => self.starts_at(text, matched.start),
            Place::FromEnd => self.starts_at(text, matched.end),
        };
        found != self.negated
    }

    fn ends_at(&self, text: &[u8], at: usize) -> bool {
        let before = &text[..at];
        let from = at.saturating_sub(self.window);
        self.regex.get().is_match(Input::new(before).range(from..))
    }

    fn starts_at(&self, text: &[u8], at: usize) -> bool {
        self.regex.get().is_match(Input::new(text).range(at..).anchored(Anchored::Yes).earliest(true))
    }
}

/// A boundary may match the empty text (`$`), which a rule's own regex may not.
fn parse_boundary(regex: &str, unicode: bool) -> Result<regex_syntax::hir::Hir> {
    match regex_syntax::ParserBuilder::new().unicode(unicode).utf8(false).nest_limit(100).build().parse(regex) {
        Ok(hir) => Ok(hir),
        Err(_) => parse(regex, unicode),
    }
}

/// What a rule excepts, compiled.
#[derive(Debug)]
pub(crate) struct CompiledExceptions {
    prefixes: Vec<Vec<u8>>,
    values: Vec<Vec<u8>>,
    regexes: Vec<Regex>,
    fingerprints: Vec<Fingerprint>,
}

impl CompiledExceptions {
    pub(crate) fn new(exceptions: &Exceptions, unicode: bool) -> Result<Self> {
        let bytes = |texts: &[String]| texts.iter().map(|text| text.as_bytes().to_vec()).collect();
        let regexes = exceptions.regexes.iter().map(|regex| linear_regex(&parse(regex, unicode)?));
        Ok(Self {
            prefixes: bytes(&exceptions.prefixes),
            values: bytes(&exceptions.values),
            regexes: regexes.collect::<Result<_>>()?,
            fingerprints: exceptions.fingerprints.clone(),
        })
    }

    /// True when `value` is excepted; `own` is how many bytes of it are the rule's fixed prefix.
    pub(crate) fn except(&self, value: &[u8], own: usize, fingerprint: Option<&Fingerprint>) -> bool {
        let body = value.get(own..).unwrap_or_default();
        self.prefixes.iter().any(|prefix| value.starts_with(prefix) || body.starts_with(prefix))
            || self.values.iter().any(|excepted| excepted == value)
            || self.regexes.iter().any(|regex| regex.is_match(value))
            || fingerprint.is_some_and(|fingerprint| self.fingerprints.contains(fingerprint))
    }
}
