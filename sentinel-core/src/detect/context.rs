//! What must hold beside a match, and what a rule excepts.

use std::sync::{Arc, OnceLock};

use regex_automata::{Anchored, Input};
use regex_syntax::hir::Hir;

use super::{
    caches::Spare,
    engine::{parse, read},
    glance::Glance,
    regex::LazyRegex,
    searcher::Searcher,
};
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
    window: OnceLock<usize>,
    glance: OnceLock<Glance>,
}

/// How far back a rule's `before` looks, in bytes.
const WINDOW: usize = 256;

impl CompiledCondition {
    pub(crate) fn new(condition: &Condition, unicode: bool, spare: &Arc<Spare>) -> Result<Self> {
        let hir = read(&anchored(condition), unicode)?;
        let window = OnceLock::from(window(&hir));
        let glance = OnceLock::from(glance(condition.place, &hir));
        let regex = LazyRegex::now(&hir, spare)?;
        Ok(Self { place: condition.place, negated: condition.negated, regex, window, glance })
    }

    /// For a condition that is known to compile.
    pub(crate) fn on_demand(condition: &Condition, unicode: bool, spare: &Arc<Spare>) -> Self {
        let regex = LazyRegex::on_demand(&anchored(condition), unicode, spare);
        let (window, glance) = (OnceLock::new(), OnceLock::new());
        Self { place: condition.place, negated: condition.negated, regex, window, glance }
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

    fn window(&self) -> usize {
        *self.window.get_or_init(|| self.regex.read().map_or(WINDOW, |hir| window(&hir)))
    }

    /// How many bytes before its place it looks at; none when it looks ahead.
    pub(crate) fn looks_back(&self) -> Option<usize> {
        matches!(self.place, Place::BeforeStart | Place::BeforeEnd).then(|| self.window())
    }

    /// From where it looks ahead; none when it looks back.
    pub(crate) fn looks_ahead(&self, matched: Span) -> Option<usize> {
        match self.place {
            Place::FromStart => Some(matched.start),
            Place::FromEnd => Some(matched.end),
            Place::BeforeStart | Place::BeforeEnd => None,
        }
    }

    /// The regex that must match from the end of a match on, read; none when that is not what is asked for.
    pub(crate) fn needed_after(&self) -> Option<Hir> {
        let needed = self.place == Place::FromEnd && !self.negated;
        needed.then(|| self.regex.read().ok()).flatten()
    }

    /// The regex, read.
    pub(crate) fn hir(&self) -> Result<Hir> {
        self.regex.read()
    }

    fn ends_at(&self, text: &[u8], at: usize) -> bool {
        let before = &text[..at];
        self.at_a_glance(before.last()).unwrap_or_else(|| {
            let from = at.saturating_sub(self.window());
            self.regex.is_match(Input::new(before).range(from..))
        })
    }

    fn starts_at(&self, text: &[u8], at: usize) -> bool {
        self.at_a_glance(text.get(at))
            .unwrap_or_else(|| self.regex.is_match(Input::new(text).range(at..).anchored(Anchored::Yes).earliest(true)))
    }

    fn at_a_glance(&self, beside: Option<&u8>) -> Option<bool> {
        let read = || self.regex.read().map_or(Glance::BLIND, |hir| glance(self.place, &hir));
        self.glance.get_or_init(read).tells(*beside?)
    }
}

/// Text before is searched for a match that ends with it.
fn anchored(condition: &Condition) -> String {
    match condition.place {
        Place::BeforeStart | Place::BeforeEnd => format!(r"(?:{})\z", condition.regex),
        Place::FromStart | Place::FromEnd => condition.regex.clone(),
    }
}

fn glance(place: Place, hir: &Hir) -> Glance {
    match place {
        Place::BeforeStart | Place::BeforeEnd => Glance::behind(hir),
        Place::FromStart | Place::FromEnd => Glance::ahead(hir),
    }
}

fn window(hir: &Hir) -> usize {
    hir.properties().maximum_len().unwrap_or(WINDOW)
}

/// What a rule excepts, compiled.
#[derive(Debug)]
pub(crate) struct CompiledExceptions {
    prefixes: Vec<Vec<u8>>,
    values: Vec<Vec<u8>>,
    regexes: Vec<Searcher>,
    fingerprints: Vec<Fingerprint>,
}

impl CompiledExceptions {
    pub(crate) fn new(exceptions: &Exceptions, unicode: bool, spare: &Arc<Spare>) -> Result<Self> {
        let bytes = |texts: &[String]| texts.iter().map(|text| text.as_bytes().to_vec()).collect();
        let regexes = exceptions.regexes.iter().map(|regex| Searcher::new(&parse(regex, unicode)?, spare));
        Ok(Self {
            prefixes: bytes(&exceptions.prefixes),
            values: bytes(&exceptions.values),
            regexes: regexes.collect::<Result<_>>()?,
            fingerprints: exceptions.fingerprints.clone(),
        })
    }

    /// True when `value` is excepted; `own` says how many bytes of it are the rule's fixed prefix.
    pub(crate) fn except(
        &self,
        value: &[u8],
        own: impl FnOnce() -> usize,
        fingerprint: impl FnOnce() -> Option<Fingerprint>,
    ) -> bool {
        self.except_by_prefix(value, own)
            || self.values.iter().any(|excepted| excepted == value)
            || self.regexes.iter().any(|regex| regex.is_match(Input::new(value)))
            || !self.fingerprints.is_empty()
                && fingerprint().is_some_and(|fingerprint| self.fingerprints.contains(&fingerprint))
    }

    fn except_by_prefix(&self, value: &[u8], own: impl FnOnce() -> usize) -> bool {
        if self.prefixes.is_empty() {
            return false;
        }
        let body = value.get(own()..).unwrap_or_default();
        self.prefixes.iter().any(|prefix| value.starts_with(prefix) || body.starts_with(prefix))
    }
}
