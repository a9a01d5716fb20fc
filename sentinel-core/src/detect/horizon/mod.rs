//! Scans a text of which more is to come: what is found in it, and how far that is final.
//!
//! At every offset a rule finds something or not, and for that looks at some of the bytes that
//! follow. As long as more of them would count, nothing from that offset on is final. The bounds are
//! taken from the rules when they are compiled; below them, an automaton that is dead tells earlier.

mod automaton;
mod backtracking;
mod frontier;
mod head;
mod left;
mod line;
mod prefixes;
mod reach;

use std::sync::Arc;

pub(crate) use self::{
    frontier::Frontier,
    left::{Left, Unfinished},
};
use self::{
    left::{CONTEXT, Line, NOTHING},
    prefixes::Prefixes,
    reach::{Budget, Reach, Seen},
};
use super::{
    Call, Detector, Search,
    compiled::CompiledRule,
    decode,
    found::Found,
    literal::{Before, Candidate, Sweep},
    plan::Plan,
};
use crate::{Finding, Result, Span};

/// What the rules of a detector look at.
#[derive(Debug)]
pub(super) struct Horizon {
    reaches: Vec<Reach>,
    /// The rules of which a match may start where no literal stands.
    anywhere: Vec<usize>,
    /// The literals that matches start with.
    prefixes: Prefixes,
    /// Those of rules for which more than a line counts.
    line_prefixes: Prefixes,
    /// Those that values start with.
    value_prefixes: Prefixes,
    /// How many bytes before a match count.
    back: usize,
    /// The rules of which it is not known how far they look.
    unbounded: Vec<Arc<str>>,
}

/// What is final of an unfinished text.
#[derive(Debug)]
pub(crate) struct Decided {
    /// What is found before the end of what is known, in order of position; none overlaps another.
    pub(crate) findings: Vec<Finding>,
    pub(crate) known: Frontier,
    /// Where the text must not be cut: within these.
    pub(crate) uncut: Vec<Span>,
    /// Where findings start, before overlaps are settled.
    pub(crate) starts: Vec<usize>,
}

/// How far an assertion (`\b`, `$`) looks beyond its place: one character.
const LOOK: usize = 4;
/// How far before a match characters count: the bytes of one, and one more.
const LOOK_BACK: usize = 5;

impl Horizon {
    fn new(rules: &[CompiledRule]) -> Self {
        let reaches: Vec<Reach> = rules.iter().map(Reach::new).collect();
        let (mut back, mut unbounded) = (0, Vec::new());
        for (rule, reach) in rules.iter().zip(&reaches) {
            match reach.back(rule) {
                Some(bytes) => back = back.max(bytes),
                None => unbounded.push(Arc::clone(&rule.name)),
            }
        }
        let starts_fixed = |rule: &&CompiledRule| matches!(rule.plan, Plan::Prefix(..));
        let anywhere = rules.iter().enumerate().filter(|(_, rule)| !starts_fixed(rule)).map(|(index, _)| index);
        let literals = (0..).zip(rules).filter(|(_, rule)| starts_fixed(rule));
        let literals =
            literals.flat_map(|(index, rule)| rule.plan.literals().iter().map(move |literal| (literal, index)));
        let spans_lines = |(_, rule): &(_, u32)| !reaches[*rule as usize].ends_with_line();
        let starts_value = |(_, rule): &(_, u32)| !reaches[*rule as usize].has_head();
        Self {
            anywhere: anywhere.collect(),
            prefixes: Prefixes::new(literals.clone()),
            line_prefixes: Prefixes::new(literals.clone().filter(spans_lines)),
            value_prefixes: Prefixes::new(literals.filter(starts_value)),
            back: (back + LOOK_BACK).max(CONTEXT),
            unbounded,
            reaches,
        }
    }
}

