//! Detection: rules → plan → literals → engine → validate → overlap.

mod caches;
mod call;
mod chain;
mod compiled;
mod components;
mod context;
mod decode;
mod dfa;
mod echo;
mod engine;
mod found;
mod from_end;
mod glance;
mod group;
mod horizon;
mod known;
mod literal;
mod looks;
mod meter;
mod needs;
mod overlap;
mod plan;
mod regex;
mod run;
mod searcher;
mod tail;
mod trail;
mod validate;

#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

pub(crate) use self::decode::escaped_lines;
pub(crate) use self::{
    call::{Call, exceeded},
    components::lines_of,
    horizon::{Decided, Frontier, Left, Unfinished, cut_before},
    meter::{Meter, RuleBudget},
    plan::Prepared,
    trail::Trail,
    validate::shannon,
};
use self::{
    compiled::CompiledRule,
    decode::View,
    found::Found,
    horizon::Horizon,
    literal::{Before, Candidate, LiteralFilter, Rest, Sweep, Told},
    plan::Plan,
    run::Run,
};
pub use self::{decode::Encoding, known::Known};
use crate::{Error, Finding, FingerprintKey, Limits, Result, Rule, Span, fingerprint::hex};

/// Compiled rules: immutable, shared by every thread that scans.
#[derive(Debug)]
pub(crate) struct Detector {
    rules: Vec<CompiledRule>,
    /// The rules that are searched for in every byte.
    unplanned: Vec<usize>,
    /// The rules that have components.
    composed: Vec<usize>,
    filter: LiteralFilter,
    known: Known,
    /// Worked out when it is first asked for.
    digest: OnceLock<Arc<str>>,
    /// Worked out for the first stream.
    horizon: OnceLock<Horizon>,
}

impl Detector {
    /// Compiles the rules that are active.
    ///
    /// # Errors
    ///
    /// `InvalidRule`, with the rule and the field that is wrong.
    pub(crate) fn new<R: Into<Box<Rule>>>(
        rules: impl IntoIterator<Item = (String, R, Option<Prepared>)>,
    ) -> Result<Self> {
        let spare = Arc::default();
        let given = rules.into_iter();
        let mut rules = Vec::with_capacity(given.size_hint().0);
        for (name, rule, prepared) in given {
            let rule = rule.into();
            if rule.active {
                rules.push(CompiledRule::new(&name, rule, prepared, &spare)?);
            }
        }
        let filter = LiteralFilter::new(rules.iter().map(|rule| &rule.plan));
        let (unplanned, composed) = (Vec::new(), Vec::new());
        let (known, digest, horizon) = (Known::default(), OnceLock::new(), OnceLock::new());
        let mut detector = Self { rules, unplanned, composed, filter, known, digest, horizon };
        detector.index();
        Ok(detector)
    }

    fn index(&mut self) {
        let whole = self.rules.iter().enumerate().filter(|(_, rule)| rule.plan == Plan::Whole);
        self.unplanned = whole.map(|(index, _)| index).collect();
        let composed = self.rules.iter().enumerate().filter(|(_, rule)| !rule.rule.components.is_empty());
        self.composed = composed.map(|(index, _)| index).collect();
    }

    /// Looks for these values too.
    pub(crate) fn with_known(self, known: Known) -> Self {
        known.prepare();
        Self { known, ..self }
    }

    /// Every finding in `text`, in order of position; none overlaps another.
    ///
    /// # Errors
    ///
    /// `LimitExceeded` when there are too many, or a rule runs out of its budget. The size of the text is the
    /// caller's to limit.
    pub(crate) fn find(&self, text: &[u8], limits: Limits, key: Option<&FingerprintKey>) -> Result<Vec<Finding>> {
        self.find_in(text, &Call::new(&limits, key))
    }

    /// As [`find`](Self::find), within what a call may use.
    pub(crate) fn find_in(&self, text: &[u8], call: &Call<'_>) -> Result<Vec<Finding>> {
        self.find_where(text, call, |_| true)
    }

    /// The same, of those findings whose values stand where they count.
    pub(crate) fn find_where(
        &self,
        text: &[u8],
        call: &Call<'_>,
        counts: impl Fn(Span) -> bool,
    ) -> Result<Vec<Finding>> {
        let search = Search::begin(text, text.len(), call)?;
        let mut found = Vec::new();
        self.find_within(&search, 0, None, &mut found)?;
        if found.is_empty() {
            return Ok(Vec::new());
        }
        Ok(self.settled(found, text, call.key, counts))
    }

