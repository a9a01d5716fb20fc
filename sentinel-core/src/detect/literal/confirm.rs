//! Says which literals stand where a kernel stopped.

use std::collections::BTreeMap;

use super::{
    Sweep, WINDOW,
    beside::Beside,
    buckets::Window,
    follow::Follow,
    sieve::{FOLD, HASH_BITS, Keys, Sieve, Stop, hash, key, window_at},
};
use crate::detect::plan::{ByteSet, Literal, Plan, commonness_of_four};

/// All literals, by their windows.
#[derive(Debug)]
pub(super) struct Confirm {
    entries: Vec<Entry>,
    windows: Vec<Window>,
    /// By four, three and two bytes.
    tables: [Table; 3],
}

#[derive(Debug)]
struct Entry {
    literal: Literal,
    /// What of it is compared last, where the first eight bytes and these are all of it.
    last: Option<Last>,
    /// Where the window starts in the literal.
    offset: usize,
    window: Window,
    follow: Follow,
}

/// Entries by a hash of the bytes that they are looked up by.
#[derive(Debug)]
struct Table {
    /// Of a hash so many of the highest bits count.
    slot_bits: u32,
    /// The first head of each slot and how many.
    slots: Vec<(u32, u32)>,
    heads: Vec<Head>,
}

/// Eight bytes that are compared at once.
#[derive(Clone, Copy, Debug)]
struct Eight {
    bytes: u64,
    mask: u64,
    /// The bits of case that do not count.
    fold: u64,
}

/// The last eight bytes of a literal.
#[derive(Debug)]
struct Last {
    from: usize,
    eight: Eight,
}

/// What of an entry turns most places down, close together in memory.
#[derive(Clone, Copy, Debug)]
struct Head {
    /// The first eight bytes of the literal, or as many as it has.
    first: Eight,
    offset: u16,
    /// True when that is all of it.
    whole: bool,
    entry: u32,
}

impl Confirm {
    pub(super) fn new<'r>(plans: impl IntoIterator<Item = &'r Plan>) -> (Self, Sieve) {
        let mut wanted = BTreeMap::<&Literal, Follow>::new();
        for (rule, plan) in (0..).zip(plans) {
            if let Some(outlook) = plan.outlook() {
                plan.literals().iter().for_each(|literal| wanted.entry(literal).or_default().add(rule, outlook));
            }
        }
        let entries: Vec<Entry> =
            beginnings(wanted).into_iter().map(|(literal, follow)| Entry::new(literal, follow)).collect();
        let mut windows: Vec<Window> = entries.iter().map(|entry| entry.window).collect();
        windows.sort();
        windows.dedup();
        let mut keys = [Keys::new(), Keys::new(), Keys::new()];
        for (index, entry) in (0..).zip(&entries) {
            let table = MOST_KEYED - entry.keyed();
            keys[table].extend(entry.keys().into_iter().map(|key| (key, index)));
        }
        let [four, three, two] = &keys;
        let windowed = |(key, index): &(u32, u32)| {
            let entry: &Entry = &entries[*index as usize];
            (*key, (&entry.literal, entry.offset))
        };
        let sieve = Sieve::new([four, three, two], Beside::new(four.iter().map(windowed)));
        let tables = keys.map(|keys| Table::new(&keys, &entries));
        (Self { entries, windows, tables }, sieve)
    }

    pub(super) fn windows(&self) -> &[Window] {
        &self.windows
    }

    /// How far before its window a literal may start.
    pub(super) fn farthest(&self) -> usize {
        self.entries.iter().map(|entry| entry.offset).max().unwrap_or(0)
    }

    pub(super) fn longest(&self) -> usize {
        self.entries.iter().map(|entry| entry.literal.bytes().len()).max().unwrap_or(0)
    }

    /// Adds what may match where a window may stand at `at`, by those of the tables that `stop` says.
    #[inline]
    pub(super) fn at(&self, text: &[u8], at: usize, stop: Stop, sweep: &mut Sweep<'_>) {
        let window = window_at(text, at);
        for table in stop.tables() {
            self.compare(self.tables[table].of(key(window, table)), text, at, sweep);
        }
    }

    #[inline]
    fn compare(&self, heads: &[Head], text: &[u8], at: usize, sweep: &mut Sweep<'_>) {
        for head in heads {
            let Some(start) = at.checked_sub(head.offset as usize) else { continue };
            let here = &text[start..];
            if head.may_stand(here) {
                let entry = &self.entries[head.entry as usize];
                if head.is_all(here) || entry.stands(here) {
                    entry.follow.at(text, start, entry.literal.bytes(), sweep);
                }
            }
        }
    }
}

