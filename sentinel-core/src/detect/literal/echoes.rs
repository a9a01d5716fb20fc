//! What was found where the same literal stood before: where the same bytes stand round it again, the same rules may match.

use std::ops::Range;

use super::{Candidate, lazy::LOOKS_AHEAD};

/// Places of literals, in one pass over a text. It keeps offsets, and no bytes.
pub(super) struct Echoes(Vec<Heard>);

/// What was found at a place.
#[derive(Clone, Copy, Default)]
pub(super) struct Heard {
    /// Told from others by where what follows it lies in memory.
    literal: usize,
    at: usize,
    /// How many bytes from there on decided, besides the one before.
    looked: usize,
    /// Its candidates, among those that were found.
    first: usize,
    count: usize,
}

/// In shorter texts little stands again.
const SHORTEST: usize = 1 << 10;
/// A place for so many bytes of the text, and no more than so many places.
const BYTES_EACH: usize = 1 << 7;
const MOST_PLACES: usize = 512;

/// What decides at most: the byte before the literal, and those that an automaton reads.
const SEEN: usize = 1 + LOOKS_AHEAD;

impl Echoes {
    /// For a text of that length.
    pub(super) fn new(length: usize) -> Self {
        let places = (length / BYTES_EACH).next_power_of_two().min(MOST_PLACES);
        Self(vec![Heard::default(); if length < SHORTEST { 0 } else { places }])
    }

    /// What is kept of the literal with what follows it; none near the end of the text, and in short texts.
    #[inline]
    pub(super) fn place(&mut self, literal: usize, length: usize, text: &[u8], at: usize) -> Option<&mut Heard> {
        if self.0.is_empty() {
            return None;
        }
        let next = u16::from_le_bytes(*text.get(at + length..)?.first_chunk()?);
        let hash = (literal as u64 ^ u64::from(next) << 48).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let place = hash >> (u64::BITS - self.0.len().trailing_zeros());
        self.0.get_mut(place as usize)
    }

    /// Forgets candidates, which are told by index.
    pub(super) fn forget_candidates(&mut self) {
        self.0.iter_mut().filter(|heard| heard.count > 0).for_each(|heard| *heard = Heard::default());
    }
}

impl Heard {
    /// Adds again what was found there, if all that decides is the same at `at`; true when it is.
    #[inline]
    pub(super) fn repeat(&mut self, literal: usize, text: &[u8], at: usize, found: &mut Vec<Candidate>) -> bool {
        let seen = |at: usize| text.get(at.checked_sub(1)?..)?.first_chunk::<SEEN>();
        let same = self.literal == literal
            && seen(self.at).is_some_and(|before| seen(at).is_some_and(|here| are_same(before, here, 1 + self.looked)));
        if same {
            let again = self.first..self.first + self.count;
            (self.at, self.first) = (at, found.len());
            for index in again {
                found.push(Candidate { start: at, ..found[index] });
            }
        }
        same
    }

    /// At `at` these of all candidates were found.
    #[inline]
    pub(super) fn note(&mut self, literal: usize, at: usize, looked: usize, found: Range<usize>) {
        *self = Self { literal, at, looked, first: found.start, count: found.len() };
    }
}

/// True when the first `count` bytes are the same: eight at a time, the last eight of them in any case.
#[inline]
fn are_same(one: &[u8; SEEN], two: &[u8; SEEN], count: usize) -> bool {
    let eight = |bytes: &[u8; SEEN], at: usize| bytes[at..].first_chunk().map_or(0, |eight| u64::from_le_bytes(*eight));
    let differ = |at: usize| eight(one, at) ^ eight(two, at);
    let Some(last) = count.checked_sub(8) else { return differ(0) << (u64::BITS as usize - 8 * count.max(1)) == 0 };
    (0..last).step_by(8).all(|at| differ(at) == 0) && differ(last) == 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bytes_are_the_same_as_far_as_they_count(
            one in proptest::array::uniform::<_, SEEN>(b'a'..=b'b'), odd in 0..SEEN, count in 1..=SEEN,
        ) {
            let mut two = one;
            two[odd] = b'c';
            prop_assert_eq!(are_same(&one, &two, count), count <= odd);
            prop_assert!(are_same(&one, &one, count));
        }
    }
}