    /// The same, leaving a trail for a search through the text with stretches replaced.
    pub(crate) fn find_leaving(
        &self,
        text: &[u8],
        call: &Call<'_>,
        trail: &mut Trail,
        counts: impl Fn(Span) -> bool,
    ) -> Result<Vec<Finding>> {
        let search = Search::begin(text, text.len(), call)?;
        let mut found = Vec::new();
        self.find_within(&search, 0, Some(trail), &mut found)?;
        Ok(self.settled(found, text, call.key, counts))
    }

    /// As [`find_where`](Self::find_where), of a text that was searched before these stretches of it were replaced.
    /// `place` tells where what stood in a span of it is now.
    pub(crate) fn find_again(
        &self,
        text: &[u8],
        call: &Call<'_>,
        trail: &Trail,
        (replaced, place): (impl Iterator<Item = Span>, impl Fn(Span) -> Span),
        counts: impl Fn(Span) -> bool,
    ) -> Result<Vec<Finding>> {
        let Some(changed) = trail.changed(text, replaced, place) else { return self.find_where(text, call, counts) };
        let search = Search::begin(text, changed.lines.iter().map(|line| line.len()).sum(), call)?;
        let mut found = Vec::new();
        self.find_within(&Search { before: Before::Changed(&changed), ..search }, 0, None, &mut found)?;
        Ok(self.settled(found, text, call.key, counts))
    }

    /// True when a rule and one of its components may both be among the findings.
    pub(crate) fn wants_components(&self, findings: &[Finding]) -> bool {
        if findings.is_empty() {
            return false;
        }
        let Some(found) = components::few_rules(findings) else { return true };
        let mut parts = found.iter().flat_map(|rule| self.components_of(rule));
        parts.any(|component| found.contains(&component.rule.as_str()))
    }

    /// Attaches to each finding its components. `findings` are in order; `lines` has the line of each.
    pub(crate) fn attach_components(&self, lines: &[usize], findings: &mut [Finding]) {
        components::attach(lines, findings, |name| self.components_of(name));
    }

    /// Adds what the rules find in a text and in its decoded views, unsettled. Encoded runs in what was told are
    /// left out. Leaves a trail where one is wanted.
    fn find_within(
        &self,
        search: &Search<'_>,
        depth: usize,
        mut trail: Option<&mut Trail>,
        found: &mut Vec<Found>,
    ) -> Result<()> {
        let mut run = Run::new(self, search, 0, found);
        run.find_known()?;
        let mut in_encoded = Vec::new();
        let decodes = depth < decode::DEPTH;
        let mut sweep = Sweep::new(search.text.len(), &self.rules);
        self.filter.sweep_in_parts(search.text, search.before, &mut sweep, &mut |candidates, encoded| {
            // A part in which nothing is tried takes time, too.
            search.call.check_time()?;
            run.try_all(candidates)?;
            if let Some(trail) = &mut trail {
                trail.tried(candidates, &self.rules);
            }
            if !decodes {
                return Ok(());
            }
            encoded.iter().try_for_each(|run| {
                let mut views = decode::run_views(search.text, *run).into_iter();
                views.try_for_each(|view| self.find_in_view(search, &view, depth, &mut in_encoded))
            })
        })?;
        run.find_unplanned()?;
        let Sweep { candidates, rest, .. } = &sweep;
        if decodes && !rest.escapes.is_empty() {
            self.find_unescaped(search, candidates, rest, depth, found)?;
        }
        found.append(&mut in_encoded);
        // Most lines have neither.
        if decodes && (rest.zero.is_some() || !rest.breaks.is_empty()) {
            let mut views = decode::other_views(search.text, rest);
            views.try_for_each(|view| self.find_in_view(search, &view, depth, found))?;
        }
        if let Some(trail) = trail {
            trail.end(found.iter().map(Found::uncut), rest.zero.is_some());
        }
        search.check(found.len())
    }

