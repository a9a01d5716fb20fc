//! How much of a text one rule must see before it is known what it finds at an offset.

use std::sync::OnceLock;

use super::{
    LOOK,
    automaton::{Automaton, Fate},
    backtracking,
};
use crate::{
    MAX_MATCH_BYTES, Span,
    detect::{
        compiled::CompiledRule,
        context::CompiledCondition,
        decode::MARGIN,
        engine::Engine,
        plan::{ByteSet, Plan, first_bytes},
    },
};

/// What looking for the first unsettled start may cost. Where it costs more, what is left counts as
/// unsettled: text is held back for longer, and time stays linear.
const STEPS_PER_BYTE: usize = 64;
const LEAST_STEPS: usize = 1 << 14;

/// The reach of one rule.
#[derive(Debug)]
pub(super) struct Reach {
    /// The most bytes, from a match's start, that what is found there can depend on. None: no bound.
    bound: Option<usize>,
    /// The same for the regex alone.
    regex: Option<usize>,
    /// The same for what is looked at after a match.
    ahead: Option<usize>,
    /// Bytes that a match may start with.
    first: ByteSet,
    automata: OnceLock<Automata>,
}

/// None where a regex is too large for one.
#[derive(Debug)]
struct Automata {
    regex: Option<Automaton>,
    /// For each condition of the rule; none for those that look back.
    conditions: Vec<Option<Automaton>>,
}

impl Reach {
    pub(super) fn new(rule: &CompiledRule) -> Self {
        let longest = match &rule.engine {
            Engine::Linear { longest, .. } => *longest,
            Engine::Budgeted(_) => backtracking::reach(&rule.rule.regex).filter(|reach| *reach <= MAX_MATCH_BYTES),
        };
        let regex = longest.map(|longest| longest.saturating_add(LOOK));
        let mut ahead = rule.conditions().iter().filter(|condition| condition.looks_back().is_none()).map(ahead);
        let ahead = ahead.try_fold(MARGIN, |most, next| Some(most.max(next?)));
        let bound = regex.zip(ahead).map(|(regex, ahead)| regex.saturating_add(ahead));
        Self { bound, regex, ahead, first: first(rule), automata: OnceLock::new() }
    }

    /// True when it is known from `text`, which goes on, what the rule finds at `start`, and whether it
    /// counts as found through an encoding.
    pub(super) fn is_settled(&self, rule: &CompiledRule, text: &[u8], start: usize) -> bool {
        self.depth(rule, text, start).is_some()
    }

    /// The same: how many bytes had to be looked at to know it; none when it is not known.
    fn depth(&self, rule: &CompiledRule, text: &[u8], start: usize) -> Option<usize> {
        if self.is_far_from(text.len(), start) {
            return Some(0);
        }
        let automata = self.automata.get_or_init(|| Automata::new(rule));
        let fate =
            automata.regex.as_ref().map_or(Fate::Alive { matched: None }, |automaton| automaton.run(text, start));
        let depth = match fate {
            Fate::Dead { matched: None, at } => return Some(at - start),
            Fate::Dead { at, .. } => at - start,
            Fate::Alive { .. } => {
                // The search of a rule without a bound is cut there, unless a match fills it.
                let cut = matches!(rule.plan, Plan::Prefix(..) | Plan::Run(..)).then_some(MAX_MATCH_BYTES + LOOK);
                fits(self.regex.or(cut), text, start).then_some(text.len() - start)?
            }
        };
        let found = match rule.plan {
            Plan::Prefix(..) | Plan::Run(..) => rule.engine.match_at(text, start),
            _ => {
                rule.engine.find(text, start..text.len()).map(|found| found.filter(|found| found.whole.start == start))
            }
        };
        let Ok(Some(matched)) = found else { return Some(depth) };
        let filled = self.regex.is_none() && matched.whole.len() >= MAX_MATCH_BYTES;
        let goes_on = filled && matches!(fate, Fate::Alive { .. });
        let known = !goes_on && has_margin(text, matched.whole.end) && automata.know(rule, text, matched.whole);
        known.then_some(depth)
    }