/// Where a literal begins with another, its rules are looked for with those of the other: one walk is cheaper than two.
fn beginnings(wanted: BTreeMap<&Literal, Follow>) -> Vec<(&Literal, Follow)> {
    let mut by_bytes: Vec<(&Literal, Follow)> = wanted.into_iter().collect();
    by_bytes.sort_by_cached_key(|(literal, _)| literal.bytes().to_ascii_lowercase());
    let mut kept: Vec<(&Literal, Follow)> = Vec::new();
    // Those of the kept that the next may begin with, the shortest first.
    let mut open: Vec<usize> = Vec::new();
    for (literal, follow) in by_bytes {
        open.retain(|index| kept[*index].0.begins_in_any_case(literal));
        let beginning = open.iter().find(|index| kept[**index].0.begins(literal) && kept[**index].1.has_room(&follow));
        match beginning {
            Some(index) => kept[*index].1.join(follow),
            None => {
                open.push(kept.len());
                kept.push((literal, follow));
            }
        }
    }
    kept
}

impl Head {
    fn new(index: u32, entry: &Entry) -> Self {
        let first = Eight::new(&entry.literal, 0);
        let whole = entry.literal.bytes().len() <= EIGHT;
        Self { first, offset: entry.offset as u16, whole, entry: index }
    }

    /// False when the literal does not stand at the start of `text`.
    #[inline]
    fn may_stand(&self, text: &[u8]) -> bool {
        text.first_chunk().is_none_or(|eight| self.first.is(*eight))
    }

    /// True when there is no more to the literal than what was compared.
    #[inline]
    fn is_all(&self, text: &[u8]) -> bool {
        self.whole && text.len() >= EIGHT
    }
}

const EIGHT: usize = 8;

impl Eight {
    /// Those of a literal from an offset on, or as many as it has.
    fn new(literal: &Literal, from: usize) -> Self {
        let bytes = literal.bytes()[from..].iter().take(EIGHT).rev();
        let [bytes, mask, fold] = bytes.fold([0_u64; 3], |[bytes, mask, fold], byte| {
            let case = literal.set(*byte).iter().fold(0, |case, form| case | form ^ byte);
            [bytes << 8 | u64::from(*byte), mask << 8 | 0xff, fold << 8 | u64::from(case)]
        });
        Self { bytes: bytes | fold, mask, fold }
    }

    #[inline]
    fn is(&self, bytes: [u8; EIGHT]) -> bool {
        (u64::from_le_bytes(bytes) | self.fold) & self.mask == self.bytes
    }
}

impl Table {
    fn new(keys: &Keys, entries: &[Entry]) -> Self {
        let slot_bits = (SPREAD * keys.len()).next_power_of_two().ilog2().min(HASH_BITS);
        let mut by_slot: Vec<(u32, u32)> = keys.iter().map(|(key, entry)| (slot(*key, slot_bits), *entry)).collect();
        by_slot.sort_unstable();
        by_slot.dedup();
        let mut slots = vec![(0, 0); 1 << slot_bits];
        let mut first = 0;
        for group in by_slot.chunk_by(|a, b| a.0 == b.0) {
            slots[group[0].0 as usize] = (first, group.len() as u32);
            first += group.len() as u32;
        }
        Self {
            slot_bits,
            slots,
            heads: by_slot.into_iter().map(|(_, entry)| Head::new(entry, &entries[entry as usize])).collect(),
        }
    }

    #[inline]
    fn of(&self, key: u32) -> &[Head] {
        if self.heads.is_empty() {
            return &[];
        }
        let (first, count) = self.slots[slot(key, self.slot_bits) as usize];
        &self.heads[first as usize..(first + count) as usize]
    }
}

