//! The pass over some lines of a text, of which all else was passed over before.

use std::ops::Range;

use super::{
    Candidate, LiteralFilter, Sweep,
    sweep::{Take, in_order},
};
use crate::{Result, Span};

/// Where in a text something may stand that did not when it was passed over before.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Changed {
    /// In order, and each as far from the next as decides what is told in it.
    pub(crate) lines: Vec<Range<usize>>,
    /// Where else rules are tried, in order of where.
    pub(crate) beside: Vec<Candidate>,
}

/// True for a place in one of these, which are in order.
pub(crate) fn are_in(lines: &[Range<usize>], at: usize) -> bool {
    lines.get(lines.partition_point(|line| line.end <= at)).is_some_and(|line| line.start <= at)
}

impl LiteralFilter {
    /// As [`sweep_in_parts`](Self::sweep_in_parts), of some lines, and together with what is tried beside them.
    #[inline(never)]
    pub(super) fn sweep_lines(
        &self,
        text: &[u8],
        Changed { lines, beside }: &Changed,
        sweep: &mut Sweep<'_>,
        take: &mut Take<'_>,
    ) -> Result<()> {
        let mut beside = beside.iter().copied().peekable();
        let mut take = |candidates: &[Candidate], encoded: &[Span], upto: usize| {
            let more = std::iter::from_fn(|| beside.next_if(|candidate| candidate.start < upto));
            let here = candidates.iter().copied().filter(|candidate| are_in(lines, candidate.start));
            let mut candidates: Vec<Candidate> = here.chain(more).collect();
            in_order(&mut candidates);
            let encoded: Vec<Span> = encoded.iter().copied().filter(|run| are_in(lines, run.start)).collect();
            take(&candidates, &encoded)
        };
        let mut left = self.part;
        for line in lines {
            // What starts in it is decided.
            let end = text.len().min(line.end + self.ahead);
            self.pass(self.part, &text[..end], line.start, sweep, &mut |candidates, encoded| {
                take(candidates, encoded, line.start)
            })?;
            left = left.saturating_sub(line.len());
            if left == 0 {
                left = self.part;
                sweep.hand_on(usize::MAX, &mut |candidates, encoded| take(candidates, encoded, line.end))?;
            }
        }
        sweep.rest.escapes.retain(|escape| are_in(lines, *escape));
        sweep.rest.breaks.retain(|at| are_in(lines, *at));
        in_order(&mut sweep.candidates);
        take(&sweep.candidates, &sweep.encoded, usize::MAX)
    }
}
