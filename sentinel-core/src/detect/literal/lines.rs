//! The pass over some lines of a text, of which all else was passed over before.

use super::{
    LiteralFilter,
    follow::Starts,
    sweep::{Part, Passed, Rest, in_order},
};
use crate::{
    Result,
    detect::trail::{Again, are_in},
};

impl LiteralFilter {
    /// As [`sweep_in_parts`](Self::sweep_in_parts), of some lines, and together with what is tried beside them.
    #[inline(never)]
    pub(super) fn sweep_lines(
        &self,
        text: &[u8],
        again: &Again,
        starts: &dyn Starts,
        take: &mut dyn FnMut(Part) -> Result<()>,
    ) -> Result<Rest> {
        let lines = &again.lines;
        let swept = lines.iter().map(|line| line.len()).sum();
        let (mut passed, mut beside) = (Passed::new(starts, swept), again.far.iter().copied().peekable());
        let mut take = |Part { mut candidates, mut encoded }: Part, upto: usize| {
            candidates.retain(|candidate| are_in(lines, candidate.start));
            encoded.retain(|run| are_in(lines, run.start));
            candidates.extend(std::iter::from_fn(|| beside.next_if(|candidate| candidate.start < upto)));
            take(Part { candidates: in_order(candidates), encoded })
        };
        let mut left = self.part;
        for line in lines {
            // What starts in it is decided.
            let end = text.len().min(line.end + self.ahead);
            self.pass(self.part, &text[..end], line.start, &mut passed, &mut |part| take(part, line.start))?;
            left = left.saturating_sub(line.len());
            if left == 0 {
                left = self.part;
                let candidates = passed.found.before(usize::MAX);
                take(Part { candidates, encoded: std::mem::take(&mut passed.runs) }, line.end)?;
            }
        }
        let Passed { mut rest, found, runs } = passed;
        take(Part { candidates: found.candidates, encoded: runs }, usize::MAX)?;
        rest.escapes.retain(|escape| are_in(lines, *escape));
        rest.breaks.retain(|at| are_in(lines, *at));
        Ok(rest)
    }
}
