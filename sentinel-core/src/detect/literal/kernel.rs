//! How the text is passed over: 64 bytes at a time.

use super::{
    BLOCK, BLOCKS, WINDOW,
    buckets::Window,
    classes::{self, Classes},
    portable,
    runs::{Blocks, starts_of},
    sieve::{Place, Sieve, Stop, Stops},
};
#[cfg(target_arch = "x86_64")]
use super::{avx2, avx512};

/// What a kernel tells of blocks that are told of together, of the last before them, and of the one behind them, which is
/// empty where the text ends: a bit for each byte.
#[derive(Debug, Default)]
pub(super) struct Masks {
    /// Where a window may stand.
    pub(super) windows: Row,
    /// Which bytes are of which class.
    pub(super) classes: [Row; classes::MOST],
}

/// A mask for each block. Blocks side by side are looked at together.
pub(super) type Row = [u64; BLOCKS + 2];

/// The place of the first block in a row.
pub(super) const FIRST: usize = 1;

impl Masks {
    /// The last of so many blocks becomes the one before.
    pub(super) fn go_on(&mut self, count: usize) {
        self.classes.iter_mut().for_each(|row| row[FIRST - 1] = row[FIRST - 1 + count]);
    }

    /// Behind so many blocks the text ends.
    pub(super) fn end(&mut self, count: usize) {
        self.classes.iter_mut().for_each(|row| row[FIRST + count] = 0);
    }

    /// Leaves the first bytes of a block.
    fn cut(&mut self, place: usize, bytes: usize) {
        let within = (1 << bytes) - 1;
        self.windows[place] &= within;
        self.classes.iter_mut().for_each(|row| row[place] &= within);
    }
}

/// What is left of a text is passed over at once, if it is no longer than that: as much as blocks are told of together.
const SHORT: usize = BLOCKS * BLOCK;

/// Tables for the machine.
#[derive(Debug)]
pub(super) struct Kernel {
    tables: Tables,
    /// For each byte, its classes.
    classes: Box<[u8; 256]>,
    count: usize,
}

#[derive(Debug)]
enum Tables {
    Portable(Box<portable::Tables>),
    #[cfg(target_arch = "x86_64")]
    Avx2(Box<avx2::Tables>),
    #[cfg(target_arch = "x86_64")]
    Avx512(Box<avx512::Tables>),
}

impl Kernel {
    /// The fastest kernel that the machine has, or the one that is wanted.
    pub(super) fn new(windows: &[Window], classes: &Classes, wanted: Option<&str>) -> Self {
        let of = classes.of_bytes();
        let tables = Tables::new(windows, &of, wanted);
        Self { tables, classes: Box::new(of), count: classes.len() }
    }

    /// Tells of the blocks from `at` on, as many as there is room for or the text has left; gives how many.
    pub(super) fn masks(&self, text: &[u8], at: usize, masks: &mut Masks) -> usize {
        let left = &text[at..];
        let whole = left.len().saturating_sub(WINDOW) / BLOCK;
        if whole < BLOCKS && left.len() <= SHORT {
            return self.short(left, masks);
        }
        let count = whole.min(BLOCKS);
        self.tables.pass(&left[..count * BLOCK + WINDOW], count, masks, self.count);
        for (place, block) in (FIRST..FIRST + count).zip(left.chunks(BLOCK)) {
            self.past_ascii(block, masks, place);
        }
        count
    }

    /// The same for what is left of a text.
    fn short(&self, left: &[u8], masks: &mut Masks) -> usize {
        let count = left.len().div_ceil(BLOCK).min(BLOCKS);
        self.tables.pass_last(left, count, masks, self.count);
        for (place, block) in (FIRST..FIRST + count).zip(left.chunks(BLOCK)) {
            self.past_ascii(block, masks, place);
            if block.len() < BLOCK {
                masks.cut(place, block.len());
            }
        }
        count
    }

    /// As [`Sieve::keep`].
    pub(super) fn keep<'s>(&self, by: &Sieve, place: Place<'_>, windows: &[u64], stops: &'s mut Stops) -> &'s [Stop] {
        match &self.tables {
            #[cfg(target_arch = "x86_64")]
            Tables::Avx512(tables) => tables.keep(by, place, windows, stops),
            _ => by.keep(place, windows, stops),
        }
    }

    /// As [`starts_of`].
    pub(super) fn starts(&self, here: &Blocks, next: &Blocks, length: usize) -> Blocks {
        match &self.tables {
            #[cfg(target_arch = "x86_64")]
            Tables::Avx2(tables) => tables.starts_of(here, next, length),
            #[cfg(target_arch = "x86_64")]
            Tables::Avx512(tables) => tables.starts_of(here, next, length),
            Tables::Portable(_) => starts_of(here, next, length),
        }
    }

    /// The tables tell the classes of ASCII; other bytes are seldom of any.
    #[inline]
    fn past_ascii(&self, block: &[u8], masks: &mut Masks, place: usize) {
        if block.is_ascii() {
            return;
        }
        for (bit, byte) in block.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()) {
            let classes = self.classes[usize::from(*byte)];
            for (class, row) in masks.classes[..self.count].iter_mut().enumerate() {
                row[place] = row[place] & !(1 << bit) | u64::from(classes >> class & 1) << bit;
            }
        }
    }
}

impl Tables {
    #[cfg(target_arch = "x86_64")]
    fn new(windows: &[Window], classes: &[u8; 256], wanted: Option<&str>) -> Self {
        let may = |name: &str| wanted.is_none_or(|wanted| wanted == name);
        if may("avx512")
            && let Some(tables) = avx512::Tables::new(windows, classes)
        {
            return Self::Avx512(Box::new(tables));
        }
        if may("avx2")
            && let Some(tables) = avx2::Tables::new(windows, classes)
        {
            return Self::Avx2(Box::new(tables));
        }
        Self::Portable(Box::new(portable::Tables::new(windows, classes)))
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn new(windows: &[Window], classes: &[u8; 256], _: Option<&str>) -> Self {
        Self::Portable(Box::new(portable::Tables::new(windows, classes)))
    }

    /// Tells of the last blocks of a text, so many, with zeros up to a whole block.
    fn pass_last(&self, text: &[u8], count: usize, masks: &mut Masks, classes: usize) {
        #[cfg(target_arch = "x86_64")]
        if let Self::Avx512(tables) = self {
            return tables.pass_last(text, count, masks, classes);
        }
        let mut bytes = [0; SHORT + BLOCK + WINDOW];
        bytes[..text.len()].copy_from_slice(text);
        self.pass(&bytes[..count * BLOCK + WINDOW], count, masks, classes);
    }

    /// Tells of so many blocks; `text` has the window's bytes past the last.
    fn pass(&self, text: &[u8], count: usize, masks: &mut Masks, classes: usize) {
        assert!(text.len() >= count * BLOCK + WINDOW);
        match self {
            Self::Portable(tables) => tables.pass(text, count, masks, classes),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(tables) => tables.pass(text, count, masks, classes),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(tables) => tables.pass(text, count, masks, classes),
        }
    }
}
