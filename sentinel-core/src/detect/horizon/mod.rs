//! Scans a text of which more is to come: what is found in it, and how far that is final.
//!
//! At every offset a rule finds something or not, and for that looks at some of the bytes that
//! follow. As long as more of them would count, nothing from that offset on is final. The bounds are
//! taken from the rules when they are compiled; below them, an automaton that is dead tells earlier.

mod automaton;
mod backtracking;
mod left;
mod prefixes;
mod reach;

use std::sync::Arc;

pub(crate) use self::left::{Left, Unfinished};
use self::{
    left::{CONTEXT, Line, NOTHING},
    prefixes::Prefixes,
    reach::Reach,
};
use super::{Call, Detector, Found, Search, compiled::CompiledRule, decode, literal::Candidate, overlap, plan::Plan};
use crate::{Finding, Result, Span};

/// What the rules of a detector look at.
#[derive(Debug)]
pub(super) struct Horizon {
    reaches: Vec<Reach>,
    /// The rules of which a match may start where no literal stands.
    anywhere: Vec<usize>,
    prefixes: Prefixes,
    /// How many bytes before a match count.
    back: usize,
    /// The rules of which it is not known how far they look.
    unbounded: Vec<Arc<str>>,
}

/// What is final of an unfinished text.
#[derive(Debug, Default)]
pub(crate) struct Decided {
    /// What is found before `end`, in order of position; none overlaps another.
    pub(crate) findings: Vec<Finding>,
    /// All that starts before is final.
    pub(crate) end: usize,
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
        Self {
            anywhere: anywhere.collect(),
            prefixes: Prefixes::new(
                literals.flat_map(|(index, rule)| rule.plan.literals().iter().map(move |literal| (literal, index))),
            ),
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
            meter.begin(text.text);
        }
        let (mut all, mut uncut) = (Vec::new(), Vec::new());
        self.find_in_unfinished(text, Search { text: &[], call }, 0, &mut all, &mut uncut)?;
        uncut.extend(all.iter().map(Found::uncut));
        let mut end = text.text.len();
        if !text.ended {
            end = cut_before(self.settled_end(text), &uncut);
            all.retain(|found| found.extent.start < end);
        }
        let starts = all.iter().map(|found| found.extent.start).collect();
        let findings = overlap::settle(all.into_iter().map(|found| found.finding).collect());
        Ok(Decided { findings, end, uncut, starts })
    }

    /// How far a text of which more comes is final.
    pub(crate) fn settled_end(&self, text: Unfinished<'_>) -> usize {
        self.settled_end_in(text, 0)
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
        search: Search<'_>,
        depth: usize,
        all: &mut Vec<Found>,
        uncut: &mut Vec<Span>,
    ) -> Result<()> {
        let (whole, from) = (text.with_left(), text.left.len());
        let search = Search { text: &whole, ..search };
        let mut sweep = self.filter.sweep(&whole, &self.rules);
        sweep.candidates.retain(|candidate| candidate.start >= from);
        let found = self.find_plain(search, &sweep.candidates, from)?;
        all.extend(found.into_iter().map(|found| found.back(from)));
        if depth == decode::DEPTH {
            return Ok(());
        }
        let mut markers = sweep.escapes.iter().map(|marker| marker.wrapping_sub(from)).peekable();
        for line in text.lines() {
            while markers.next_if(|marker| *marker < line.at || *marker > whole.len()).is_some() {}
            let may_differ = markers.peek().is_some_and(|marker| *marker < line.at + line.text.text.len());
            if may_differ || line.text.left.is_near_escape() {
                self.find_in_line(&line, search, depth, all, uncut)?;
            }
        }
        for view in decode::run_views(&whole, from, &sweep.encoded) {
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

    fn find_in_line(
        &self,
        line: &Line<'_>,
        search: Search<'_>,
        depth: usize,
        all: &mut Vec<Found>,
        uncut: &mut Vec<Span>,
    ) -> Result<()> {
        let near = line.text.left.is_near_escape();
        let decoded = decode::line(line.text.text, line.text.ended);
        uncut.extend(decoded.escapes.iter().map(|escape| escape.shifted(line.at)));
        if !near && decoded.escapes.is_empty() {
            return Ok(());
        }
        let view = &decoded.view;
        search.call.decoded(view.text.len())?;
        let (mut inside, mut inside_uncut) = (Vec::new(), Vec::new());
        let inner = Unfinished { text: &view.text, ..line.text };
        self.find_in_unfinished(inner, search, depth + 1, &mut inside, &mut inside_uncut)?;
        inside.retain(|found| view.differs(found.extent) || line.text.left.is_escape_near(found.extent.start));
        all.extend(inside.into_iter().filter_map(|found| Some(found.out_of(view)?.shifted(line.at))));
        uncut.extend(inside_uncut.into_iter().filter_map(|span| Some(view.outer(span)?.shifted(line.at))));
        Ok(())
    }

    fn settled_end_in(&self, text: Unfinished<'_>, depth: usize) -> usize {
        let (whole, from) = (text.with_left(), text.left.len());
        let Horizon { reaches, anywhere, prefixes, back, .. } = self.horizon();
        let mut end = prefixes.start_at_end(&whole, from).unwrap_or(whole.len());
        end = decode::undecided_run(&whole, from).map_or(end, |start| start.min(end));
        for &rule in anywhere {
            end = reaches[rule].unsettled_start(&self.rules[rule], &whole, from).map_or(end, |start| start.min(end));
        }
        let is_open = |candidate: &Candidate| {
            let rule = candidate.rule as usize;
            matches!(self.rules[rule].plan, Plan::Prefix(..))
                && candidate.start >= from
                && !reaches[rule].is_far_from(whole.len(), candidate.start)
        };
        // Near the end the sweep turns down what has not come yet.
        let mut candidates = self.filter.sweep(&whole, &self.rules).candidates;
        candidates.extend(prefixes.literals_at_end(&whole, from));
        candidates.retain(is_open);
        candidates.sort_unstable_by_key(|candidate| candidate.start);
        let mut near = candidates.into_iter().take_while(|candidate| candidate.start < end);
        let unsettled = near.find(|candidate| {
            let rule = candidate.rule as usize;
            !reaches[rule].is_settled(&self.rules[rule], &whole, candidate.start)
        });
        end = unsettled.map_or(end, |candidate| end.min(candidate.start));
        end = self.known().beginning_at_end(&whole, from).map_or(end, |start| start.min(end));
        if depth < decode::DEPTH {
            end = end.min(self.settled_end_beside(&whole, from, depth));
        }
        let end = end - from;
        let line = text.last_line();
        if depth == decode::DEPTH || line.is_like(&text, *back) {
            end
        } else {
            end.min(self.settled_end_of(&line, depth))
        }
    }

    /// The same for views of UTF-16 and of broken words.
    fn settled_end_beside(&self, whole: &[u8], from: usize, depth: usize) -> usize {
        let mut end = decode::undecided_utf16(whole, from).unwrap_or(whole.len());
        let broken = decode::undecided_wrap(whole, from);
        end = end.min(broken.view.unwrap_or(end));
        // An escape that follows so near counts as beside all that is found in a view.
        let near = |span: &Span| span.end + decode::MARGIN >= whole.len();
        let last = decode::views_beside(whole, from).map(|(_, span)| span).filter(near);
        end = end.min(last.map(|span| span.start).min().unwrap_or(end));
        for head in broken.heads {
            // Something may follow in the view that does not follow in the text.
            let inner = Unfinished { left: &NOTHING, text: head.of(whole), ended: false };
            end = end.min(head.start + self.settled_end_in(inner, depth + 1));
        }
        end.max(from)
    }

    /// The same for the decoded view of the last line.
    fn settled_end_of(&self, line: &Line<'_>, depth: usize) -> usize {
        let decoded = decode::line(line.text.text, line.text.ended);
        let inner = Unfinished { text: &decoded.view.text, ..line.text };
        let end = self.settled_end_in(inner, depth + 1);
        let settled = match decoded.view.text.len() {
            length if end < length => decoded.view.outer(Span::new(end, end)).map_or(0, |span| span.start),
            _ => decoded.open,
        };
        line.at + settled.min(decoded.open)
    }
}

/// The last offset up to `end` at which a text may be cut.
pub(crate) fn cut_before(mut end: usize, uncut: &[Span]) -> usize {
    while let Some(span) = uncut.iter().find(|span| span.start < end && end < span.end) {
        end = span.start;
    }
    end
}
