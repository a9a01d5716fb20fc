//! Runs of encoded characters, each as long as it can be.

use std::ops::Range;

use super::{
    BLOCK, BLOCKS,
    classes::ENCODED,
    kernel::{Kernel, Masks},
    runs::starts,
};
use crate::{Span, bits::ones};

/// Puts runs together, several blocks at a time.
#[derive(Debug, Default)]
pub(super) struct EncodedRuns {
    /// Where the run started that goes on to the end of the last block.
    open: Option<usize>,
    /// True when the last byte before the first block is a member.
    goes_on: bool,
}

/// Shorter runs hold no secret.
const SHORTEST: usize = 20;

impl EncodedRuns {
    /// Adds the runs that start in these blocks, of which the first is at `at`, and those before that end in them or in the
    /// one behind them.
    pub(super) fn take(
        &mut self,
        at: usize,
        masks: &Masks,
        told: Range<usize>,
        kernel: &Kernel,
        found: &mut Vec<Span>,
    ) {
        if told.is_empty() {
            return;
        }
        let blocks = &masks.classes[ENCODED][told.start..=told.end];
        if let Some(start) = self.open.take() {
            // Its end is not in the first: that was the last before.
            self.close(start, at, blocks, BLOCK, found);
        }
        let long = starts(masks, &told, ENCODED, SHORTEST, kernel);
        let mut before = u64::from(self.goes_on);
        let mut starts = [0; BLOCKS];
        for ((starts, long), members) in starts.iter_mut().zip(long).zip(&blocks[..told.len()]) {
            *starts = long & !(members << 1 | before);
            before = members >> (BLOCK - 1);
        }
        // Where in a text runs stand is hard to foretell, how many there are less so.
        let any = starts.iter().enumerate().fold(0, |any, (index, starts)| any | u64::from(*starts != 0) << index);
        for index in ones(any) {
            for bit in ones(starts[index]) {
                let place = index * BLOCK + bit;
                self.close(at + place, at, blocks, place, found);
            }
        }
        self.goes_on = before == 1;
    }

    /// Adds the run that started at `start` and goes on at `place` in the blocks, unless it does so past the last.
    fn close(&mut self, start: usize, at: usize, blocks: &[u64], place: usize, found: &mut Vec<Span>) {
        let mut others = u64::MAX << (place % BLOCK);
        for (index, members) in blocks.iter().enumerate().skip(place / BLOCK) {
            others &= !members;
            if others != 0 {
                found.push(Span::new(start, at + index * BLOCK + others.trailing_zeros() as usize));
                return;
            }
            others = u64::MAX;
        }
        self.open = Some(start);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{LiteralFilter, NoRules};
    use super::*;
    use crate::detect::plan::Plan;

    proptest! {
        #[test]
        fn runs_are_told_where_they_start_and_end(parts in prop::collection::vec((0..90_usize, 0..3_usize), 0..40)) {
            let text: String = parts.iter().map(|(run, other)| "aB3+/-_".repeat(13)[..*run].to_owned() + &".".repeat(*other)).collect();
            let all = text.split('.').scan(0, |at, run| {
                let start = *at;
                *at += run.len() + 1;
                Some(Span::new(start, start + run.len()))
            });
            let all: Vec<Span> = all.filter(|run| run.len() >= SHORTEST).collect();
            for kernel in ["portable", "avx2", "avx512"] {
                let none: [Plan; 0] = [];
                let found = LiteralFilter::with_kernel(&none, Some(kernel)).sweep(text.as_bytes(), &NoRules).encoded;
                prop_assert_eq!(&found, &all, "{}", kernel);
            }
        }
    }

    #[test]
    fn a_run_at_the_end_does_not_go_on_where_the_last_block_starts() {
        for length in 900..1200 {
            // Short runs at the start of each block and at the end.
            let mut text: Vec<u8> = (0..length).map(|at| if at % BLOCK < SHORTEST - 1 { b'a' } else { b'.' }).collect();
            text[length - 10..].fill(b'a');
            let long = text.split(|byte| *byte != b'a').filter(|run| run.len() >= SHORTEST).count();
            for kernel in ["portable", "avx2", "avx512"] {
                let none: [Plan; 0] = [];
                let found = LiteralFilter::with_kernel(&none, Some(kernel)).sweep(&text, &NoRules).encoded;
                assert_eq!(found.len(), long, "{kernel} {length}");
            }
        }
    }
}
