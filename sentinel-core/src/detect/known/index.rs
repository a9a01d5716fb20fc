//! Where values stand, found by looking at few bytes of the text.
//!
//! Of each form of each value a stretch of windows is noted: `window` bytes each, at `step` offsets in a row. Wherever
//! the value stands, one of them stands at a multiple of `step`: the text is looked at there only. A filter says
//! whether a window may be one that was noted; a table says of which values, and those are compared.

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{
    Value,
    form::{ALPHABETS, Form},
};
use crate::{Result, Span};

/// Everything in it tells something of the values: it is overwritten when it is dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(super) struct Index {
    /// Bytes of a window, from 5 to 8.
    window: usize,
    /// Bytes from one window that is looked at to the next.
    step: usize,
    /// A Bloom filter of the windows: the upper bits of a hash choose a word, the lower ones three bits in it.
    filter: Vec<u64>,
    filter_shift: u32,
    /// Where the entries start whose hash has these upper bits.
    buckets: Vec<u32>,
    bucket_shift: u32,
    /// By shape, digest and value.
    entries: Vec<Entry>,
    /// Of each value.
    digests: Vec<u64>,
}

/// A window of a value.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Zeroize)]
struct Entry {
    /// The upper half of the window's hash.
    hash: u32,
    /// Index into [`Form::ALL`].
    form: u8,
    /// Where the window starts in the text that the form makes of the value.
    offset: u16,
    /// Of the value, in bytes.
    length: u16,
    value: u32,
}

impl Entry {
    /// Equal for windows that are looked into together.
    fn shape(&self) -> (u32, u8, u16, u16) {
        (self.hash, self.form, self.offset, self.length)
    }
}

/// Beyond so many values, fewer windows of each are noted.
const MANY: usize = 1000;
/// Windows are chosen from so many in the middle of a text.
const CHOICE: usize = 64;
/// Few enough that the filter of ten thousand values stays in a core's own cache, and enough that of a hundred windows
/// at most one is looked up in vain.
const BITS_PER_ENTRY: usize = 12;

impl Index {
    pub(super) fn new(values: &[Value]) -> Self {
        let shortest = values.iter().map(|value| value.secret.expose().len()).min().unwrap_or(0);
        let window = (shortest / 2 + 1).clamp(5, 8);
        let step = (shortest + 1).saturating_sub(window).clamp(1, if values.len() > MANY { 8 } else { 16 });
        let digests: Vec<u64> = values.iter().map(|value| digest(value.secret.expose().iter().copied())).collect();
        let mut entries = entries(values, window, step);
        entries.sort_unstable_by(|a, b| {
            let digests = || digests[a.value as usize].cmp(&digests[b.value as usize]);
            a.shape().cmp(&b.shape()).then_with(digests).then(a.value.cmp(&b.value))
        });
        entries.dedup();
        let words = (entries.len() * BITS_PER_ENTRY / 64).next_power_of_two().clamp(1 << 9, 1 << 20);
        let count = entries.len().next_power_of_two().clamp(1 << 4, 1 << 22);
        let (filter_shift, bucket_shift) = (32 - words.ilog2(), 32 - count.ilog2());
        let mut filter = vec![0_u64; words];
        let mut buckets = vec![0_u32; count + 1];
        for entry in &entries {
            filter[(entry.hash >> filter_shift) as usize] |= three_bits(entry.hash);
            buckets[(entry.hash >> bucket_shift) as usize + 1] += 1;
        }
        for bucket in 1..=count {
            buckets[bucket] += buckets[bucket - 1];
        }
        Self { window, step, filter, filter_shift, buckets, bucket_shift, entries, digests }
    }

    /// Reports where a value stands, in which form, and which it is.
    pub(super) fn find(
        &self,
        values: &[Value],
        text: &[u8],
        mut report: impl FnMut(Span, Form, usize) -> Result<()>,
    ) -> Result<()> {
        const AT_ONCE: usize = 4;
        let mut at = 0;
        while let Some(reach) = text.get(at..at + (AT_ONCE - 1) * self.step + 8) {
            let here: [bool; AT_ONCE] = std::array::from_fn(|index| {
                let from = index * self.step;
                self.may_stand(self.hash(eight(&reach[from..from + 8])))
            });
            if here.contains(&true) {
                for index in (0..AT_ONCE).filter(|&index| here[index]) {
                    self.compare(values, text, at + index * self.step, &mut report)?;
                }
            }
            at += AT_ONCE * self.step;
        }
        while at + self.window <= text.len() {
            self.compare(values, text, at, &mut report)?;
            at += self.step;
        }
        Ok(())
    }

    /// Reports the values of which a window stands at `at`.
    fn compare(
        &self,
        values: &[Value],
        text: &[u8],
        at: usize,
        report: &mut impl FnMut(Span, Form, usize) -> Result<()>,
    ) -> Result<()> {
        let hash = self.hash(eight(&text[at..text.len().min(at + 8)]));
        if !self.may_stand(hash) {
            return Ok(());
        }
        let bucket = (hash >> self.bucket_shift) as usize;
        let entries = &self.entries[self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize];
        for group in entries.chunk_by(|a, b| a.shape() == b.shape()).filter(|group| group[0].hash == hash) {
            let (form, length) = (Form::ALL[usize::from(group[0].form)], usize::from(group[0].length));
            let Some(start) = at.checked_sub(usize::from(group[0].offset)) else { continue };
            let Some(place) = text.get(start..start + form.width(length)) else { continue };
            if let Some(value) = self.standing(values, group, place, form, length) {
                report(Span::new(start, start + place.len()), form, value)?;
            }
        }
        Ok(())
    }