    /// Adds what is found behind escapes. The candidates are those of the text's last part.
    #[inline(never)]
    fn find_unescaped(
        &self,
        search: &Search<'_>,
        candidates: &[Candidate],
        rest: &Rest,
        depth: usize,
        found: &mut Vec<Found>,
    ) -> Result<()> {
        let told = Told { candidates, rest, same: search.text.len() };
        let before = if self.filter.is_one_part(told.same) { Before::Start(&told) } else { Before::Nothing };
        let search = &Search { before, ..*search };
        let mut views = decode::escape_views(search.text, rest);
        views.try_for_each(|view| self.find_in_view(search, &view, depth, found))
    }

    /// Adds what is found in a decoded view of the text.
    fn find_in_view(&self, search: &Search<'_>, view: &View, depth: usize, found: &mut Vec<Found>) -> Result<()> {
        search.call.decoded(view.text.len())?;
        let mut decoded = Vec::new();
        let told = search.before.start().map(|told| Told { same: told.same.min(view.beginning()), ..*told });
        let before = told.as_ref().map_or(Before::Nothing, Before::Start);
        self.find_within(&Search { text: &view.text, before, ..*search }, depth + 1, None, &mut decoded)?;
        decoded.retain(|found| view.differs(found.extent));
        found.extend(decoded.into_iter().filter_map(|found| found.out_of(view, self, search.call.key)));
        search.check(found.len())
    }

    /// What the rules find in the text from `from` on, not looking through encodings.
    fn find_plain(&self, search: &Search<'_>, candidates: &[Candidate], from: usize) -> Result<Vec<Found>> {
        let mut found = Vec::new();
        let mut run = Run::new(self, search, from, &mut found);
        run.find_known()?;
        run.try_all(candidates)?;
        run.find_unplanned()?;
        Ok(found)
    }

    /// Identifies the rules: 16 hexadecimal digits.
    pub(crate) fn digest(&self) -> &Arc<str> {
        self.digest.get_or_init(|| digest(&self.rules))
    }

    /// The values that are looked for.
    pub(crate) fn known(&self) -> &Known {
        &self.known
    }

    /// The active rules.
    pub(crate) fn rules(&self) -> impl Iterator<Item = (&str, &Rule)> {
        self.rules.iter().map(|rule| (&*rule.name, &*rule.rule))
    }

    /// The rules that have no literal to look for, and are searched for in every byte.
    pub(crate) fn unplanned(&self) -> impl Iterator<Item = (&str, Unplanned)> {
        self.unplanned.iter().map(|rule| &self.rules[*rule]).map(|rule| {
            let why = match rule.engine {
                engine::Engine::Budgeted(_) => Unplanned::LookAround,
                engine::Engine::Linear { .. } => Unplanned::NoLiteral,
            };
            (&*rule.name, why)
        })
    }

    fn components_of(&self, name: &str) -> &[crate::Component] {
        let mut composed = self.composed.iter().map(|index| &self.rules[*index]);
        composed.find(|rule| &*rule.name == name).map_or(&[], |rule| &rule.rule.components)
    }
}

/// Why a rule is searched for in every byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unplanned {
    /// No literal stands in every match, or matches may span lines.
    NoLiteral,
    /// It needs the backtracking engine.
    LookAround,
}

/// What is searched.
#[derive(Clone, Copy)]
struct Search<'s> {
    text: &'s [u8],
    call: &'s Call<'s>,
    before: Before<'s>,
}

impl<'s> Search<'s> {
    /// A search that passes over so many bytes of a text.
    fn begin(text: &'s [u8], bytes: usize, call: &'s Call<'s>) -> Result<Self> {
        call.begin(text)?;
        if let Some(meter) = call.meter {
            meter.begin(bytes);
        }
        Ok(Self { text, call, before: Before::Nothing })
    }

    fn check(&self, findings: usize) -> Result<()> {
        if findings > self.call.limits.max_findings { Err(too_many(self.call.limits)) } else { Ok(()) }
    }
}

fn too_many(limits: &Limits) -> Error {
    exceeded("too many findings", "max_findings").with("limit", limits.max_findings)
}

fn digest(rules: &[CompiledRule]) -> Arc<str> {
    let mut hash = Sha256::new();
    for rule in rules {
        hash.update(rule.name.as_bytes());
        hash.update(serde_json::to_vec(&rule.rule).unwrap_or_default());
        hash.update([0]);
    }
    Arc::from(&hex(&hash.finalize())[..16])
}
