//! Runs of encoded characters that may decode to text, each as long as it can be.

use super::{
    BLOCK, BLOCKS,
    classes::{HEX, LETTERS},
    kernel::{Blocks, Kernel, Late, Masks},
    runs::starts_of,
};
use crate::Span;

/// Puts runs together, several blocks at a time.
#[derive(Debug, Default)]
pub(super) struct EncodedRuns {
    /// Where the run started that goes on to the end of the blocks, which is their end where none does.
    begun: usize,
    /// True when that run is told when it ends.
    wanted: bool,
}

/// Which bytes are encoded characters, by the two classes of them.
#[derive(Clone, Copy)]
pub(super) struct Encoded<'m> {
    pub(super) letters: Late<'m>,
    pub(super) hex: Late<'m>,
}

/// Shorter runs hold no secret. What decodes from base64 has capitals.
pub(super) const SHORTEST: usize = 20;
/// Nor do fewer hexadecimal digits. Those with capitals among them are told anyway.
pub(super) const SHORTEST_HEX: usize = 28;

impl EncodedRuns {
    /// Tells the runs that end in the block before those of the masks, of which the first is at `at`, or in all of them but
    /// the last.
    pub(super) fn take(&mut self, at: usize, masks: &Masks, kernel: &Kernel, found: &mut impl FnMut(Span)) {
        let encoded = Encoded { letters: masks.late(LETTERS), hex: masks.late(HEX) };
        let wanted = kernel.wanted(encoded);
        // In most blocks there are none.
        if self.wanted || wanted.iter().any(|wanted| *wanted != 0) {
            self.tell(at, encoded, &wanted, found);
        }
        if let Some(other) = encoded.last_other(BLOCKS * BLOCK) {
            self.begun = at + other + 1 - BLOCK;
        }
    }

    /// Tells those with a place that is wanted. Places count from the block before the first.
    fn tell(&mut self, at: usize, encoded: Encoded<'_>, wanted: &Blocks, found: &mut impl FnMut(Span)) {
        let mut from = 0;
        if self.wanted {
            let Some(end) = encoded.next_other(0) else { return };
            found(Span::new(self.begun, at + end - BLOCK));
            from = end;
        }
        self.wanted = false;
        while let Some(place) = next(from, |index| wanted[index]) {
            let start = encoded.last_other(place).map_or(self.begun, |other| at + other + 1 - BLOCK);
            let Some(end) = encoded.next_other(place) else {
                self.wanted = true;
                return;
            };
            found(Span::new(start, at + end - BLOCK));
            from = end;
        }
    }
}

impl Encoded<'_> {
    #[inline]
    fn others(self, index: usize) -> u64 {
        !(self.letters.block(index) | self.hex.block(index))
    }

    /// The first place from one on of another byte.
    fn next_other(self, from: usize) -> Option<usize> {
        next(from, |index| self.others(index))
    }

    /// The last place before one of another byte.
    #[inline]
    fn last_other(self, before: usize) -> Option<usize> {
        let (mut index, mut within) = match before % BLOCK {
            0 => (before / BLOCK, 0),
            bits => (before / BLOCK, u64::MAX >> (BLOCK - bits)),
        };
        loop {
            let others = if within == 0 { 0 } else { self.others(index) & within };
            if others != 0 {
                return Some(index * BLOCK + others.ilog2() as usize);
            }
            (index, within) = (index.checked_sub(1)?, u64::MAX);
        }
    }
}

/// The first place from one on that is set.
fn next(from: usize, masks: impl Fn(usize) -> u64) -> Option<usize> {
    let mut within = u64::MAX << (from % BLOCK);
    for index in from / BLOCK..BLOCKS {
        let here = masks(index) & within;
        if here != 0 {
            return Some(index * BLOCK + here.trailing_zeros() as usize);
        }
        within = u64::MAX;
    }
    None
}

