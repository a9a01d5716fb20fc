//! What stands beside a window: four more bytes of the literals that have it, at a distance that tells most.

use super::sieve::{FOLD, HASH_BITS, four_at, hash, key};
use crate::detect::plan::Literal;

/// For each slot of hashes of windows, case aside: how far from the window to look, in the highest eight bits of a word,
/// and a bit for each hash of what may stand there.
#[derive(Debug)]
pub(super) struct Beside {
    words: Box<[u32; 1 << SLOT_BITS]>,
}

/// A literal, and where its window starts in it.
pub(super) type Windowed<'l> = (&'l Literal, usize);

const SLOT_BITS: u32 = 14;
/// The bits of a word from which on the distance stands.
const DISTANCE: u32 = 24;
const MULTIPLIER: u32 = 0xc2b2_ae35;
/// Anything, where the window itself stands.
const ANYTHING: u32 = (1 << DISTANCE) - 1;

const WIDTH: usize = 4;

impl Beside {
    /// For the literals that each key may belong to.
    pub(super) fn new<'l>(keyed: impl IntoIterator<Item = (u32, Windowed<'l>)>) -> Self {
        let mut by_slot: Vec<(usize, Windowed<'l>)> =
            keyed.into_iter().map(|(key, literal)| (slot(key), literal)).collect();
        by_slot.sort_unstable();
        by_slot.dedup();
        let mut words: Box<[u32; 1 << SLOT_BITS]> = vec![0; 1 << SLOT_BITS].try_into().expect("as many words as slots");
        for group in by_slot.chunk_by(|a, b| a.0 == b.0) {
            let literals: Vec<Windowed<'l>> = group.iter().map(|(_, literal)| *literal).collect();
            words[group[0].0] = word(&literals);
        }
        Self { words }
    }

    /// Zero when none of the literals with the window at `at` stands there, else one: a number, of which no branch is made.
    #[inline]
    pub(super) fn may_stand(&self, text: &[u8], at: usize) -> u32 {
        let Some(window) = four_at(text, at) else { return 1 };
        let word = self.words[slot(key(window, 0))];
        let distance = (word.cast_signed() >> DISTANCE) as isize;
        let Some(four) = four_at(text, at.wrapping_add_signed(distance)) else { return 1 };
        word >> bit(four) & 1
    }
}

#[inline]
fn slot(key: u32) -> usize {
    (hash(key) >> (HASH_BITS - SLOT_BITS)) as usize
}

/// The bit of a word that stands for four bytes.
#[inline]
fn bit(bytes: u32) -> u32 {
    let hash = (bytes | FOLD).wrapping_mul(MULTIPLIER) >> 16;
    (hash * DISTANCE) >> 16
}

/// The distance at which fewest texts look like one of the literals, best past the window, which is known.
fn word(literals: &[Windowed<'_>]) -> u32 {
    let before = literals.iter().map(|(_, offset)| *offset).min().unwrap_or(0).min(i8::MAX as usize) as isize;
    let past = literals.iter().map(|(literal, offset)| literal.bytes().len() - offset).min().unwrap_or(0);
    let past = past.saturating_sub(WIDTH).min(i8::MAX as usize) as isize;
    let words = (-before..=past).map(|distance| {
        let bits = literals.iter().fold(0, |bits, (literal, offset)| {
            let from = offset.saturating_add_signed(distance);
            bits | literal.bytes()[from..].first_chunk().map_or(ANYTHING, |four| 1 << bit(u32::from_le_bytes(*four)))
        });
        let known = WIDTH.saturating_sub(distance.unsigned_abs());
        (bits.count_ones() as usize + known, (distance as i8 as u8 as u32) << DISTANCE | bits)
    });
    words.min().filter(|(_, word)| word >> DISTANCE != 0).map_or(ANYTHING, |(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::plan::plan;

    fn literals(regex: &str) -> Vec<Literal> {
        let hir = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(regex).unwrap();
        plan(&hir).literals().to_vec()
    }

    fn window(bytes: &[u8]) -> u32 {
        u32::from_le_bytes(*bytes.first_chunk().unwrap()) | FOLD
    }

    #[test]
    fn a_literal_is_told_by_its_own_bytes_in_any_case_and_never_lost() {
        let literals = literals("(?i)(?:shopify_key|pathfinder|path|xkeyx)=");
        let keyed = literals.iter().flat_map(|literal| {
            let last = literal.bytes().len() - WIDTH;
            (0..=last).map(move |offset| (window(&literal.bytes()[offset..]), (literal, offset)))
        });
        let keyed: Vec<(u32, Windowed<'_>)> = keyed.collect();
        let beside = Beside::new(keyed.iter().copied());
        for (_, (literal, offset)) in keyed {
            let mut text = [b"..", literal.bytes(), b".."].concat();
            assert_eq!(beside.may_stand(&text, 2 + offset), 1, "{literal}");
            text.make_ascii_uppercase();
            assert_eq!(beside.may_stand(&text, 2 + offset), 1, "{literal}");
            // Where the text ends too early, too.
            assert_eq!(beside.may_stand(&text[..2 + offset + WIDTH], 2 + offset), 1, "{literal}");
        }
        assert_eq!(beside.may_stand(b" shopping cart", 1), 0);
        assert_eq!(beside.may_stand(b" shoplifters", 1), 0);
    }
}
