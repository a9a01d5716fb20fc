//! How much of a text one rule must see before it is known what it finds at an offset.

use std::sync::OnceLock;

use super::{
    LOOK,
    automaton::{Automaton, Fate, Walk},
    backtracking,
    frontier::Frontier,
    head::{Head, has_head},
    line::ends_with_line,
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
    /// True when values start after their matches do.
    has_head: bool,
    /// True when nothing past the end of its line counts.
    ends_with_line: bool,
    automata: OnceLock<Automata>,
}

/// None where a regex is too large for one.
#[derive(Debug)]
struct Automata {
    regex: Option<Automaton>,
    head: Option<Head>,
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
        let ahead = ahead.try_fold(MARGIN + 1, |most, next| Some(most.max(next?)));
        let bound = regex.zip(ahead).map(|(regex, ahead)| regex.saturating_add(ahead));
        let has_head = rule.engine.hir().is_some_and(|hir| has_head(&hir));
        let (first, ends_with_line, automata) = (first(rule), ends_with_line(rule), OnceLock::new());
        Self { bound, regex, ahead, first, has_head, ends_with_line, automata }
    }

    /// True when its values start after its matches do.
    pub(super) fn has_head(&self) -> bool {
        self.has_head
    }

    /// Takes into account what the rule finds at `start`, if it is not known.
    pub(super) fn look(
        &self,
        rule: &CompiledRule,
        seen: &Seen<'_>,
        start: usize,
        budget: &mut Budget,
        known: &mut Frontier,
    ) {
        if !self.is_far_from(seen.upto, start) {
            self.walking(rule, |walk| self.look_by(walk, rule, seen, start, budget, known));
        }
    }

    /// With walks of the automaton of the regex, where it has one.
    fn walking(&self, rule: &CompiledRule, looks: impl FnOnce(Option<&mut Walk<'_>>)) {
        match &self.automata(rule).regex {
            Some(automaton) => automaton.with(|walk| looks(Some(walk))),
            None => looks(None),
        }
    }

    fn look_by(
        &self,
        mut walk: Option<&mut Walk<'_>>,
        rule: &CompiledRule,
        seen: &Seen<'_>,
        start: usize,
        budget: &mut Budget,
        known: &mut Frontier,
    ) {
        let text = seen.text();
        let dies = |walk: &mut Option<&mut Walk<'_>>| walk.as_mut()?.dies(seen.whole, start, seen.upto);
        if seen.upto < seen.whole.len() && dies(&mut walk).is_some_and(|steps| budget.pay(2 * steps)) {
            return;
        }
        match self.depth(walk, rule, text, start) {
            Some(steps) if budget.pay(steps) => {}
            None if budget.pay(2 * (text.len() - start)) => known.undecided(start, self.value_start(rule, text, start)),
            _ => known.undecided(start, start),
        }
    }

    /// Where the value of a match from `start` may start at the earliest.
    fn value_start(&self, rule: &CompiledRule, text: &[u8], start: usize) -> usize {
        let head = || self.automata(rule).head.as_ref();
        self.has_head.then(head).flatten().map_or(start, |head| head.value_start(text, start))
    }

    fn automata(&self, rule: &CompiledRule) -> &Automata {
        self.automata.get_or_init(|| Automata::new(rule))
    }

    /// How many bytes had to be looked at to know from `text`, which goes on, what the rule finds at `start`, and whether it
    /// counts as found through an encoding; none when it is not known.
    fn depth(&self, walk: Option<&mut Walk<'_>>, rule: &CompiledRule, text: &[u8], start: usize) -> Option<usize> {
        let automata = self.automata(rule);
        let fate = walk.map_or(Fate::Alive { matched: None }, |walk| walk.run(text, start));
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

    /// True when nothing past the end of its line counts.
    pub(super) fn ends_with_line(&self) -> bool {
        self.ends_with_line
    }

    /// From where on it may not be settled what is found: from `from` on, of which the last line starts at `line`.
    pub(super) fn open_from(&self, from: usize, line: usize) -> usize {
        if self.ends_with_line { line } else { from }
    }

    /// True when so many bytes after `start` are known that it is settled whatever they are.
    pub(super) fn is_far_from(&self, end: usize, start: usize) -> bool {
        self.bound.is_some_and(|bound| start.saturating_add(bound) <= end)
    }

    /// Takes into account the starts of matches, `from` or after, of which it is not known what is found there.
    pub(super) fn limit(&self, rule: &CompiledRule, seen: &Seen<'_>, from: usize, known: &mut Frontier) {
        let text = seen.text();
        let first = match (self.bound, self.ahead) {
            (Some(bound), _) => text.len().saturating_sub(bound),
            // Matches hold no line break.
            (None, Some(ahead)) if matches!(rule.plan, Plan::Line(..)) => {
                let last = text.len().saturating_sub(ahead);
                memchr::memrchr(b'\n', &text[..last]).map_or(0, |newline| newline + 1)
            }
            _ => 0,
        };
        let mut budget = Budget::of(text.len().saturating_sub(first.max(from)));
        let may_start = |start: &usize| self.first.contains(text[*start]) && !self.is_far_from(text.len(), *start);
        let mut starts = (first.max(from)..text.len()).filter(may_start).peekable();
        if starts.peek().is_none_or(|start| *start >= known.firm) {
            return;
        }
        self.walking(rule, |mut walk| {
            for start in starts {
                if start >= known.firm {
                    break;
                }
                self.look_by(walk.as_deref_mut(), rule, seen, start, &mut budget, known);
            }
        });
    }
}

/// A text with what stands left of it, and with what may come next.
#[derive(Debug)]
pub(super) struct Seen<'s> {
    pub(super) whole: &'s [u8],
    /// Where what may come next starts.
    pub(super) upto: usize,
}

impl<'s> Seen<'s> {
    fn text(&self) -> &'s [u8] {
        &self.whole[..self.upto]
    }
}

/// What looking for what is not settled may cost. Where it costs more, what is left counts as unsettled: text is held
/// back for longer, and time stays linear.
#[derive(Debug)]
pub(super) struct Budget(usize);

impl Budget {
    /// For a text of so many bytes.
    pub(super) fn of(bytes: usize) -> Self {
        Self(STEPS_PER_BYTE * bytes + LEAST_STEPS)
    }

    /// False when it costs more.
    fn pay(&mut self, steps: usize) -> bool {
        let left = self.0.checked_sub(steps);
        self.0 = left.unwrap_or(0);
        left.is_some()
    }
}

impl Automata {
    fn new(rule: &CompiledRule) -> Self {
        let of = |condition: &CompiledCondition| match condition.looks_back() {
            Some(_) => None,
            None => condition.hir().and_then(|hir| Automaton::new(&hir, rule.spare())).ok(),
        };
        Self {
            regex: rule.engine.hir().and_then(|hir| Automaton::new(&hir, rule.spare()).ok()),
            head: rule.engine.hir().and_then(|hir| Head::new(&hir, rule.spare())),
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
pub(super) fn has_margin(text: &[u8], end: usize) -> bool {
    // One that starts right after these counts, too.
    text.get(end..=end + MARGIN).is_some() || text[end..].contains(&b'\n')
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
