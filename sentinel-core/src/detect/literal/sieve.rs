//! Which stops are worth a look: a bit for each hash of what literals are looked up by.

use super::{BLOCK, BLOCKS, WINDOW, kernel::Masks};

/// Tables of bits, by how many bytes are looked up: the four of a window, or the first three or two of
/// shorter literals.
#[derive(Debug)]
pub(super) struct Sieve {
    pub(super) four: Bits,
    pub(super) three: Bits,
    /// None when there are no such literals.
    pub(super) two: Option<Bits>,
}

/// A bit for each hash.
pub(super) type Bits = Box<[u32; BITS_WORDS]>;

/// Of a window, the bytes that count for a look-up of three or two.
pub(super) const THREE: u32 = 0x00ff_ffff;
pub(super) const TWO: u32 = 0x0000_ffff;

/// Room for all the stops of as many blocks as are told of together, and for sixteen past the last.
pub(super) type Stops = [u32; BLOCKS * BLOCK + 16];

pub(super) const HASH_BITS: u32 = 18;
pub(super) const BITS_WORDS: usize = 1 << (HASH_BITS - 5);
/// Setting this bit makes letters lower-case, and tells few other bytes apart from each other less.
pub(super) const FOLD: u32 = 0x2020_2020;
pub(super) const MULTIPLIER: u32 = 0x9e37_79b1;

impl Sieve {
    pub(super) fn new([four, three, two]: [&Keys; 3]) -> Self {
        Self { four: bits(four), three: bits(three), two: (!two.is_empty()).then(|| bits(two)) }
    }

    /// The offsets in `text` where a window may stand, by blocks from the first on.
    pub(super) fn keep<'s>(&self, text: &[u8], masks: &[Masks], stops: &'s mut Stops) -> &'s [u32] {
        let mut kept = 0;
        for (index, masks) in masks.iter().enumerate() {
            let mut left = masks.windows;
            while left != 0 {
                let at = index * BLOCK + left.trailing_zeros() as usize;
                // Without a branch: whether it may is hard to foretell.
                stops[kept] = at as u32;
                kept += usize::from(self.may_hold(window_at(text, at)));
                left &= left - 1;
            }
        }
        &stops[..kept]
    }

    #[inline]
    fn may_hold(&self, window: u32) -> bool {
        let two = self.two.as_ref().is_some_and(|bits| test(bits, window & TWO));
        test(&self.four, window) | test(&self.three, window & THREE) | two
    }
}

/// Keys, each with the literal that is looked up by it.
pub(super) type Keys = Vec<(u32, u32)>;

fn bits(keys: &Keys) -> Bits {
    let mut bits: Bits = vec![0; BITS_WORDS].try_into().expect("as many words as there should be");
    for hash in keys.iter().map(|(key, _)| hash(*key)) {
        bits[(hash >> 5) as usize] |= 1 << (hash & 31);
    }
    bits
}

#[inline]
fn test(bits: &[u32; BITS_WORDS], key: u32) -> bool {
    let hash = hash(key);
    bits[(hash >> 5) as usize] >> (hash & 31) & 1 == 1
}

#[inline]
pub(super) fn hash(key: u32) -> u32 {
    (key | FOLD).wrapping_mul(MULTIPLIER) >> (32 - HASH_BITS)
}

/// The four bytes at `at`; past the end of the text there are zeros.
#[inline]
pub(super) fn window_at(text: &[u8], at: usize) -> u32 {
    match text[at..].first_chunk::<WINDOW>() {
        Some(window) => u32::from_le_bytes(*window),
        None => text[at..].iter().rev().fold(0, |window, byte| window << 8 | u32::from(*byte)),
    }
}
