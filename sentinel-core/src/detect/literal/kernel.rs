//! How the text is passed over: 64 bytes at a time.

use super::{
    BLOCK, BLOCKS, WINDOW,
    buckets::Window,
    classes::{self, Classes},
    portable,
    runs::Runs,
    sieve::{Place, Sieve, Stop, Stops},
};
#[cfg(target_arch = "x86_64")]
use super::{avx2, avx512};

/// What a kernel tells of a block: a bit for each of its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Masks {
    /// Where a window may stand.
    pub(super) windows: u64,
    /// Which bytes are of which class.
    pub(super) classes: [u64; classes::MOST],
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

    /// Tells of the blocks from `at` on, as many as `masks` has room for or the text has left; gives
    /// how many.
    pub(super) fn masks(&self, text: &[u8], at: usize, masks: &mut [Masks]) -> usize {
        let left = &text[at..];
        let whole = left.len().saturating_sub(WINDOW) / BLOCK;
        if whole < masks.len() && left.len() <= SHORT {
            return self.short(left, masks);
        }
        let count = whole.min(masks.len());
        self.tables.pass(&left[..count * BLOCK + WINDOW], &mut masks[..count], self.count);
        for (block, masks) in left.chunks(BLOCK).zip(&mut masks[..count]) {
            self.past_ascii(block, masks);
        }
        count
    }

    /// The same for what is left of a text.
    fn short(&self, left: &[u8], masks: &mut [Masks]) -> usize {
        let count = left.len().div_ceil(BLOCK).min(masks.len());
        self.tables.pass_last(left, &mut masks[..count], self.count);
        for (block, masks) in left.chunks(BLOCK).zip(&mut masks[..count]) {
            self.past_ascii(block, masks);
            if block.len() < BLOCK {
                let within = (1 << block.len()) - 1;
                masks.windows &= within;
                masks.classes.iter_mut().for_each(|class| *class &= within);
            }
        }
        count
    }

    /// As [`Sieve::keep`].
    pub(super) fn keep<'s>(&self, by: &Sieve, place: Place<'_>, masks: &[Masks], stops: &'s mut Stops) -> &'s [Stop] {
        match &self.tables {
            #[cfg(target_arch = "x86_64")]
            Tables::Avx512(tables) => tables.keep(by, place, masks, stops),
            _ => by.keep(place, masks, stops),
        }
    }

    /// As [`Runs::keep_starts`].
    pub(super) fn starts(&self, runs: &mut Runs, length: usize) {
        match &self.tables {
            #[cfg(target_arch = "x86_64")]
            Tables::Avx2(tables) => tables.keep_starts(runs, length),
            #[cfg(target_arch = "x86_64")]
            Tables::Avx512(tables) => tables.keep_starts(runs, length),
            Tables::Portable(_) => runs.keep_starts(length),
        }
    }

    /// The tables tell the classes of ASCII; other bytes are seldom of any.
    #[inline]
    fn past_ascii(&self, block: &[u8], masks: &mut Masks) {
        if block.is_ascii() {
            return;
        }
        for (bit, byte) in block.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()) {
            let classes = self.classes[usize::from(*byte)];
            for (class, mask) in masks.classes[..self.count].iter_mut().enumerate() {
                *mask = *mask & !(1 << bit) | u64::from(classes >> class & 1) << bit;
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

    /// Tells of the last blocks of a text, as many as there are masks, with zeros up to a whole block.
    fn pass_last(&self, text: &[u8], masks: &mut [Masks], classes: usize) {
        #[cfg(target_arch = "x86_64")]
        if let Self::Avx512(tables) = self {
            return tables.pass_last(text, masks, classes);
        }
        let mut bytes = [0; SHORT + BLOCK + WINDOW];
        bytes[..text.len()].copy_from_slice(text);
        self.pass(&bytes[..masks.len() * BLOCK + WINDOW], masks, classes);
    }

    /// Tells of as many blocks as there are masks; `text` has the window's bytes past the last.
    fn pass(&self, text: &[u8], masks: &mut [Masks], classes: usize) {
        assert!(text.len() >= masks.len() * BLOCK + WINDOW);
        match self {
            Self::Portable(tables) => tables.pass(text, masks, classes),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(tables) => tables.pass(text, masks, classes),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(tables) => tables.pass(text, masks, classes),
        }
    }
}
