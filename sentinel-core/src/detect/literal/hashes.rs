//! Where a window may stand, told by hashes of pairs of its bytes: of seven bits, so that a table of 128 entries answers,
//! and linear, so that one instruction a byte works them out.

use super::{WINDOW, buckets::Window, placement::Placement};
use crate::detect::plan::{ByteSet, common_fours, frequency_of_set};

/// The pairs of a window that are looked up, by their positions in it: all.
pub(super) const PAIRS: [[usize; 2]; 6] = [[0, 1], [2, 3], [1, 2], [0, 3], [0, 2], [1, 3]];
/// Buckets that share a table, a bit each.
const GROUP: usize = 8;
pub(super) const BUCKETS: usize = 4 * GROUP;
/// And more for the rules of personal data: many of their literals are short, and would fill the others.
pub(super) const MORE_BUCKETS: usize = 2 * GROUP;
/// With fewer windows there, as a few rules may have by chance, more buckets would cost more than they spare.
const WORTH_MORE: usize = 64;
pub(super) const SLOTS: usize = 128;

/// For a group of buckets and each pair: for each hash, the buckets in which it may stand there.
pub(super) type Group = [[u8; SLOTS]; PAIRS.len()];

/// Shares windows out over buckets, so that as little text as can be looks like a window of one.
pub(super) fn tables(windows: &[Window]) -> Box<[Group]> {
    let (mut placed, mut rest) = Placement::hashes().part(windows);
    let is_more = |(_, bucket): &(&Window, usize)| *bucket >= BUCKETS;
    let mut buckets = vec![Bucket::default(); BUCKETS + MORE_BUCKETS];
    if placed.iter().filter(|place| is_more(place)).count() < WORTH_MORE {
        rest.extend(placed.extract_if(.., |place| is_more(place)).map(|(window, _)| window));
        buckets.truncate(BUCKETS);
    }
    for (window, bucket) in placed {
        buckets[bucket].put(&slots_of(window));
    }
    if !rest.is_empty() {
        share_out(&rest, &mut buckets);
    }
    buckets.chunks(GROUP).map(group).collect()
}

fn group(buckets: &[Bucket]) -> Group {
    let mut group = [[0; SLOTS]; PAIRS.len()];
    for (index, bucket) in buckets.iter().enumerate() {
        for (table, slots) in group.iter_mut().zip(bucket.slots) {
            for (slot, bits) in table.iter_mut().enumerate() {
                *bits |= ((slots >> slot & 1) as u8) << index;
            }
        }
    }
    group
}

/// Puts each window where it makes text look like one of a bucket least more often.
fn share_out(windows: &[&Window], buckets: &mut [Bucket]) {
    let common = slot_frequencies();
    buckets.iter_mut().for_each(|bucket| bucket.count(&common));
    // Windows are in order: those that come first are far from each other, and like none is in a bucket alone.
    let stride = windows.len().div_ceil(buckets.len()).max(1);
    for window in (0..stride).flat_map(|first| windows.iter().skip(first).step_by(stride)) {
        let slots = slots_of(window);
        let added = buckets.iter().map(|bucket| bucket.added(&slots, &common)).enumerate();
        if let Some((best, _)) = added.min_by(|a, b| a.1.total_cmp(&b.1)) {
            buckets[best].add(&slots, &common);
        }
    }
}

/// For each pair the matrices of its two bytes, as the machine takes them: the row of the lowest bit is the highest byte.
pub(super) const MATRICES: [[u64; 2]; PAIRS.len()] = {
    let mut matrices = [[0; 2]; PAIRS.len()];
    let mut pair = 0;
    while pair < PAIRS.len() {
        let mut byte = 0;
        while byte < 2 {
            let mut row = 0;
            while row < HASH_BITS {
                matrices[pair][byte] |= (ROWS[pair][byte][row] as u64) << (8 * (7 - row));
                row += 1;
            }
            byte += 1;
        }
        pair += 1;
    }
    matrices
};

const HASH_BITS: usize = 7;

/// For each pair and byte, which bits of the byte each bit of the hash is the parity of. The bit of case and the highest
/// are never among them. Of random ones those that stopped least.
const ROWS: [[[u8; HASH_BITS]; 2]; PAIRS.len()] = {
    let mut rows = [[[0; HASH_BITS]; 2]; PAIRS.len()];
    let mut state = SEED;
    let mut at = 0;
    while at < PAIRS.len() * 2 * HASH_BITS {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        rows[at / (2 * HASH_BITS)][at / HASH_BITS % 2][at % HASH_BITS] = (state >> 40) as u8 & 0x5f;
        at += 1;
    }
    rows
};

