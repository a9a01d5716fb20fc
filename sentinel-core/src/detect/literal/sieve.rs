//! Which stops are worth a look: a bit for each hash of what literals are looked up by.

use super::{BLOCK, BLOCKS, WINDOW, beside::Beside, kernel::Blocks};
use crate::bits::ones;

/// Tables of bits, by how many bytes are looked up: the four of a window, case aside, or the first three or two of
/// shorter literals, as they stand.
#[derive(Debug)]
pub(super) struct Sieve {
    four: Bits,
    three: Bits,
    /// None when there are no such literals.
    two: Option<Bits>,
    /// Of those looked up by four.
    beside: Beside,
}

/// A bit for each hash.
type Bits = Box<[u32; BITS_WORDS]>;

/// Of a window, the bytes that count for a look-up of three or two.
const THREE: u32 = 0x00ff_ffff;
const TWO: u32 = 0x0000_ffff;

/// What a window is looked up by in a table.
#[inline]
pub(super) fn key(window: u32, table: usize) -> u32 {
    const FORMS: [[u32; 2]; 3] = [[FOLD, u32::MAX], [0, THREE], [0, TWO]];
    let [set, kept] = FORMS[table];
    (window | set) & kept
}

/// Where a window may stand: an offset, and a bit for each of the tables that may hold it.
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub(super) struct Stop(u16);

impl Stop {
    /// Of the first table; those of the others come next.
    const FIRST_TABLE: u32 = 13;
    const ALL_TABLES: u32 = 7;

    /// At an offset, with a bit for each of the tables.
    fn new(at: usize, tables: u32) -> Self {
        Self(at as u16 | (tables as u16) << Self::FIRST_TABLE)
    }

    pub(super) fn at(self) -> usize {
        usize::from(self.0 & ((1 << Self::FIRST_TABLE) - 1))
    }

    /// The same, but not in the table by four where none of its literals stands there.
    #[inline]
    fn in_four_if(self, stands: u32) -> Self {
        Self(self.0 & !((stands as u16 ^ 1) << Self::FIRST_TABLE))
    }

    /// True when a table may hold it.
    #[inline]
    fn is_any(self) -> bool {
        self.0 >> Self::FIRST_TABLE != 0
    }

    /// The tables that may hold it, by number.
    #[inline]
    pub(super) fn tables(self) -> impl Iterator<Item = usize> {
        ones(u64::from(self.0 >> Self::FIRST_TABLE))
    }
}

/// A text, and where in it the offsets of stops count from.
#[derive(Clone, Copy)]
pub(super) struct Place<'t> {
    pub(super) text: &'t [u8],
    pub(super) base: usize,
}

/// Room for stops. Most texts are short: they need little of it, and no time to get it.
pub(super) struct Stops {
    few: [Stop; FEW + PAST],
    many: Vec<Stop>,
}

const FEW: usize = BLOCK;
/// So many past the last are written with it.
const PAST: usize = 32;

impl Stops {
    pub(super) fn new() -> Self {
        Self { few: [Stop(0); FEW + PAST], many: Vec::new() }
    }

    /// Room for so many, and for no more than there may be in blocks that are told of together.
    #[inline]
    pub(super) fn room(&mut self, stops: usize) -> &mut [Stop] {
        if stops <= FEW {
            return &mut self.few;
        }
        if self.many.is_empty() {
            self.many = vec![Stop(0); BLOCKS * BLOCK + PAST];
        }
        &mut self.many
    }
}

/// The offsets of the bits that are set in the masks of blocks side by side; gives how many.
pub(super) fn spread(windows: &Blocks, stops: &mut [Stop]) -> usize {
    let mut count = 0;
    for (index, window) in windows.iter().enumerate() {
        let (mut left, mut next) = (*window, count);
        count += window.count_ones() as usize;
        loop {
            // So many in any case: how many there are is hard to foretell.
            let room: &mut [Stop; AT_ONCE] = stops[next..].first_chunk_mut().expect("there is room for all, and more");
            for stop in room {
                *stop = Stop::new(index * BLOCK + left.trailing_zeros() as usize, 0);
                left &= left.wrapping_sub(1);
            }
            next += AT_ONCE;
            if next >= count {
                break;
            }
        }
    }
    count
}

