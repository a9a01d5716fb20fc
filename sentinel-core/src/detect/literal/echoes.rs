//! What was found where the same literal stood last: where the same bytes stand round it again, the same rules may match.

use std::ops::Range;

use super::{Candidate, lazy::LOOKS_AHEAD};

/// The last place of some literals, in one pass over a text.
#[derive(Default)]
pub(super) struct Echoes([Last; PLACES]);

#[derive(Clone, Copy, Default)]
struct Last {
    literal: usize,
    at: usize,
    /// Its candidates, among those that were found.
    first: usize,
    count: usize,
}

const PLACES: usize = 16;

/// What decides: the byte before the literal, and those that an automaton reads.
const SEEN: usize = 1 + LOOKS_AHEAD;

impl Echoes {
    /// Adds again what was found where the literal stood last, at `at`, if all that decides is the same; true when it is.
    #[inline]
    pub(super) fn repeat(&mut self, literal: usize, text: &[u8], at: usize, found: &mut Vec<Candidate>) -> bool {
        let last = &mut self.0[place(literal)];
        let seen = |at: usize| text.get(at.checked_sub(1)?..)?.first_chunk::<SEEN>();
        let same = last.literal == literal
            && seen(last.at).is_some_and(|before| seen(at).is_some_and(|here| are_same(before, here)));
        if same {
            let again = last.first..last.first + last.count;
            (last.at, last.first) = (at, found.len());
            for index in again {
                found.push(Candidate { start: at, ..found[index] });
            }
        }
        same
    }

    /// At `at` these of all candidates were found.
    pub(super) fn note(&mut self, literal: usize, at: usize, found: Range<usize>) {
        self.0[place(literal)] = Last { literal, at, first: found.start, count: found.len() };
    }
}

/// Eight bytes at a time: most differ in the first.
#[inline]
fn are_same(one: &[u8; SEEN], two: &[u8; SEEN]) -> bool {
    let eight = |bytes: &[u8; SEEN], at: usize| bytes[at..].first_chunk().map(|eight| u64::from_le_bytes(*eight));
    [0, 8, SEEN - 8].into_iter().all(|at| eight(one, at) == eight(two, at))
}

/// Literals are told apart by where what follows them lies in memory.
fn place(literal: usize) -> usize {
    ((literal as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - PLACES.ilog2())) as usize
}