impl Detector {
    /// What is final of a text of which more may come, within what a call may use.
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find).
    pub(crate) fn find_decided(&self, text: Unfinished<'_>, call: &Call<'_>) -> Result<Decided> {
        call.begin(text.text)?;
        if let Some(meter) = call.meter {
            meter.begin(text.text.len());
        }
        let (mut all, mut uncut) = (Vec::new(), Vec::new());
        self.find_in_unfinished(text, &Search { text: &[], call, before: Before::Nothing }, 0, &mut all, &mut uncut)?;
        uncut.extend(all.iter().map(Found::uncut));
        let mut known = Frontier::at(text.text.len());
        if !text.ended {
            known = self.frontier(text);
            known.end = cut_before(known.end, &uncut);
            // Where it is known what follows, what only the end of this text makes a match is none.
            let is_match = |found: &Found| text.after.is_empty() || reach::has_margin(text.text, found.extent.end);
            all.retain(|found| found.extent.start >= known.end || is_match(found));
            let (final_, open) = all.into_iter().partition(|found: &Found| found.extent.start < known.end);
            all = final_;
            // What is found may yet be another's, and is replaced in either case.
            known.firm = open.iter().fold(known.firm, |firm, found| firm.min(found.span.start));
        }
        let starts = all.iter().map(|found| found.extent.start).collect();
        let findings = self.settled(all, text.text, call.key, |_| true);
        Ok(Decided { findings, known, uncut, starts })
    }

    /// How far a text of which more comes is final.
    pub(crate) fn frontier(&self, text: Unfinished<'_>) -> Frontier {
        self.frontier_in(text, 0)
    }

    /// The left side of what follows after `text`, once all before its end is final.
    pub(crate) fn left_after(&self, left: &Left, text: &[u8]) -> Left {
        left.after(text, self.horizon().back, 0)
    }

    /// The rules that a stream cannot run: it is not known how far they look.
    pub(crate) fn unbounded(&self) -> impl Iterator<Item = &str> {
        self.horizon().unbounded.iter().map(|name| &**name)
    }

    fn horizon(&self) -> &Horizon {
        self.horizon.get_or_init(|| Horizon::new(&self.rules))
    }

    /// Adds what is found, and the spans within which the text must not be cut.
    fn find_in_unfinished(
        &self,
        text: Unfinished<'_>,
        search: &Search<'_>,
        depth: usize,
        all: &mut Vec<Found>,
        uncut: &mut Vec<Span>,
    ) -> Result<()> {
        let (whole, from) = (text.with_left(), text.left.len());
        let search = &Search { text: &whole, ..*search };
        let Sweep { mut candidates, encoded, rest, .. } = self.filter.sweep(&whole, &self.rules);
        candidates.retain(|candidate| candidate.start >= from);
        let found = self.find_plain(search, &candidates, from)?;
        all.extend(found.into_iter().map(|found| found.back(from)));
        if depth == decode::DEPTH {
            return Ok(());
        }
        let mut markers = rest.escapes.iter().map(|marker| marker.wrapping_sub(from)).peekable();
        for line in text.lines() {
            while markers.next_if(|marker| *marker < line.at || *marker > whole.len()).is_some() {}
            let may_differ = markers.peek().is_some_and(|marker| *marker < line.at + line.text.text.len());
            if may_differ || line.text.left.is_near_escape() || self.is_young(&line) {
                self.find_in_line(&line, search, depth, all, uncut)?;
            }
        }
        for view in decode::open_run_views(&whole, from, &encoded) {
            // A view may start up to three characters after its run.
            let run = view.outer_extent(Span::new(0, 0));
            uncut.extend(run.map(|run| Span::new(run.start.saturating_sub(3), run.end).back(from)));
            let mut found = Vec::new();
            self.find_in_view(search, &view, depth, &mut found)?;
            all.extend(found.into_iter().map(|found| found.back(from)));
        }
        for (view, span) in decode::views_beside(&whole, from) {
            uncut.push(span.back(from));
            let mut found = Vec::new();
            self.find_in_view(search, &view, depth, &mut found)?;
            // What starts before was found, and not through a break.
            found.retain(|found| found.extent.start >= from);
            all.extend(found.into_iter().map(|found| found.back(from)));
        }
        search.check(all.len())
    }

    /// True for a line that goes on and whose start may still be looked at: should an escape follow, it is a text of its
    /// own, and what stands before it does not count any more.
    fn is_young(&self, line: &Line<'_>) -> bool {
        !line.text.ended && line.text.left.len() < self.horizon().back
    }

    fn find_in_line(
        &self,
        line: &Line<'_>,
        search: &Search<'_>,
        depth: usize,
        all: &mut Vec<Found>,
        uncut: &mut Vec<Span>,
    ) -> Result<()> {
        let near = line.text.left.is_near_escape();
        let young = self.is_young(line);
        let decoded = decode::line(line.text.text, line.text.ended);
        uncut.extend(decoded.escapes.iter().map(|escape| escape.shifted(line.at)));
        let decodes = near || !decoded.escapes.is_empty();
        if !decodes && !young {
            return Ok(());
        }
        let view = &decoded.view;
        if decodes {
            search.call.decoded(view.text.len())?;
        }
        let (mut inside, mut inside_uncut) = (Vec::new(), Vec::new());
        let inner = Unfinished { text: &view.text, ..line.text };
        self.find_in_unfinished(inner, search, depth + 1, &mut inside, &mut inside_uncut)?;
        // What does not count hides what starts in it, and must not be cut either.
        inside_uncut.extend(inside.iter().map(Found::uncut));
        inside.retain(|found| view.differs(found.extent) || line.text.left.is_escape_near(found.extent.start));
        all.extend(
            inside.into_iter().filter_map(|found| Some(found.out_of(view, self, search.call.key)?.shifted(line.at))),
        );
        uncut.extend(inside_uncut.into_iter().filter_map(|span| Some(view.outer(span)?.shifted(line.at))));
        Ok(())
    }

    fn frontier_in(&self, text: Unfinished<'_>, depth: usize) -> Frontier {
        let (both_sides, from) = (text.with_both_sides(), text.left.len());
        let seen = Seen { whole: &both_sides, upto: both_sides.len() - text.after.len() };
        let whole = &both_sides[..seen.upto];
        let Horizon { reaches, anywhere, prefixes, line_prefixes, value_prefixes, back, .. } = self.horizon();
        let mut known = Frontier {
            end: prefixes.start_at_end(whole, from).unwrap_or(whole.len()),
            firm: value_prefixes.start_at_end(whole, from).unwrap_or(whole.len()),
        };
        let wholly_open =
            [decode::undecided_run(seen.whole, seen.upto, from), self.known().beginning_at_end(whole, from)];
        wholly_open.into_iter().flatten().for_each(|start| known.limit(Frontier::at(start)));
        let line = memchr::memrchr(b'\n', &whole[from..]).map_or(from, |newline| from + newline + 1);
        for &rule in anywhere {
            reaches[rule].limit(&self.rules[rule], &seen, reaches[rule].open_from(from, line), &mut known);
        }
        let is_open = |candidate: &Candidate| {
            let rule = candidate.rule as usize;
            matches!(self.rules[rule].plan, Plan::Prefix(..))
                && candidate.start >= reaches[rule].open_from(from, line)
                && !reaches[rule].is_far_from(whole.len(), candidate.start)
        };
        // Near the end the sweep turns down what has not come yet.
        let mut candidates = self.filter.sweep(whole, &self.rules).candidates;
        candidates.extend(line_prefixes.literals_at_end(whole, from..line));
        candidates.extend(prefixes.literals_at_end(whole, line..whole.len()));
        candidates.retain(is_open);
        candidates.sort_unstable_by_key(|candidate| candidate.start);
        let mut budget = Budget::of(whole.len() - from);
        for candidate in candidates {
            if candidate.start >= known.firm {
                break;
            }
            let rule = candidate.rule as usize;
            reaches[rule].look(&self.rules[rule], &seen, candidate.start, &mut budget, &mut known);
        }
        if depth < decode::DEPTH {
            self.limit_beside(Unfinished { text: whole, ..text }, from, depth, &mut known);
        }
        let mut known = known.mapped(|offset| offset.max(from) - from);
        let line = text.last_line();
        if depth < decode::DEPTH && !line.is_like(&text, *back) {
            known.limit(self.frontier_of(&line, depth));
        }
        known
    }

    /// The same for views of UTF-16 and of broken words, of a text with what stands left of it.
    fn limit_beside(&self, text: Unfinished<'_>, from: usize, depth: usize, known: &mut Frontier) {
        let whole = text.text;
        let broken = decode::undecided_wrap(whole, from);
        // An escape that follows so near counts as beside all that is found in a view.
        let near = |span: &Span| span.end + decode::MARGIN >= whole.len();
        let views = decode::views_beside(whole, from).map(|(_, span)| span).filter(near).map(|span| span.start);
        let utf16 = decode::undecided_utf16(whole, from).filter(|start| {
            // A last byte that no zero byte stands beside.
            let alone = start + 1 == whole.len() && whole[start.saturating_sub(1)..].iter().all(|byte| *byte != 0);
            !(alone && text.after.first().is_some_and(|byte| *byte != 0))
        });
        let wholly_open = views.chain(utf16).chain(broken.view);
        wholly_open.for_each(|start| known.limit(Frontier::at(start)));
        let breaks = |head: &Span| {
            head.end < whole.len() || text.after.first().is_none_or(|byte| decode::may_start_break(*byte))
        };
        for head in broken.heads.into_iter().filter(breaks) {
            // Something may follow in the view that does not follow in the text.
            let inner = Unfinished { left: &NOTHING, text: head.of(whole), ended: false, after: &[] };
            known.limit(self.frontier_in(inner, depth + 1).mapped(|offset| head.start + offset));
        }
    }

    /// The same for the decoded view of the last line.
    fn frontier_of(&self, line: &Line<'_>, depth: usize) -> Frontier {
        let decoded = decode::line(line.text.text, line.text.ended);
        let view = &decoded.view;
        // Up to there it stands in the view, too.
        let same = |after: &[u8]| {
            after.iter().take_while(|byte| **byte != b'\n' && !decode::may_hold_escape(&[**byte])).count()
        };
        let after = line.text.after;
        let after = if decoded.open == line.text.text.len() { &after[..same(after)] } else { &[] };
        let inner = Unfinished { text: &view.text, after, ..line.text };
        let outer = |offset: usize| match view.text.len() {
            length if offset < length => view.outer(Span::new(offset, offset)).map_or(0, |span| span.start),
            _ => decoded.open,
        };
        self.frontier_in(inner, depth + 1).mapped(|offset| line.at + outer(offset).min(decoded.open))
    }
}

/// The last offset up to `end` at which a text may be cut.
pub(crate) fn cut_before(mut end: usize, uncut: &[Span]) -> usize {
    while let Some(span) = uncut.iter().find(|span| span.start < end && end < span.end) {
        end = span.start;
    }
    end
}