    /// How many bytes before a match count; none when no bound is known.
    pub(super) fn back(&self, rule: &CompiledRule) -> Option<usize> {
        let windows = rule.conditions().iter().filter_map(CompiledCondition::looks_back).max().unwrap_or(0);
        match rule.engine {
            Engine::Linear { .. } => Some(windows),
            // It may look as far back as ahead.
            Engine::Budgeted(_) => Some(windows.max(self.regex?)),
        }
    }

    /// True when so many bytes after `start` are known that it is settled whatever they are.
    pub(super) fn is_far_from(&self, end: usize, start: usize) -> bool {
        self.bound.is_some_and(|bound| start.saturating_add(bound) <= end)
    }

    /// The first start of a match, `from` or after, that is not settled.
    pub(super) fn unsettled_start(&self, rule: &CompiledRule, text: &[u8], from: usize) -> Option<usize> {
        let first = match (self.bound, self.ahead) {
            (Some(bound), _) => text.len().saturating_sub(bound),
            // Matches hold no line break.
            (None, Some(ahead)) if matches!(rule.plan, Plan::Line(..)) => {
                let last = text.len().saturating_sub(ahead);
                memchr::memrchr(b'\n', &text[..last]).map_or(0, |newline| newline + 1)
            }
            _ => 0,
        };
        let first = first.max(from);
        let mut budget = STEPS_PER_BYTE * (text.len() - first) + LEAST_STEPS;
        let mut starts = (first..text.len()).filter(|&start| self.first.contains(text[start]));
        starts.find(|&start| match self.depth(rule, text, start) {
            Some(steps) if steps <= budget => {
                budget -= steps;
                false
            }
            _ => true,
        })
    }
}

impl Automata {
    fn new(rule: &CompiledRule) -> Self {
        let of = |condition: &CompiledCondition| match condition.looks_back() {
            Some(_) => None,
            None => condition.hir().and_then(|hir| Automaton::new(&hir)).ok(),
        };
        Self {
            regex: rule.engine.hir().and_then(|hir| Automaton::new(&hir).ok()),
            conditions: rule.conditions().iter().map(of).collect(),
        }
    }

    /// True when what stands after a match is known as far as the rule's conditions look at it.
    fn know(&self, rule: &CompiledRule, text: &[u8], matched: Span) -> bool {
        rule.conditions().iter().zip(&self.conditions).all(|(condition, automaton)| {
            let Some(from) = condition.looks_ahead(matched) else { return true };
            let fate = automaton.as_ref().map(|automaton| automaton.run(text, from));
            fits(ahead(condition), text, from)
                || matches!(fate, Some(Fate::Dead { .. } | Fate::Alive { matched: Some(_) }))
        })
    }
}

/// True when it is known whether an escape follows so near that what ends here counts as found through it. Escapes are
/// looked through line by line.
fn has_margin(text: &[u8], end: usize) -> bool {
    text.get(end..end + MARGIN).is_some() || text[end..].contains(&b'\n')
}

/// True when so many bytes follow.
fn fits(reach: Option<usize>, text: &[u8], from: usize) -> bool {
    reach.is_some_and(|reach| from.saturating_add(reach) <= text.len())
}

/// How many bytes a condition may look at; none when there is no bound.
fn ahead(condition: &CompiledCondition) -> Option<usize> {
    condition.hir().ok()?.properties().maximum_len().map(|longest| longest.saturating_add(LOOK))
}

/// The bytes that a match may start with.
fn first(rule: &CompiledRule) -> ByteSet {
    match (&rule.plan, rule.plan.outlook()) {
        (Plan::Prefix(..) | Plan::Run(..), Some(outlook)) => outlook.bytes[0],
        _ => rule.engine.hir().map_or(ByteSet::ALL, |hir| first_bytes(&hir)[0]),
    }
}