const AT_ONCE: usize = 6;
const _: () = assert!(AT_ONCE <= PAST);

pub(super) const HASH_BITS: u32 = 18;
const BITS_WORDS: usize = 1 << (HASH_BITS - 5);
/// Setting this bit makes letters lower-case, and tells few other bytes apart from each other less.
pub(super) const FOLD: u32 = 0x2020_2020;
const MULTIPLIER: u32 = 0x9e37_79b1;

impl Sieve {
    pub(super) fn new([four, three, two]: [&Keys; 3], beside: Beside) -> Self {
        Self { four: bits(four), three: bits(three), two: (!two.is_empty()).then(|| bits(two)), beside }
    }

    /// Of the first `count` offsets those where a window may stand, in the order of offsets.
    pub(super) fn keep<'s>(&self, place: Place<'_>, stops: &'s mut [Stop], count: usize) -> &'s [Stop] {
        let kept = self.sift(place, stops, count);
        let kept = self.look_beside(place, stops, kept);
        &stops[..kept]
    }

    /// Of the first `count` offsets those where a window may stand; gives how many. Without a branch for each of them: what
    /// becomes of it is hard to foretell.
    fn sift(&self, place: Place<'_>, stops: &mut [Stop], count: usize) -> usize {
        let (text, stops) = (&place.text[place.base..], &mut stops[..count]);
        let mut kept = 0;
        for index in 0..stops.len() {
            let at = stops[index].at();
            // The last few are told apart where they are looked at.
            let tables = four_at(text, at).map_or(Stop::ALL_TABLES, |window| self.holding(window));
            let stop = Stop::new(at, tables);
            stops[kept] = stop;
            kept += usize::from(stop.is_any());
        }
        kept
    }

    /// A bit for each of the tables that may hold a window.
    #[inline]
    fn holding(&self, window: u32) -> u32 {
        let [four, three, two] = [0, 1, 2].map(|table| key(window, table));
        let two = self.two.as_ref().map_or(0, |bits| test(bits, two));
        test(&self.four, four) | test(&self.three, three) << 1 | two << 2
    }

    /// Of the first `count` stops those that what stands beside them does not turn down; gives how many.
    fn look_beside(&self, place: Place<'_>, stops: &mut [Stop], count: usize) -> usize {
        let stops = &mut stops[..count];
        let mut kept = 0;
        for index in 0..stops.len() {
            let stop = stops[index];
            let stop = stop.in_four_if(self.beside.may_stand(place.text, place.base + stop.at()));
            stops[kept] = stop;
            kept += usize::from(stop.is_any());
        }
        kept
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
fn test(bits: &[u32; BITS_WORDS], key: u32) -> u32 {
    let hash = hash(key);
    bits[(hash >> 5) as usize] >> (hash & 31) & 1
}

#[inline]
pub(super) fn hash(key: u32) -> u32 {
    key.wrapping_mul(MULTIPLIER) >> (32 - HASH_BITS)
}

/// The four bytes at `at`; none where there are fewer.
#[inline]
pub(super) fn four_at(text: &[u8], at: usize) -> Option<u32> {
    let last = text.len().checked_sub(WINDOW)?;
    let four = if at <= last { text[at..].first_chunk() } else { None };
    four.map(|four| u32::from_le_bytes(*four))
}

/// The four bytes at `at`; past the end of the text there are zeros.
#[inline]
pub(super) fn window_at(text: &[u8], at: usize) -> u32 {
    four_at(text, at).unwrap_or_else(|| text[at..].iter().rev().fold(0, |window, byte| window << 8 | u32::from(*byte)))
}
