//! Says which literals stand where a kernel stopped.

use super::{Candidate, WINDOW, frequency::frequency};
use crate::detect::plan::Literal;

/// All literals, by their windows.
#[derive(Debug)]
pub(crate) struct Confirm {
    entries: Vec<Entry>,
    windows: Vec<Window>,
    /// For windows of four bytes: the first entry of each slot and how many it has.
    slots: Vec<(u32, u32)>,
    /// For shorter ones: for each pair of bytes, the first entry and how many.
    pairs: Vec<(u32, u32)>,
    /// One bit for each pair of bytes that a shorter window starts with.
    pair_bits: Vec<u64>,
}

#[derive(Debug)]
struct Entry {
    literal: Literal,
    /// Where the window starts in the literal.
    offset: usize,
    rules: Vec<u32>,
}

/// The bytes of a literal that a kernel looks at: for each position those that may stand there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Window(pub(super) Vec<(u8, u8)>);

const SLOT_BITS: u32 = 13;
/// Setting this bit makes letters lower-case, and tells few other bytes apart from each other less.
const FOLD: u32 = 0x2020_2020;

impl Confirm {
    pub(super) fn new<'r>(rules: impl IntoIterator<Item = &'r [Literal]>) -> Self {
        let mut wanted = std::collections::BTreeMap::<&Literal, Vec<u32>>::new();
        for (rule, literals) in (0..).zip(rules) {
            for literal in literals {
                wanted.entry(literal).or_default().push(rule);
            }
        }
        let mut entries: Vec<Entry> = wanted
            .into_iter()
            .map(|(literal, rules)| Entry { literal: literal.clone(), offset: rarest(literal), rules })
            .collect();
        let mut windows: Vec<Window> = entries.iter().map(Entry::window).collect();
        windows.sort();
        windows.dedup();
        // Short ones first, each kind by the slot that it is looked up in.
        entries.sort_by_key(|entry| (!entry.is_short(), entry.pair(), entry.slot()));
        let mut confirm = Self {
            windows,
            slots: vec![(0, 0); 1 << SLOT_BITS],
            pairs: Vec::new(),
            pair_bits: vec![0; 1 << 10],
            entries,
        };
        confirm.index();
        confirm
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn windows(&self) -> &[Window] {
        &self.windows
    }

    /// Adds the literals whose window stands at `at`.
    #[inline]
    pub(super) fn at(&self, text: &[u8], at: usize, found: &mut Vec<Candidate>) {
        if let Some(window) = text.get(at..at + WINDOW) {
            let key = u32::from_le_bytes([window[0], window[1], window[2], window[3]]);
            let (first, count) = self.slots[slot(key)];
            if count > 0 {
                self.compare(first, count, text, at, found);
            }
        }
        if let Some(&first) = text.get(at) {
            let second = text.get(at + 1).copied().unwrap_or(0);
            let pair = usize::from(u16::from_le_bytes([first, second]));
            if self.pair_bits[pair >> 6] >> (pair & 63) & 1 == 1 {
                let (first, count) = self.pairs[pair];
                self.compare(first, count, text, at, found);
            }
        }
    }

    #[inline(never)]
    fn compare(&self, first: u32, count: u32, text: &[u8], at: usize, found: &mut Vec<Candidate>) {
        for entry in &self.entries[first as usize..(first + count) as usize] {
            let Some(start) = at.checked_sub(entry.offset) else { continue };
            if entry.literal.starts(&text[start..]) {
                found.extend(entry.rules.iter().map(|&rule| Candidate { rule, start }));
            }
        }
    }

    fn index(&mut self) {
        if self.entries.iter().any(Entry::is_short) {
            self.pairs = vec![(0, 0); 1 << 16];
        }
        for (index, entry) in (0_u32..).zip(&self.entries) {
            if entry.is_short() {
                for pair in entry.pairs() {
                    let known = &mut self.pairs[usize::from(pair)];
                    *known = if known.1 == 0 { (index, 1) } else { (known.0, index - known.0 + 1) };
                    self.pair_bits[usize::from(pair) >> 6] |= 1 << (pair & 63);
                }
            } else {
                let known = &mut self.slots[entry.slot()];
                *known = if known.1 == 0 { (index, 1) } else { (known.0, known.1 + 1) };
            }
        }
    }
}

impl Entry {
    fn window(&self) -> Window {
        let bytes = self.literal.bytes().iter().skip(self.offset).take(WINDOW);
        Window(bytes.map(|&byte| self.literal.cases(byte)).collect())
    }

    fn is_short(&self) -> bool {
        self.literal.bytes().len() < WINDOW
    }

    fn slot(&self) -> usize {
        match self.literal.bytes().get(self.offset..self.offset + WINDOW) {
            Some(window) => slot(u32::from_le_bytes([window[0], window[1], window[2], window[3]])),
            None => 0,
        }
    }

    /// The pair that a short one is sorted by.
    fn pair(&self) -> u16 {
        let bytes = self.literal.bytes();
        if self.is_short() { u16::from_le_bytes([bytes[0], bytes.get(1).copied().unwrap_or(0)]) } else { 0 }
    }

    /// The pairs that it is looked up in: its first two bytes in all the cases that they may have.
    /// After a single byte anything may stand, and nothing, which counts as zero.
    fn pairs(&self) -> Vec<u16> {
        let bytes = self.literal.bytes();
        let first = self.literal.cases(bytes[0]);
        let seconds: Vec<u8> = match bytes.get(1).map(|&second| self.literal.cases(second)) {
            Some((one, other)) => vec![one, other],
            None => (0..=255).collect(),
        };
        let pair = |first| seconds.iter().map(move |&second| u16::from_le_bytes([first, second]));
        let mut pairs: Vec<u16> = [first.0, first.1].into_iter().flat_map(pair).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }
}

#[inline]
fn slot(key: u32) -> usize {
    ((key | FOLD).wrapping_mul(0x9e37_79b1) >> (32 - SLOT_BITS)) as usize
}

/// Where the four bytes start that are rarest together.
fn rarest(literal: &Literal) -> usize {
    let bytes = literal.bytes();
    let common = |offset: usize| -> u64 {
        bytes[offset..offset + WINDOW].iter().map(|&byte| u64::from(frequency_of(literal.cases(byte)))).product()
    };
    (0..=bytes.len().saturating_sub(WINDOW))
        .filter(|_| bytes.len() >= WINDOW)
        .min_by_key(|&offset| common(offset))
        .unwrap_or(0)
}

/// How common it is that one of two bytes stands somewhere.
pub(super) fn frequency_of((one, other): (u8, u8)) -> u32 {
    frequency(one) + if other == one { 0 } else { frequency(other) }
}
