//! Detection: rules → plan → literals → engine → validate → overlap.

mod call;
mod compiled;
mod components;
mod context;
mod decode;
mod echo;
mod engine;
mod found;
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
mod tail;
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
    validate::shannon,
};
use self::{
    compiled::CompiledRule,
    decode::View,
    echo::Echo,
    engine::Match,
    found::Found,
    horizon::Horizon,
    literal::{Candidate, LiteralFilter, Rest, Told},
    meter::Cost,
    needs::Sought,
    plan::Plan,
    tail::Counted,
};
pub use self::{decode::Encoding, known::Known};
use crate::{Error, Finding, FingerprintKey, Limits, MAX_MATCH_BYTES, Result, Rule, Span, fingerprint::hex};

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
    pub(crate) fn new(rules: impl IntoIterator<Item = (String, Rule, Option<Prepared>)>) -> Result<Self> {
        let active = rules.into_iter().filter(|(_, rule, _)| rule.active);
        let rules = active
            .map(|(name, rule, prepared)| CompiledRule::new(&name, rule, prepared))
            .collect::<Result<Vec<_>>>()?;
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
        call.begin(text)?;
        if let Some(meter) = call.meter {
            meter.begin(text);
        }
        let mut found = Vec::new();
        self.find_within(Search { text, call, told: None }, 0, &mut found)?;
        if found.is_empty() {
            return Ok(Vec::new());
        }
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
    /// left out.
    fn find_within(&self, search: Search<'_>, depth: usize, found: &mut Vec<Found>) -> Result<()> {
        let mut run = Run::new(self, search, 0, found);
        run.find_known()?;
        let mut encoded = Vec::new();
        let decodes = depth < decode::DEPTH;
        let mut candidates = Vec::new();
        let rest = self.filter.sweep_in_parts(search.text, search.told, &self.rules, &mut |part| {
            run.try_all(&part.candidates)?;
            candidates = part.candidates;
            if !decodes {
                return Ok(());
            }
            part.encoded.iter().try_for_each(|run| {
                let mut views = decode::run_views(search.text, *run).into_iter();
                views.try_for_each(|view| self.find_in_view(search, &view, depth, &mut encoded))
            })
        })?;
        run.find_unplanned()?;
        if decodes && !rest.is_empty() {
            if !rest.escapes.is_empty() {
                self.find_unescaped(search, &candidates, &rest, depth, found)?;
            }
            found.append(&mut encoded);
            let mut views = decode::other_views(search.text, &rest);
            views.try_for_each(|view| self.find_in_view(search, &view, depth, found))?;
        }
        found.append(&mut encoded);
        search.check(found.len())
    }

    /// Adds what is found behind escapes. The candidates are those of the text's last part.
    #[inline(never)]
    fn find_unescaped(
        &self,
        search: Search<'_>,
        candidates: &[Candidate],
        rest: &Rest,
        depth: usize,
        found: &mut Vec<Found>,
    ) -> Result<()> {
        let told = Told { candidates, rest, same: search.text.len() };
        let search = Search { told: self.filter.is_one_part(told.same).then_some(&told), ..search };
        let mut views = decode::escape_views(search.text, rest);
        views.try_for_each(|view| self.find_in_view(search, &view, depth, found))
    }

    /// Adds what is found in a decoded view of the text.
    fn find_in_view(&self, search: Search<'_>, view: &View, depth: usize, found: &mut Vec<Found>) -> Result<()> {
        search.call.decoded(view.text.len())?;
        let mut decoded = Vec::new();
        let told = search.told.map(|told| Told { same: told.same.min(view.beginning()), ..*told });
        self.find_within(Search { text: &view.text, told: told.as_ref(), ..search }, depth + 1, &mut decoded)?;
        decoded.retain(|found| view.differs(found.extent));
        found.extend(decoded.into_iter().filter_map(|found| found.out_of(view, self, search.call.key)));
        search.check(found.len())
    }

    /// What the rules find in the text from `from` on, not looking through encodings.
    fn find_plain(&self, search: Search<'_>, candidates: &[Candidate], from: usize) -> Result<Vec<Found>> {
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
        self.rules.iter().map(|rule| (&*rule.name, &rule.rule))
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

/// After so many tries in vain, each near the one before, of a rule with long matches, trying is given up.
const MOST_FAILED: usize = 64;
/// Bytes.
const NEAR: usize = 256;

/// What is searched.
#[derive(Clone, Copy)]
struct Search<'s> {
    text: &'s [u8],
    call: &'s Call<'s>,
    /// Of a text that starts as this one.
    told: Option<&'s Told<'s>>,
}

impl Search<'_> {
    fn check(&self, findings: usize) -> Result<()> {
        if findings > self.call.limits.max_findings { Err(too_many(self.call.limits)) } else { Ok(()) }
    }
}