/// So many slots for each key, for few look-ups to end at one of another.
const SPREAD: usize = 4;

fn slot(key: u32, bits: u32) -> u32 {
    hash(key) >> (HASH_BITS - bits)
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
        let from = literal.bytes().len().checked_sub(EIGHT).filter(|from| (1..=EIGHT).contains(from));
        let last = from.map(|from| Last { from, eight: Eight::new(literal, from) });
        Self { literal: literal.clone(), last, offset, window, follow }
    }

    /// True when the literal stands at the start of `text`, of which as many bytes as a head has may stand.
    #[inline]
    fn stands(&self, text: &[u8]) -> bool {
        match &self.last {
            Some(last) => {
                text.get(last.from..).and_then(<[u8]>::first_chunk).is_some_and(|eight| last.eight.is(*eight))
            }
            None => self.literal.starts(text),
        }
    }

    /// By how many bytes it is looked up.
    fn keyed(&self) -> usize {
        match self.literal.bytes().len() {
            // A look-up by two takes a table of its own.
            0 | 1 if self.forms(3) > MOST_FORMS => 2,
            0..=3 => 3,
            _ => MOST_KEYED,
        }
    }

    /// In how many forms that many bytes may stand.
    fn forms(&self, bytes: usize) -> usize {
        self.window[..bytes].iter().map(|set| set.iter().count()).product()
    }

    /// What it is looked up by: the bytes of its window in all the forms in which they may stand, case aside where there
    /// are four. Past its end there may be nothing, which counts as zero.
    fn keys(&self) -> Vec<u32> {
        let length = self.literal.bytes().len();
        let mut keys = vec![0];
        for (position, set) in self.window[..self.keyed()].iter().enumerate() {
            let set = if position < length { *set } else { set.union(ByteSet::of([0])) };
            let fold = if self.keyed() == MOST_KEYED { FOLD as u8 } else { 0 };
            let forms = ByteSet::of(set.iter().map(|byte| byte | fold));
            keys = keys
                .iter()
                .flat_map(|key| forms.iter().map(move |byte| key | u32::from(byte) << (8 * position)))
                .collect();
        }
        keys
    }
}

/// Literals are looked up by so many bytes at most.
const MOST_KEYED: usize = WINDOW;

/// And a short one by three, unless they stand in more forms than that.
const MOST_FORMS: usize = 500;

/// Where the four bytes start that are rarest together.
fn rarest(literal: &Literal) -> usize {
    let sets: Vec<ByteSet> = literal.bytes().iter().map(|byte| literal.set(*byte)).collect();
    let fours = sets.windows(WINDOW).map(|sets| sets.try_into().expect("four"));
    let windows = fours.map(commonness_of_four).enumerate();
    windows.min_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(offset, _)| offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::plan::plan;

    #[test]
    fn a_literal_is_looked_for_with_one_that_stands_wherever_it_does() {
        let table: [(&[&str], &[&str]); 6] = [
            (&["(?i)pass", "(?i)password=", "(?i)passwd"], &["~pass"]),
            (&["pass_", "(?i)pass_word"], &["pass_", "~pass_word"]),
            (&["(?i)pass_", "PASS_WORD", "Pass"], &["Pass", "~pass_"]),
            (&["__-", "(?i)__-key"], &["__-"]),
            (&["abc", "abcd", "abcde", "abd"], &["abc", "abd"]),
            (&["abc", "ABCD"], &["abc", "ABCD"]),
        ];
        for (regexes, expected) in table {
            let read = |regex: &&str| {
                plan(&regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(regex).unwrap())
            };
            let plans: Vec<Plan> = regexes.iter().map(read).collect();
            let (confirm, _) = Confirm::new(&plans);
            let mut kept: Vec<String> = confirm.entries.iter().map(|entry| entry.literal.to_string()).collect();
            kept.sort();
            let mut expected: Vec<&str> = expected.to_vec();
            expected.sort_unstable();
            assert_eq!(kept, expected, "{regexes:?}");
        }
    }
}
