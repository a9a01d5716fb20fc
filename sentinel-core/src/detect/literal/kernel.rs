//! How the text is passed over: 64 bytes at a time.

use super::{
    BLOCK, WINDOW,
    buckets::Window,
    classes::{self, Classes},
    portable,
    sieve::{Sieve, Stop, Stops},
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
        let whole = (text.len() - at).saturating_sub(WINDOW) / BLOCK;
        let count = whole.min(masks.len());
        let blocks = text[at..].chunks(BLOCK).take(count).enumerate();
        if count > 0 {
            self.tables.pass(&text[at..at + count * BLOCK + WINDOW], &mut masks[..count], self.count);
        }
        for (index, block) in blocks {
            self.past_ascii(block, &mut masks[index]);
        }
        if count == masks.len() || at + count * BLOCK >= text.len() {
            return count;
        }
        // What is left, and zeros up to a whole block: twice, when it goes on past one.
        let from = at + count * BLOCK;
        let left = &text[from..];
        let mut bytes = [0; BLOCK + WINDOW];
        let copied = left.len().min(bytes.len());
        bytes[..copied].copy_from_slice(&left[..copied]);
        let here = left.len().min(BLOCK);
        let last = &mut masks[count];
        self.tables.pass(&bytes, std::slice::from_mut(last), self.count);
        self.past_ascii(&bytes[..here], last);
        let within = if here < BLOCK { (1 << here) - 1 } else { u64::MAX };
        last.windows &= within;
        last.classes.iter_mut().for_each(|class| *class &= within);
        count + 1
    }

    /// Where in `text` a window may stand, by blocks from the first on.
    pub(super) fn sieve<'s>(&self, sieve: &Sieve, text: &[u8], masks: &[Masks], stops: &'s mut Stops) -> &'s [Stop] {
        match &self.tables {
            #[cfg(target_arch = "x86_64")]
            Tables::Avx512(tables) => {
                // What it reaches into, and no more: its offsets are small.
                let end = text.len().min((masks.len() + 1) * BLOCK);
                tables.sieve(sieve, &text[..end], masks, stops)
            }
            _ => sieve.keep(text, masks, stops),
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