/// One search. After an accepted match it goes on at its end; after a refused one, one byte
/// after its start, so that a refused match hides nothing.
struct Run<'s> {
    detector: &'s Detector,
    search: Search<'s>,
    from: usize,
    /// For each rule; none in a text of one part.
    progress: Vec<Progress>,
    /// Of the search that is under way.
    rule: u32,
    cost: Cost,
    found: &'s mut Vec<Found>,
}

/// How far the search by a rule has come.
#[derive(Clone, Copy, Default)]
struct Progress {
    from: usize,
    /// The last place that was tried, and how many tries were in vain.
    last: usize,
    failed: usize,
}

impl<'s> Run<'s> {
    fn new(detector: &'s Detector, search: Search<'s>, from: usize, found: &'s mut Vec<Found>) -> Self {
        let rules = if detector.filter.is_one_part(search.text.len()) { 0 } else { detector.rules.len() };
        let progress = vec![Progress { from, ..Progress::default() }; rules];
        Self { detector, search, from, progress, rule: 0, cost: Cost::default(), found }
    }

    fn find_known(&mut self) -> Result<()> {
        let (detector, search) = (self.detector, self.search);
        if detector.known.is_empty() {
            return Ok(());
        }
        detector.known.find(search.text, search.call.key, detector.digest(), |finding| {
            if finding.span.start < self.from { Ok(()) } else { self.push(Found::from(finding)) }
        })
    }

    /// Tries the rules where they may match. Candidates are in order, and start after those that were tried before.
    fn try_all(&mut self, candidates: &[Candidate]) -> Result<()> {
        for group in candidates.chunk_by(|a, b| a.rule == b.rule) {
            let index = group[0].rule as usize;
            let from = Progress { from: self.from, ..Progress::default() };
            let mut progress = self.progress.get(index).copied().unwrap_or(from);
            self.search(index, |run, rule| match rule.plan {
                Plan::Prefix(..) | Plan::Run(..) => run.at_starts(rule, group, &mut progress),
                Plan::Line(..) => run.in_lines(rule, group, &mut progress),
                Plan::Whole => Ok(()),
            })?;
            if let Some(known) = self.progress.get_mut(index) {
                *known = progress;
            }
        }
        Ok(())
    }

    /// Searches by the rules that have no candidates.
    fn find_unplanned(&mut self) -> Result<()> {
        for rule in &self.detector.unplanned {
            self.search(*rule, |run, rule| run.in_range(rule, run.from, run.search.text.len()))?;
        }
        Ok(())
    }

