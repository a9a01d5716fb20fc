//! Where a window may stand, told by its three pairs of neighbouring bytes: one look-up for each byte
//! of the text, on every machine.

use super::{
    BLOCK, WINDOW,
    buckets::{Buckets, Window},
    placement::Placement,
};
use crate::{bits::bits, detect::plan::ByteSet};

pub(super) const BUCKETS: usize = 16;
const PAIRS: usize = WINDOW - 1;
pub(super) const HASH_BITS: u32 = 12;

/// For each hash of a pair: 16 bits for each of its three positions in a window, a bit for each bucket
/// in which it may stand there.
#[derive(Debug)]
pub(super) struct Pairs {
    table: Box<[u64; 1 << HASH_BITS]>,
}

impl Pairs {
    pub(super) fn new(windows: &[Window]) -> Self {
        let mut table = Box::new([0; 1 << HASH_BITS]);
        let buckets = Buckets::new(windows, BUCKETS, &Placement::pairs());
        for (bucket, members) in buckets.members().enumerate() {
            for window in members {
                for position in 0..PAIRS {
                    add(&mut table, [window[position], window[position + 1]], 1 << (position * BUCKETS + bucket));
                }
            }
        }
        Self { table }
    }

    /// A bit for each byte of a block at which a window may stand. `text` goes on for a window past
    /// the block.
    #[inline]
    pub(super) fn mask(&self, text: &[u8; BLOCK + WINDOW]) -> u64 {
        const { assert!(BUCKETS == u16::BITS as usize) };
        let of = |at: usize| self.table[hash(text[at], text[at + 1])];
        let (mut one, mut two) = (of(0), of(1));
        let stands: [u16; BLOCK] = std::array::from_fn(|at| {
            let three = of(at + 2);
            let stands = one & two >> BUCKETS & three >> (2 * BUCKETS);
            (one, two) = (two, three);
            stands as u16
        });
        bits(&stands.map(|stands| u8::from(stands != 0)))
    }
}

fn add(table: &mut [u64; 1 << HASH_BITS], pair: [ByteSet; 2], bit: u64) {
    if pair.contains(&ByteSet::ALL) {
        return table.iter_mut().for_each(|buckets| *buckets |= bit);
    }
    for one in pair[0].iter() {
        pair[1].iter().for_each(|two| table[hash(one, two)] |= bit);
    }
}

/// Case does not count.
#[inline]
pub(super) fn hash(one: u8, two: u8) -> usize {
    let pair = u32::from(u16::from_le_bytes([one, two]) | 0x2020);
    (pair.wrapping_mul(0x9e37_79b1) >> (32 - HASH_BITS)) as usize
}
