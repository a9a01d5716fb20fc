//! Says which literals stand where a kernel stopped.

use std::collections::BTreeMap;

use super::{Candidate, WINDOW, buckets::Window, follow::Follow, frequency::commonness};
use crate::detect::plan::{ByteSet, Literal, Plan};

/// All literals, by their windows.
#[derive(Debug)]
pub(super) struct Confirm {
    entries: Vec<Entry>,
    windows: Vec<Window>,
    long: Table,
    /// For literals shorter than a window: by their first two bytes.
    short: Table,
}

#[derive(Debug)]
struct Entry {
    literal: Literal,
    /// Where the window starts in the literal.
    offset: usize,
    follow: Follow,
}

/// Entries by a hash of the bytes that they are looked up by.
#[derive(Debug)]
struct Table {
    /// A bit for each hash.
    bits: Vec<u64>,
    /// For each of fewer slots: the first entry and how many.
    slots: Vec<(u32, u32)>,
    entries: Vec<u32>,
}

const HASH_BITS: u32 = 16;
const SLOT_BITS: u32 = 12;
/// Setting this bit makes letters lower-case, and tells few other bytes apart from each other less.
const FOLD: u32 = 0x2020_2020;

impl Confirm {
    pub(super) fn new<'r>(plans: impl IntoIterator<Item = &'r Plan>) -> Self {
        let mut wanted = BTreeMap::<&Literal, Follow>::new();
        for (rule, plan) in (0..).zip(plans) {
            if let Some(outlook) = plan.outlook() {
                plan.literals().iter().for_each(|literal| wanted.entry(literal).or_default().add(rule, outlook));
            }
        }
        let entries: Vec<Entry> = wanted
            .into_iter()
            .map(|(literal, follow)| Entry { literal: literal.clone(), offset: rarest(literal), follow })
            .collect();
        let mut windows: Vec<Window> = entries.iter().map(Entry::window).collect();
        windows.sort();
        windows.dedup();
        let long = Table::new(entries.iter().map(Entry::long_keys));
        let short = Table::new(entries.iter().map(Entry::short_keys));
        Self { entries, windows, long, short }
    }

    pub(super) fn windows(&self) -> &[Window] {
        &self.windows
    }

    /// Adds what may match where a window may stand: at `from` and so many bytes on. Of `stops` only
    /// those are kept where one may.
    pub(super) fn each(&self, text: &[u8], from: usize, stops: &mut [u32], found: &mut Vec<Candidate>) {
        // Without a branch: which of them may is hard to foretell.
        let mut kept = 0;
        for index in 0..stops.len() {
            let at = stops[index];
            stops[kept] = at;
            kept += usize::from(self.may_stand(window_at(text, from + at as usize)));
        }
        for at in &stops[..kept] {
            let at = from + *at as usize;
            let window = window_at(text, at);
            for (table, key) in [(&self.long, window), (&self.short, window & 0xffff)] {
                if table.may_hold(key) {
                    self.compare(table.of(key), text, at, found);
                }
            }
        }
    }

    #[inline]
    fn may_stand(&self, window: u32) -> bool {
        self.long.may_hold(window) | self.short.may_hold(window & 0xffff)
    }

    #[inline(never)]
    fn compare(&self, entries: &[u32], text: &[u8], at: usize, found: &mut Vec<Candidate>) {
        for entry in entries.iter().map(|index| &self.entries[*index as usize]) {
            let Some(start) = at.checked_sub(entry.offset) else { continue };
            if entry.literal.starts(&text[start..]) {
                entry.follow.at(text, start, found);
            }
        }
    }
}

impl Table {
    fn new(keys: impl Iterator<Item = Vec<u32>>) -> Self {
        let mut bits = vec![0; 1 << (HASH_BITS - 6)];
        let mut by_slot: Vec<(u32, u32)> = Vec::new();
        for (entry, keys) in (0..).zip(keys) {
            for key in keys {
                let hash = hash(key);
                bits[(hash >> 6) as usize] |= 1 << (hash & 63);
                by_slot.push((slot(key), entry));
            }
        }
        by_slot.sort_unstable();
        by_slot.dedup();
        let mut slots = vec![(0, 0); 1 << SLOT_BITS];
        let mut first = 0;
        for group in by_slot.chunk_by(|a, b| a.0 == b.0) {
            slots[group[0].0 as usize] = (first as u32, group.len() as u32);
            first += group.len();
        }
        Self { bits, slots, entries: by_slot.into_iter().map(|(_, entry)| entry).collect() }
    }

    #[inline]
    fn may_hold(&self, key: u32) -> bool {
        let hash = hash(key);
        self.bits[(hash >> 6) as usize] >> (hash & 63) & 1 == 1
    }

    fn of(&self, key: u32) -> &[u32] {
        let (first, count) = self.slots[slot(key) as usize];
        &self.entries[first as usize..(first + count) as usize]
    }
}

/// Past the end of the text there are zeros.
#[inline]
fn window_at(text: &[u8], at: usize) -> u32 {
    match text[at..].first_chunk::<WINDOW>() {
        Some(window) => u32::from_le_bytes(*window),
        None => text[at..].iter().rev().fold(0, |window, byte| window << 8 | u32::from(*byte)),
    }
}

#[inline]
fn hash(key: u32) -> u32 {
    (key | FOLD).wrapping_mul(0x9e37_79b1) >> (32 - HASH_BITS)
}

fn slot(key: u32) -> u32 {
    hash(key) >> (HASH_BITS - SLOT_BITS)
}

impl Entry {
    /// Past the end of a short literal, what its rules have there.
    fn window(&self) -> Window {
        let outlooks = || self.follow.outlooks().map(|outlook| &outlook.bytes);
        std::array::from_fn(|position| {
            let at = self.offset + position;
            match self.literal.bytes().get(at) {
                Some(byte) => self.literal.set(*byte),
                None => outlooks().fold(ByteSet::NONE, |set, bytes| set.union(bytes[at])),
            }
        })
    }

    fn is_short(&self) -> bool {
        self.literal.bytes().len() < WINDOW
    }

    fn long_keys(&self) -> Vec<u32> {
        match self.literal.bytes().get(self.offset..self.offset + WINDOW) {
            Some(window) => vec![u32::from_le_bytes([window[0], window[1], window[2], window[3]])],
            None => Vec::new(),
        }
    }

    /// The first two bytes in all the forms in which they may stand. After a single byte there may be
    /// nothing, which counts as zero.
    fn short_keys(&self) -> Vec<u32> {
        if !self.is_short() {
            return Vec::new();
        }
        let window = self.window();
        let second = if self.literal.bytes().len() == 1 { window[1].union(ByteSet::of([0])) } else { window[1] };
        window[0].iter().flat_map(|one| second.iter().map(move |two| u32::from(one) | u32::from(two) << 8)).collect()
    }
}

/// Where the four bytes start that are rarest together.
fn rarest(literal: &Literal) -> usize {
    let sets: Vec<ByteSet> = literal.bytes().iter().map(|byte| literal.set(*byte)).collect();
    let windows = sets.windows(WINDOW).map(commonness).enumerate();
    windows.min_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(offset, _)| offset)
}