    /// Searches by one rule, unless it is off, and counts what it costs where that is wanted.
    fn search(&mut self, index: usize, search: impl FnOnce(&mut Self, &'s CompiledRule) -> Result<()>) -> Result<()> {
        let call = self.search.call;
        call.check_time()?;
        let rule = &self.detector.rules[index];
        self.rule = index as u32;
        let Some(meter) = call.meter else { return search(self, rule) };
        if !meter.admits(index) {
            return Ok(());
        }
        self.cost = Cost::default();
        let start = call.now();
        let done = search(self, rule);
        meter.add(index, self.cost, call.now().saturating_sub(start));
        done
    }

    fn at_starts(&mut self, rule: &CompiledRule, candidates: &[Candidate], progress: &mut Progress) -> Result<()> {
        let Progress { from, last, failed } = progress;
        let (mut counted, mut echo, mut sought) = (Counted::default(), Echo::default(), Sought::default());
        self.cost.candidates += candidates.len() as u64;
        for (index, candidate) in candidates.iter().enumerate() {
            if candidate.start < *from {
                continue;
            }
            if candidate.start - *last > NEAR {
                *failed = 0;
            }
            *last = candidate.start;
            self.search.call.tick()?;
            let text = self.search.text;
            if echo.is_in_vain(rule, text, candidate.start)
                || echo.is_long() && sought.is_in_vain(rule, text, candidate.start)
            {
                continue;
            }
            self.cost.runs += 1;
            if let Some(matched) = rule.engine.match_after(text, candidate.start, &mut counted)? {
                self.cost.bytes += matched.whole.len() as u64;
                let before = self.found.len();
                *from = self.next(rule, matched)?;
                if self.found.len() == before {
                    echo.was_in_vain(candidate.start);
                } else {
                    echo.was_found();
                }
                *failed = 0;
                continue;
            }
            echo.was_in_vain(candidate.start);
            *failed += 1;
            if *failed > MOST_FAILED && rule.engine.reaches_far() {
                // Each try may look at the same bytes again: one search for all that are near each other does not.
                *from = self.in_reach(rule, candidate.start + 1, end_of_crowd(&candidates[index..]))?;
                *failed = 0;
            }
        }
        Ok(())
    }

    /// Finds from `from` on what tries at every start before `until` would find; gives where to go on.
    fn in_reach(&mut self, rule: &CompiledRule, mut from: usize, until: usize) -> Result<usize> {
        let text = self.search.text;
        let reach = rule.engine.longest().unwrap_or(MAX_MATCH_BYTES);
        while from < until {
            self.search.call.tick()?;
            self.cost.runs += 1;
            // What starts in the first half of the window ends in it.
            let next = until.min(from.saturating_add(reach));
            let end = text.len().min(next.saturating_add(reach));
            let found = rule.engine.find(text, from..end)?;
            self.cost.bytes += (found.map_or(end, |matched| matched.whole.end) - from) as u64;
            from = match found.map(|matched| matched.whole.start) {
                Some(start) if start < next => match rule.engine.match_at(text, start)? {
                    Some(matched) => self.next(rule, matched)?,
                    None => start + 1,
                },
                _ => next,
            };
        }
        Ok(from)
    }

    fn in_lines(&mut self, rule: &CompiledRule, candidates: &[Candidate], progress: &mut Progress) -> Result<()> {
        let text = self.search.text;
        self.cost.candidates += candidates.len() as u64;
        for candidate in candidates {
            if candidate.start < progress.from {
                continue;
            }
            let before = &text[self.from..candidate.start];
            let start = memchr::memrchr(b'\n', before).map_or(self.from, |newline| self.from + newline + 1);
            let rest = &text[candidate.start..];
            let end = memchr::memchr(b'\n', rest).map_or(text.len(), |newline| candidate.start + newline);
            self.in_range(rule, start, end)?;
            progress.from = end;
        }
        Ok(())
    }

    fn in_range(&mut self, rule: &CompiledRule, start: usize, end: usize) -> Result<()> {
        let mut from = start;
        while from <= end {
            self.search.call.tick()?;
            self.cost.runs += 1;
            let found = rule.engine.find(self.search.text, from..end)?;
            self.cost.bytes += (found.map_or(end, |matched| matched.whole.end) - from) as u64;
            let Some(matched) = found else { break };
            from = self.next(rule, matched)?;
        }
        Ok(())
    }

    /// Judges a match and says where the rule's search goes on.
    fn next(&mut self, rule: &CompiledRule, matched: Match) -> Result<usize> {
        let Some((span, proof)) = rule.judge(self.search.text, matched, self.search.call.key) else {
            self.cost.refused += 1;
            return Ok(matched.whole.start + 1);
        };
        self.cost.matches += 1;
        self.push(Found::by_rule(self.rule, proof, span, matched.whole))?;
        Ok(matched.whole.end.max(matched.whole.start + 1))
    }

    fn push(&mut self, found: Found) -> Result<()> {
        self.found.push(found);
        self.search.check(self.found.len())
    }
}

/// Past the last of the first candidates that stand near each other.
fn end_of_crowd(candidates: &[Candidate]) -> usize {
    let far = |pair: &[Candidate]| pair[1].start - pair[0].start > NEAR;
    let last = candidates.windows(2).position(far).unwrap_or(candidates.len() - 1);
    candidates[last].start + 1
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