const SEED: u64 = 5;

pub(super) fn hash(pair: usize, bytes: [u8; 2]) -> usize {
    let parity = |byte: usize, row: usize| (ROWS[pair][byte][row] & bytes[byte]).count_ones() & 1;
    (0..HASH_BITS).map(|row| ((parity(0, row) ^ parity(1, row)) as usize) << row).sum()
}

/// A bit for each hash.
type Slots = u128;

fn slots_of(window: &Window) -> [Slots; PAIRS.len()] {
    std::array::from_fn(|pair| slots(pair, window))
}

/// The hashes that a pair of a window may have.
fn slots(pair: usize, window: &Window) -> Slots {
    let [one, two] = PAIRS[pair].map(|position| window[position]);
    if [one, two].contains(&ByteSet::ALL) {
        return Slots::MAX;
    }
    // A hash is that of one byte with the other's.
    let of = |byte: usize, set: ByteSet| {
        set.iter()
            .fold(0, |slots: Slots, value| slots | 1 << hash(pair, if byte == 0 { [value, 0] } else { [0, value] }))
    };
    let (one, two) = (of(0, one), of(1, two));
    bits(one).fold(0, |slots, a| bits(two).fold(slots, |slots, b| slots | 1 << (a ^ b)))
}

fn bits(mut slots: Slots) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = slots.trailing_zeros() as usize;
        slots &= slots.wrapping_sub(1);
        (bit < SLOTS).then_some(bit)
    })
}

/// For each pair, how likely each hash is in text.
type Frequencies = [[f32; SLOTS]; PAIRS.len()];

fn slot_frequencies() -> Frequencies {
    let mut frequencies = [[0.0; SLOTS]; PAIRS.len()];
    let mut listed = 0.0;
    for (four, share) in common_fours() {
        listed += share;
        for (pair, [one, two]) in PAIRS.into_iter().enumerate() {
            frequencies[pair][hash(pair, [four[one], four[two]])] += share;
        }
    }
    // The rest as if bytes followed each other at random.
    let rest = (1.0 - listed).max(0.2);
    let single: Vec<(u8, f32)> =
        (b'\t'..=b'~').map(|byte| (byte, frequency_of_set(ByteSet::of([byte])) as f32 / 10_000.0)).collect();
    for (pair, slots) in frequencies.iter_mut().enumerate() {
        let (mut ones, mut twos) = ([0.0; SLOTS], [0.0; SLOTS]);
        for (byte, share) in &single {
            ones[hash(pair, [*byte, 0])] += share;
            twos[hash(pair, [0, *byte])] += share;
        }
        for (a, one) in ones.iter().enumerate().filter(|(_, share)| **share > 0.0) {
            twos.iter().enumerate().for_each(|(b, two)| slots[a ^ b] += rest * one * two);
        }
    }
    frequencies
}

#[derive(Clone, Default)]
struct Bucket {
    slots: [Slots; PAIRS.len()],
    /// How likely text has a hash of them.
    common: [f32; PAIRS.len()],
}

impl Bucket {
    fn with(&self, slots: &[Slots; PAIRS.len()], frequencies: &Frequencies) -> [f32; PAIRS.len()] {
        std::array::from_fn(|pair| {
            if slots[pair] == Slots::MAX {
                return 1.0;
            }
            let new = slots[pair] & !self.slots[pair];
            bits(new).fold(self.common[pair], |sum, slot| sum + frequencies[pair][slot])
        })
    }

    /// Works out how common its hashes are.
    fn count(&mut self, frequencies: &Frequencies) {
        let slots = std::mem::take(&mut self.slots);
        self.add(&slots, frequencies);
    }

    /// By how much text looks more like the bucket with one more window in it.
    fn added(&self, slots: &[Slots; PAIRS.len()], frequencies: &Frequencies) -> f32 {
        product(self.with(slots, frequencies)) - product(self.common)
    }

    fn add(&mut self, slots: &[Slots; PAIRS.len()], frequencies: &Frequencies) {
        self.common = self.with(slots, frequencies);
        self.put(slots);
    }

    /// Without a word on how common they are.
    fn put(&mut self, slots: &[Slots; PAIRS.len()]) {
        self.slots.iter_mut().zip(slots).for_each(|(known, new)| *known |= new);
    }
}

fn product(common: [f32; PAIRS.len()]) -> f32 {
    common.iter().product()
}

const _: () = assert!(WINDOW == 4);