/// A bit for each place from which on a run goes on for so long that it may decode to text.
#[inline(always)]
pub(super) fn wanted_of(Encoded { letters, hex }: Encoded<'_>) -> Blocks {
    let each = |of: fn(u64, u64) -> u64| {
        let here: Blocks = std::array::from_fn(|index| of(letters.block(index), hex.block(index)));
        let next: Blocks = std::array::from_fn(|index| of(letters.blocks[index], hex.blocks[index]));
        (here, next)
    };
    let long = starts_of(each(|letters, hex| letters | hex), SHORTEST);
    let small = starts_of(each(|letters, hex| !(letters & hex)), SHORTEST);
    let digits = starts_of(each(|letters, hex| hex & !letters), SHORTEST_HEX);
    std::array::from_fn(|index| long[index] & !small[index] | digits[index])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::classes::Classes;
    use super::*;

    /// By comparison.
    fn expected(text: &[u8]) -> Vec<Span> {
        let is_member = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte);
        let is_digit = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
        let mut runs = Vec::new();
        let mut at = 0;
        for run in text.split(|byte| !is_member(byte)) {
            let capital = run.len() >= 20 && run.iter().any(u8::is_ascii_uppercase);
            if capital || run.windows(28).any(|digits| digits.iter().all(is_digit)) {
                runs.push(Span::new(at, at + run.len()));
            }
            at += run.len() + 1;
        }
        runs
    }

    fn all_kernels_find_them(text: &[u8]) {
        let expected = expected(text);
        for name in ["portable", "avx2", "avx512"] {
            assert_eq!(found_by(&Kernel::new(&[], &Classes::encodings(), Some(name)), text), expected, "{name}");
        }
    }

    fn found_by(kernel: &Kernel, text: &[u8]) -> Vec<Span> {
        let (mut runs, mut masks, mut found) = (EncodedRuns::default(), Masks::default(), Vec::new());
        for at in (0..text.len()).step_by(BLOCKS * BLOCK) {
            kernel.masks(text, at, &mut masks);
            runs.take(at, &masks, kernel, &mut |run| found.push(run));
            masks.go_on();
        }
        masks.end();
        runs.take(text.len().next_multiple_of(BLOCKS * BLOCK), &masks, kernel, &mut |run| found.push(run));
        found
    }

    proptest! {
        #[test]
        fn runs_are_told_where_they_start_and_end(
            text in "([a-z/]{1,90}|[a-f0-9]{20,60}|[A-Z]|[a-zA-Z0-9+/_-]{1,90}|[a-z]{30,900}|[0-9]{30,900}|[. %]{1,3}){0,30}",
        ) {
            all_kernels_find_them(text.as_bytes());
        }
    }

    #[test]
    fn a_run_is_told_wherever_its_capital_stands_and_however_many_blocks_it_takes() {
        for length in [19, 20, 21, 63, 64, 65, 500, 512, 513, 1100] {
            for at in [0, 1, 44, 63, 64, 500, 511, 512] {
                for capital in [None, Some(0), Some(length / 2), Some(length - 1)] {
                    let mut run = vec![b'x'; length];
                    capital.into_iter().for_each(|capital| run[capital] = b'Q');
                    let text = [vec![b'.'; at], run].concat();
                    all_kernels_find_them(&text);
                    all_kernels_find_them(&[&text[..], b".", &text].concat());
                }
            }
        }
    }

    #[test]
    fn hexadecimal_digits_in_a_row_are_told_without_capitals() {
        for digits in [27, 28, 29, 64, 600] {
            for before in ["", "x", "-", "xyz_", "/var/lib/"] {
                for after in ["", "g", "-01", "."] {
                    for at in [0, 30, 60, 470, 500] {
                        let run = format!(
                            "{}{before}{}{after}",
                            ".".repeat(at),
                            "0123456789abcdef".repeat(40)[..digits].to_owned()
                        );
                        all_kernels_find_them(run.as_bytes());
                    }
                }
            }
        }
    }

    #[test]
    fn a_run_at_the_end_does_not_go_on_where_the_last_block_starts() {
        for length in 900..1200 {
            // Short runs at the start of each block and at the end.
            let mut text: Vec<u8> = (0..length).map(|at| if at % BLOCK < SHORTEST - 1 { b'A' } else { b'.' }).collect();
            text[length - 10..].fill(b'A');
            all_kernels_find_them(&text);
        }
    }
}
