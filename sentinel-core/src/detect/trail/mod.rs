//! What a search leaves for one through the same text with stretches replaced: where only the same bytes decide as before,
//! nothing is looked for again.
//!
//! A rule finds something at a place, or not, by the bytes round it: few of them, or those of its line, or, of few rules,
//! many. Of the last it is kept where they were tried, to try them there again. All others find nothing new but in the
//! lines near what was replaced, and near what was found, which may have hidden something.

use std::ops::Range;

use super::{
    compiled::{CompiledRule, NEAR},
    decode::may_break,
    literal::{Candidate, Changed, are_in},
};
use crate::Span;

/// Left by a search.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    /// Where rules were tried that see far.
    far: Vec<Candidate>,
    /// What was found was made of these, whether it stayed or not.
    found: Vec<Span>,
    has_zero: bool,
}

/// In shorter texts nearly all lies near what was replaced.
const SHORTEST: usize = 4 * NEAR.ahead;

impl Trail {
    /// For a search through this text; none where it is of no use.
    pub(crate) fn worth(text: &[u8]) -> Option<Self> {
        (text.len() >= SHORTEST).then(Self::default)
    }

    /// Rules are tried here.
    pub(super) fn tried(&mut self, candidates: &[Candidate], rules: &[CompiledRule]) {
        for group in candidates.chunk_by(|a, b| a.rule == b.rule) {
            if rules[group[0].rule as usize].sees_far() {
                self.far.extend_from_slice(group);
            }
        }
    }

    /// What was found was made of these. A zero byte shows that there may be UTF-16, which is looked for from the first on.
    pub(super) fn end(&mut self, found: impl Iterator<Item = Span>, has_zero: bool) {
        self.found.extend(found);
        self.has_zero |= has_zero;
    }

    /// What is to be looked at again in a text in which this was replaced; none when it is all of it, or nearly.
    /// `place` tells where a place of the text that was searched is now.
    pub(super) fn changed(
        &self,
        text: &[u8],
        replaced: impl Iterator<Item = Span>,
        place: impl Fn(Span) -> Span,
    ) -> Option<Changed> {
        let mut changed: Vec<Span> = replaced.collect();
        if self.has_zero || changed.iter().any(|span| span.of(text).contains(&0)) {
            return None;
        }
        changed.extend(self.found.iter().map(|span| place(*span)));
        changed.sort_unstable();
        let lines = lines_near(text, &changed)?;
        let far = self.far.iter().map(|candidate| {
            let here = Span::new(candidate.start, candidate.start);
            Candidate { start: place(here).start, ..*candidate }
        });
        let mut beside: Vec<Candidate> = far.filter(|candidate| !are_in(&lines, candidate.start)).collect();
        beside.sort_unstable_by_key(|candidate| candidate.start);
        Some(Changed { lines, beside })
    }
}

/// The lines near these spans, which are in order of where they start; none when they are half of the text or more.
fn lines_near(text: &[u8], spans: &[Span]) -> Option<Vec<Range<usize>>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    let (mut done, mut taken) = (0, 0);
    for span in spans {
        let first = span.start.saturating_sub(NEAR.ahead);
        let last = text.len().min(span.end + NEAR.back);
        match lines.last_mut() {
            // Not looked for again where it is known: a line may be long, and hold much.
            Some(line) if last <= line.end => {}
            Some(line) if first <= line.end + NEAR.ahead => line.end = line_end(text, last),
            _ => {
                let start = line_start(text, done, first);
                match lines.last_mut() {
                    Some(line) if start <= line.end + NEAR.ahead => line.end = line_end(text, last),
                    _ => lines.push(start..line_end(text, last)),
                }
            }
        }
        let line = lines.last()?;
        taken += line.end - done.max(line.start);
        done = line.end;
        if taken * 2 >= text.len() {
            return None;
        }
    }
    Some(lines)
}

/// Where the line starts that `at` is in, and that no word goes on into from the one before; `from` at the earliest.
fn line_start(text: &[u8], from: usize, at: usize) -> usize {
    let mut newlines = memchr::memrchr_iter(b'\n', &text[from..at]).map(|newline| from + newline);
    newlines.find(|newline| !may_break(text, *newline)).map_or(from, |newline| newline + 1)
}

/// Where the next line starts, after `at`, that no word goes on into.
fn line_end(text: &[u8], at: usize) -> usize {
    let mut newlines = memchr::memchr_iter(b'\n', &text[at..]).map(|newline| at + newline);
    newlines.find(|newline| !may_break(text, *newline)).map_or(text.len(), |newline| newline + 1)
}

#[cfg(test)]
mod tests;