    /// Which value of a group, all of one length, stands in `place`. Many that share a window cost no more than one.
    fn standing(&self, values: &[Value], group: &[Entry], place: &[u8], form: Form, length: usize) -> Option<usize> {
        let equal = |value: &usize| {
            let secret = values[*value].secret.expose();
            secret.iter().enumerate().all(|(at, byte)| form.byte(place, at) == Some(*byte))
        };
        if let [only] = group {
            return Some(only.value as usize).filter(equal);
        }
        let wanted = digest_of(place, form, length)?;
        let first = group.partition_point(|entry| self.digests[entry.value as usize] < wanted);
        let candidates = group[first..].iter().map(|entry| entry.value as usize);
        candidates.take_while(|&value| self.digests[value] == wanted).find(equal)
    }

    fn may_stand(&self, hash: u32) -> bool {
        let bits = three_bits(hash);
        self.filter[(hash >> self.filter_shift) as usize] & bits == bits
    }

    fn hash(&self, word: u64) -> u32 {
        hash(word, self.window)
    }
}

/// The windows that are noted: of each form of each value those that the fewest others share.
fn entries(values: &[Value], window: usize, step: usize) -> Vec<Entry> {
    let mut counts = Counts::new(values.len() * Form::ALL.len() * CHOICE);
    for value in values {
        for_each_form(value, window, step, |_, _, hashes| hashes.iter().for_each(|hash| counts.add(*hash)));
    }
    let mut entries = Vec::with_capacity(values.len() * Form::ALL.len() * step);
    for (index, value) in values.iter().enumerate() {
        for_each_form(value, window, step, |form, from, hashes| {
            let middle = (hashes.len() - step) / 2;
            let shared = |start: &usize| hashes[*start..start + step].iter().map(|hash| counts.of(*hash)).sum::<u32>();
            let start =
                (0..=hashes.len() - step).min_by_key(|start| (shared(start), start.abs_diff(middle))).unwrap_or(0);
            let chosen = hashes.iter().enumerate().skip(start).take(step);
            entries.extend(chosen.map(|(at, hash)| Entry {
                hash: *hash,
                form,
                // No value is longer than 16 KiB, and no form of it longer than 32.
                offset: (from + at) as u16,
                length: value.secret.expose().len() as u16,
                value: index as u32,
            }));
        });
    }
    entries
}

/// For each form of a value (in base64 for either alphabet): its index, an offset, and the hashes of the windows there.
fn for_each_form(value: &Value, window: usize, step: usize, mut each: impl FnMut(u8, usize, &[u32])) {
    let secret = value.secret.expose();
    for (index, form) in (0_u8..).zip(Form::ALL) {
        let (from, to) = form.decided(secret.len());
        let windows = to - from + 1 - window;
        let most = CHOICE.max(step).min(windows);
        let from = from + (windows - most) / 2;
        let mut last = Vec::new();
        for alphabet in ALPHABETS {
            let mut characters =
                (from..from + most + window - 1).map(|at| form.character(secret, at, alphabet)).collect::<Vec<u8>>();
            let hashes: Vec<u32> = characters.windows(window).map(|bytes| hash(eight(bytes), window)).collect();
            characters.zeroize();
            if hashes != last {
                each(index, from, &hashes);
            }
            last = hashes;
        }
    }
}

/// How often hashes occur, or a little more.
struct Counts(Vec<u16>);

impl Counts {
    fn new(expected: usize) -> Self {
        Self(vec![0; expected.next_power_of_two().clamp(1 << 10, 1 << 20)])
    }

    fn add(&mut self, hash: u32) {
        let at = self.at(hash);
        self.0[at] = self.0[at].saturating_add(1);
    }

    fn of(&self, hash: u32) -> u32 {
        u32::from(self.0[self.at(hash)])
    }

    fn at(&self, hash: u32) -> usize {
        hash as usize & (self.0.len() - 1)
    }
}

/// The first eight bytes, or fewer and zeros.
fn eight(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => {
            let mut eight = [0; 8];
            eight[..bytes.len()].copy_from_slice(bytes);
            u64::from_le_bytes(eight)
        }
    }
}

/// A hash of the first `window` bytes of a word, the same for letters in either case.
fn hash(word: u64, window: usize) -> u32 {
    const FOLD: u64 = 0x2020_2020_2020_2020;
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let bytes = (word | FOLD) << (64 - 8 * window);
    ((bytes ^ bytes >> 29).wrapping_mul(FACTOR) >> 32) as u32
}

fn three_bits(hash: u32) -> u64 {
    1 << (hash & 63) | 1 << (hash >> 6 & 63) | 1 << (hash >> 12 & 63)
}

/// A digest of the value that stands in `place`; none where none can.
fn digest_of(place: &[u8], form: Form, length: usize) -> Option<u64> {
    (0..length)
        .all(|at| form.byte(place, at).is_some())
        .then(|| digest((0..length).filter_map(|at| form.byte(place, at))))
}

/// FNV-1a. Values with the same digest are compared one by one.
fn digest(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |digest, byte| (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
