//! Says which literals stand where a kernel stopped.

use std::collections::BTreeMap;

use super::{
    Candidate, WINDOW,
    buckets::Window,
    follow::Follow,
    sieve::{HASH_BITS, Sieve, hash, window_at},
};
use crate::detect::plan::{ByteSet, Literal, Plan, commonness};

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
    window: Window,
    follow: Follow,
}

/// Entries by a hash of the bytes that they are looked up by.
#[derive(Debug)]
struct Table {
    /// The first entry of each slot and how many.
    slots: Vec<(u32, u32)>,
    entries: Vec<u32>,
}

const SLOT_BITS: u32 = 12;

impl Confirm {
    pub(super) fn new<'r>(plans: impl IntoIterator<Item = &'r Plan>) -> (Self, Sieve) {
        let mut wanted = BTreeMap::<&Literal, Follow>::new();
        for (rule, plan) in (0..).zip(plans) {
            if let Some(outlook) = plan.outlook() {
                plan.literals().iter().for_each(|literal| wanted.entry(literal).or_default().add(rule, outlook));
            }
        }
        let entries: Vec<Entry> = wanted.into_iter().map(|(literal, follow)| Entry::new(literal, follow)).collect();
        let mut windows: Vec<Window> = entries.iter().map(|entry| entry.window).collect();
        windows.sort();
        windows.dedup();
        let keys = |of: fn(&Entry) -> Vec<u32>| -> Vec<(u32, u32)> {
            let keys =
                (0..).zip(&entries).flat_map(|(index, entry)| of(entry).into_iter().map(move |key| (key, index)));
            keys.collect()
        };
        let (long, short) = (keys(Entry::long_keys), keys(Entry::short_keys));
        let sieve = Sieve::new(long.iter().map(|(key, _)| *key), short.iter().map(|(key, _)| *key));
        let (long, short) = (Table::new(&long), Table::new(&short));
        (Self { entries, windows, long, short }, sieve)
    }

    pub(super) fn windows(&self) -> &[Window] {
        &self.windows
    }

    /// Adds what may match where a window stands at `at`.
    #[inline]
    pub(super) fn at(&self, text: &[u8], at: usize, found: &mut Vec<Candidate>) {
        let window = window_at(text, at);
        self.compare(self.long.of(window), text, at, found);
        self.compare(self.short.of(window & 0xffff), text, at, found);
    }

    #[inline]
    fn compare(&self, entries: &[u32], text: &[u8], at: usize, found: &mut Vec<Candidate>) {
        for entry in entries.iter().map(|index| &self.entries[*index as usize]) {
            let Some(start) = at.checked_sub(entry.offset) else { continue };
            let stands = || text[at..].iter().zip(&entry.window).all(|(byte, set)| set.contains(*byte));
            if stands() && entry.literal.starts(&text[start..]) {
                entry.follow.at(text, start, found);
            }
        }
    }
}

impl Table {
    fn new(keys: &[(u32, u32)]) -> Self {
        let mut by_slot: Vec<(u32, u32)> = keys.iter().map(|(key, entry)| (slot(*key), *entry)).collect();
        by_slot.sort_unstable();
        by_slot.dedup();
        let mut slots = vec![(0, 0); 1 << SLOT_BITS];
        let mut first = 0;
        for group in by_slot.chunk_by(|a, b| a.0 == b.0) {
            slots[group[0].0 as usize] = (first, group.len() as u32);
            first += group.len() as u32;
        }
        Self { slots, entries: by_slot.into_iter().map(|(_, entry)| entry).collect() }
    }

    #[inline]
    fn of(&self, key: u32) -> &[u32] {
        let (first, count) = self.slots[slot(key) as usize];
        &self.entries[first as usize..(first + count) as usize]
    }
}

fn slot(key: u32) -> u32 {
    hash(key) >> (HASH_BITS - SLOT_BITS)
}

impl Entry {
    fn new(literal: &Literal, follow: Follow) -> Self {
        let offset = rarest(literal);
        // Past the end of a short literal, what its rules have there.
        let past = |at: usize| {
            follow
                .outlooks()
                .fold(ByteSet::NONE, |set, outlook| set.union(outlook.bytes.get(at).copied().unwrap_or(ByteSet::ALL)))
        };
        let window = std::array::from_fn(|position| {
            let at = offset + position;
            literal.bytes().get(at).map_or_else(|| past(at), |byte| literal.set(*byte))
        });
        Self { literal: literal.clone(), offset, window, follow }
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
        let window = self.window;
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
