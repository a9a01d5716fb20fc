//! One search through a text: each rule is tried where it may match.

use super::{
    Detector, Search, compiled::CompiledRule, echo::Echo, engine::Match, found::Found, literal::Candidate, meter::Cost,
    needs::Sought, plan::Plan, tail::Counted,
};
use crate::{MAX_MATCH_BYTES, Result};

/// After so many tries in vain, each near the one before, of a rule with long matches, trying is given up.
const MOST_FAILED: usize = 64;
/// Bytes.
const NEAR: usize = 256;

/// One search. After an accepted match it goes on at its end; after a refused one, one byte
/// after its start, so that a refused match hides nothing.
pub(super) struct Run<'s> {
    detector: &'s Detector,
    search: &'s Search<'s>,
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
    pub(super) fn new(detector: &'s Detector, search: &'s Search<'s>, from: usize, found: &'s mut Vec<Found>) -> Self {
        let rules = if detector.filter.is_one_part(search.text.len()) { 0 } else { detector.rules.len() };
        let progress = vec![Progress { from, ..Progress::default() }; rules];
        Self { detector, search, from, progress, rule: 0, cost: Cost::default(), found }
    }

    pub(super) fn find_known(&mut self) -> Result<()> {
        let (detector, search) = (self.detector, self.search);
        if detector.known.is_empty() {
            return Ok(());
        }
        detector.known.find(search.text, search.call.key, detector.digest(), |finding| {
            if finding.span.start < self.from { Ok(()) } else { self.push(Found::from(finding)) }
        })
    }

    /// Tries the rules where they may match. Candidates are in order, and start after those that were tried before.
    pub(super) fn try_all(&mut self, candidates: &[Candidate]) -> Result<()> {
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
    pub(super) fn find_unplanned(&mut self) -> Result<()> {
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
    #[inline]
    fn next(&mut self, rule: &CompiledRule, matched: Match) -> Result<usize> {
        let Some((span, proof)) = rule.judge(self.search.text, matched, self.search.call.key) else {
            self.cost.refused += 1;
            return Ok(matched.whole.start + 1);
        };
        self.cost.matches += 1;
        self.push(Found::by_rule(self.rule, proof, span, matched.whole))?;
        Ok(matched.whole.end.max(matched.whole.start + 1))
    }

    #[inline]
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
