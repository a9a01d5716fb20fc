//! Which stops are worth a look: a bit for each hash of what literals are looked up by.

use super::{BLOCK, BLOCKS, WINDOW, beside::Beside, kernel::Masks};

/// Tables of bits, by how many bytes are looked up: the four of a window, case aside, or the first three or two of
/// shorter literals, as they stand.
#[derive(Debug)]
pub(super) struct Sieve {
    pub(super) four: Bits,
    pub(super) three: Bits,
    /// None when there are no such literals.
    pub(super) two: Option<Bits>,
    /// Of those looked up by four.
    pub(super) beside: Beside,
}

/// A bit for each hash.
pub(super) type Bits = Box<[u32; BITS_WORDS]>;

/// Of a window, the bytes that count for a look-up of three or two.
pub(super) const THREE: u32 = 0x00ff_ffff;
pub(super) const TWO: u32 = 0x0000_ffff;

/// What a window is looked up by, in each of the tables.
#[inline]
pub(super) fn keys(window: u32) -> [u32; 3] {
    [window | FOLD, window & THREE, window & TWO]
}

/// Where a window may stand: an offset, and a bit for each of the tables that may hold it.
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub(super) struct Stop(u32);

impl Stop {
    /// Of the first table; those of the others come next.
    pub(super) const FIRST_TABLE: u32 = 29;

    pub(super) fn new(at: usize, [four, three, two]: [bool; 3]) -> Self {
        let tables = u32::from(four) | u32::from(three) << 1 | u32::from(two) << 2;
        Self(at as u32 | tables << Self::FIRST_TABLE)
    }

    pub(super) fn at(self) -> usize {
        (self.0 & ((1 << Self::FIRST_TABLE) - 1)) as usize
    }

    pub(super) fn is_in(self, table: usize) -> bool {
        self.0 >> (Self::FIRST_TABLE + table as u32) & 1 == 1
    }
}

/// A text, and where in it the offsets of stops count from.
#[derive(Clone, Copy)]
pub(super) struct Place<'t> {
    pub(super) text: &'t [u8],
    pub(super) base: usize,
}

/// Room for all the stops of as many blocks as are told of together, and for sixteen past the last.
pub(super) type Stops = [Stop; BLOCKS * BLOCK + 16];

pub(super) const NO_STOPS: Stops = [Stop(0); BLOCKS * BLOCK + 16];

pub(super) const HASH_BITS: u32 = 18;
pub(super) const BITS_WORDS: usize = 1 << (HASH_BITS - 5);
/// Setting this bit makes letters lower-case, and tells few other bytes apart from each other less.
pub(super) const FOLD: u32 = 0x2020_2020;
pub(super) const MULTIPLIER: u32 = 0x9e37_79b1;

impl Sieve {
    pub(super) fn new([four, three, two]: [&Keys; 3], beside: Beside) -> Self {
        Self { four: bits(four), three: bits(three), two: (!two.is_empty()).then(|| bits(two)), beside }
    }

    /// Where a window may stand, by blocks from the first on.
    pub(super) fn keep<'s>(&self, place: Place<'_>, masks: &[Masks], stops: &'s mut Stops) -> &'s [Stop] {
        let mut kept = 0;
        for (index, masks) in masks.iter().enumerate() {
            let mut left = masks.windows;
            while left != 0 {
                let at = index * BLOCK + left.trailing_zeros() as usize;
                // Without a branch: whether it may is hard to foretell.
                let tables = self.holding(place.text, place.base + at);
                stops[kept] = Stop::new(at, tables);
                kept += usize::from(tables[0] | tables[1] | tables[2]);
                left &= left - 1;
            }
        }
        &stops[..kept]
    }

    #[inline]
    fn holding(&self, text: &[u8], at: usize) -> [bool; 3] {
        let [four, three, two] = keys(window_at(text, at));
        let may_stand = test(&self.four, four) && self.beside.may_stand(four, text, at);
        [may_stand, test(&self.three, three), self.two.as_ref().is_some_and(|bits| test(bits, two))]
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
    key.wrapping_mul(MULTIPLIER) >> (32 - HASH_BITS)
}

/// The four bytes at `at`; past the end of the text there are zeros.
#[inline]
pub(super) fn window_at(text: &[u8], at: usize) -> u32 {
    match text[at..].first_chunk::<WINDOW>() {
        Some(window) => u32::from_le_bytes(*window),
        None => text[at..].iter().rev().fold(0, |window, byte| window << 8 | u32::from(*byte)),
    }
}
