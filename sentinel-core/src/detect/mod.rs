//! Detection: rules → plan → literals → engine → validate → overlap.

mod call;
mod compiled;
mod components;
mod context;
mod decode;
mod engine;
mod known;
mod literal;
mod meter;
mod overlap;
mod plan;
mod validate;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use sha2::{Digest, Sha256};

pub(crate) use self::{
    call::{Call, exceeded},
    meter::{Meter, RuleBudget},
    plan::Prepared,
    validate::shannon,
};
use self::{
    compiled::CompiledRule,
    engine::Match,
    literal::{Candidate, LiteralFilter},
    meter::Cost,
    plan::Plan,
};
pub use self::{decode::Encoding, known::Known};
use crate::{Error, Finding, FingerprintKey, Limits, Result, Rule, fingerprint::hex};

/// Compiled rules: immutable, shared by every thread that scans.
#[derive(Debug)]
pub(crate) struct Detector {
    rules: Vec<CompiledRule>,
    /// The rules that are searched for in every byte.
    unplanned: Vec<usize>,
    filter: LiteralFilter,
    known: Known,
    digest: Arc<str>,
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
        let digest = digest(&rules);
        let mut detector = Self { rules, unplanned: Vec::new(), filter, known: Known::default(), digest };
        detector.index();
        Ok(detector)
    }

    fn index(&mut self) {
        let whole = self.rules.iter().enumerate().filter(|(_, rule)| rule.plan == Plan::Whole);
        self.unplanned = whole.map(|(index, _)| index).collect();
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
        self.find_in(text, &Call::new(limits, key))
    }

    /// As [`find`](Self::find), within what a call may use.
    pub(crate) fn find_in(&self, text: &[u8], call: &Call<'_>) -> Result<Vec<Finding>> {
        call.begin(text)?;
        if let Some(meter) = call.meter {
            meter.begin(text);
        }
        let mut findings = self.find_within(text, call, 0)?;
        if findings.is_empty() {
            return Ok(findings);
        }
        overlap::drop_doubtful(text, &mut findings);
        let mut findings = overlap::settle(findings);
        components::attach(text, &mut findings, |name| self.components_of(name));
        Ok(findings)
    }

    /// What the rules find in `text` and in its decoded views, unsettled.
    fn find_within(&self, text: &[u8], call: &Call<'_>, depth: usize) -> Result<Vec<Finding>> {
        let sweep = self.filter.sweep(text);
        let mut findings = self.find_plain(text, &sweep.candidates, call)?;
        if depth == decode::DEPTH {
            return Ok(findings);
        }
        for view in decode::views(text, &sweep) {
            call.decoded(view.text.len())?;
            for mut finding in self.find_within(&view.text, call, depth + 1)? {
                if let (Some(span), Some(cover)) = (view.outer(finding.span), view.outer(finding.cover)) {
                    (finding.span, finding.cover) = (span, cover);
                    finding.encodings.insert(0, view.encoding);
                    findings.push(finding);
                }
            }
            if findings.len() > call.limits.max_findings {
                return Err(too_many(call.limits));
            }
        }
        Ok(findings)
    }

    fn find_plain(&self, text: &[u8], candidates: &[Candidate], call: &Call<'_>) -> Result<Vec<Finding>> {
        let mut run = Run { detector: self, text, call, cost: Cost::default(), findings: Vec::new() };
        self.known.find(text, call.key, &self.digest, |finding| run.push(finding))?;
        for group in candidates.chunk_by(|a, b| a.rule == b.rule) {
            run.search(group[0].rule as usize, |run, rule| match rule.plan {
                Plan::Prefix(..) | Plan::Run(..) => run.at_starts(rule, group),
                Plan::Line(..) => run.in_lines(rule, group),
                Plan::Whole => Ok(()),
            })?;
        }
        for rule in &self.unplanned {
            run.search(*rule, |run, rule| run.in_range(rule, 0, text.len()))?;
        }
        Ok(run.findings)
    }

    /// Identifies the rules: 16 hexadecimal digits.
    pub(crate) fn digest(&self) -> &Arc<str> {
        &self.digest
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
        self.rules.iter().find(|rule| &*rule.name == name).map_or(&[], |rule| &rule.rule.components)
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

/// One scan. After an accepted match the search goes on at its end; after a refused one, one byte
/// after its start, so that a refused match hides nothing.
struct Run<'s> {
    detector: &'s Detector,
    text: &'s [u8],
    call: &'s Call<'s>,
    /// Of the search that is under way.
    cost: Cost,
    findings: Vec<Finding>,
}

impl<'s> Run<'s> {
    /// Searches by one rule, unless it is off, and counts what it costs where that is wanted.
    fn search(&mut self, index: usize, search: impl FnOnce(&mut Self, &'s CompiledRule) -> Result<()>) -> Result<()> {
        self.call.check_time()?;
        let rule = &self.detector.rules[index];
        let Some(meter) = self.call.meter else { return search(self, rule) };
        if !meter.admits(index) {
            return Ok(());
        }
        self.cost = Cost::default();
        let start = self.call.now();
        let done = search(self, rule);
        meter.add(index, self.cost, self.call.now().saturating_sub(start));
        done
    }

    fn at_starts(&mut self, rule: &CompiledRule, candidates: &[Candidate]) -> Result<()> {
        let mut from = 0;
        let (mut failed, mut last) = (0, 0);
        self.cost.candidates += candidates.len() as u64;
        for candidate in candidates {
            if candidate.start < from {
                continue;
            }
            if candidate.start - last > NEAR {
                failed = 0;
            }
            last = candidate.start;
            self.call.tick()?;
            self.cost.runs += 1;
            if let Some(matched) = rule.engine.match_at(self.text, candidate.start)? {
                self.cost.bytes += matched.whole.len() as u64;
                from = self.next(rule, matched)?;
                failed = 0;
                continue;
            }
            failed += 1;
            if failed > MOST_FAILED && rule.engine.reaches_far() {
                // Each try may look at the same bytes again: one search for all of them does not.
                return self.in_range(rule, candidate.start + 1, self.text.len());
            }
        }
        Ok(())
    }

    fn in_lines(&mut self, rule: &CompiledRule, candidates: &[Candidate]) -> Result<()> {
        let mut done = 0;
        self.cost.candidates += candidates.len() as u64;
        for candidate in candidates {
            if candidate.start < done {
                continue;
            }
            let start = memchr::memrchr(b'\n', &self.text[..candidate.start]).map_or(0, |at| at + 1);
            let rest = &self.text[candidate.start..];
            let end = memchr::memchr(b'\n', rest).map_or(self.text.len(), |at| candidate.start + at);
            self.in_range(rule, start, end)?;
            done = end;
        }
        Ok(())
    }

    fn in_range(&mut self, rule: &CompiledRule, start: usize, end: usize) -> Result<()> {
        let mut from = start;
        while from <= end {
            self.call.tick()?;
            self.cost.runs += 1;
            let found = rule.engine.find(self.text, from..end)?;
            self.cost.bytes += (found.map_or(end, |matched| matched.whole.end) - from) as u64;
            let Some(matched) = found else { break };
            from = self.next(rule, matched)?;
        }
        Ok(())
    }

    /// Judges a match and says where the rule's search goes on.
    fn next(&mut self, rule: &CompiledRule, matched: Match) -> Result<usize> {
        let Some(finding) = rule.judge(self.text, matched, self.call.key, &self.detector.digest) else {
            self.cost.refused += 1;
            return Ok(matched.whole.start + 1);
        };
        self.cost.matches += 1;
        self.push(finding)?;
        Ok(matched.whole.end.max(matched.whole.start + 1))
    }

    fn push(&mut self, finding: Finding) -> Result<()> {
        if self.findings.len() == self.call.limits.max_findings {
            return Err(too_many(self.call.limits));
        }
        self.findings.push(finding);
        Ok(())
    }
}

fn too_many(limits: Limits) -> Error {
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
