//! How the text is passed over: 64 bytes at a time.

use super::{
    BLOCK, BLOCKS, WINDOW,
    buckets::Window,
    classes::{Classes, MOST},
    encoded::{Encoded, wanted_of},
    portable,
    runs::starts_of,
    sieve::{Place, Sieve, Stop, Stops, spread},
};
#[cfg(target_arch = "x86_64")]
use super::{avx2, avx512};
use crate::bits::{bits, first, ones};

/// What a kernel tells of blocks that are told of together: a bit for each byte. Past the end of the text none is set.
#[derive(Debug, Default)]
#[repr(align(64))]
pub(super) struct Masks {
    /// Which bytes are of which class. A row is written and read as a whole: words that were just written one by one
    /// are waited for where they are read together.
    pub(super) classes: [Blocks; MOST],
    /// Where a window may stand.
    pub(super) windows: Blocks,
    /// For each class the mask of the last block before these.
    before: [u64; MOST],
    /// At so many places a window may stand, or at fewer.
    pub(super) stops: usize,
    /// True when there are bytes past ASCII whose classes the kernel does not tell.
    pub(super) untold: bool,
}

/// A mask for each block.
pub(super) type Blocks = [u64; BLOCKS];

/// Masks of a block, and of those behind it. What looks ahead is a block late: told of are all but the last.
#[derive(Clone, Copy)]
pub(super) struct Late<'m> {
    pub(super) before: u64,
    pub(super) blocks: &'m Blocks,
}

impl Late<'_> {
    /// That of a block, which counts from the one before.
    #[inline(always)]
    pub(super) fn block(self, index: usize) -> u64 {
        if index == 0 { self.before } else { self.blocks[index - 1] }
    }

    /// Those that are told of, and those one further on.
    #[inline(always)]
    pub(super) fn both(self) -> (Blocks, Blocks) {
        (std::array::from_fn(|index| self.block(index)), *self.blocks)
    }
}

impl Masks {
    /// The last block becomes the one before.
    pub(super) fn go_on(&mut self) {
        for (before, row) in self.before.iter_mut().zip(&self.classes) {
            *before = row[BLOCKS - 1];
        }
    }

    /// Behind the last block the text ends.
    pub(super) fn end(&mut self) {
        self.classes = Default::default();
    }

    /// What is told of a class when it is known what lies ahead.
    #[inline]
    pub(super) fn late(&self, class: usize) -> Late<'_> {
        Late { before: self.before[class], blocks: &self.classes[class] }
    }

    /// Forgets all but what stood before.
    fn clear(&mut self) {
        *self = Self { before: self.before, ..Self::default() };
    }

    /// Past so many bytes there is nothing in their last block.
    fn cut(&mut self, bytes: usize) {
        let (last, within) = (bytes / BLOCK, first(bytes % BLOCK));
        self.classes
            .iter_mut()
            .chain([&mut self.windows])
            .filter_map(|row| row.get_mut(last))
            .for_each(|mask| *mask &= within);
    }
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

    /// Tells of the blocks from `at` on, as many as there is room for or the text has left; gives how many.
    pub(super) fn masks(&self, text: &[u8], at: usize, masks: &mut Masks) -> usize {
        let left = &text[at..];
        let count = left.len().div_ceil(BLOCK).min(BLOCKS);
        self.tables.pass(left, count, masks, self.count);
        if masks.untold {
            self.past_ascii(left, masks);
        }
        count
    }

    /// True for a byte of a class.
    pub(super) fn is_of(&self, class: usize, byte: u8) -> bool {
        self.classes[usize::from(byte)] >> class & 1 == 1
    }

    /// Where a window may stand, by the masks of blocks side by side.
    pub(super) fn keep<'s>(&self, by: &Sieve, place: Place<'_>, masks: &Masks, stops: &'s mut Stops) -> &'s [Stop] {
        let stops = stops.room(masks.stops);
        let count = match &self.tables {
            #[cfg(target_arch = "x86_64")]
            Tables::Avx512(tables) => tables.spread(&masks.windows, stops),
            _ => spread(&masks.windows, stops),
        };
        by.keep(place, stops, count)
    }

    /// As [`starts_of`].
    pub(super) fn starts(&self, late: Late<'_>, length: usize) -> Blocks {
        match &self.tables {
            #[cfg(target_arch = "x86_64")]
            Tables::Avx2(tables) => tables.starts_of(late, length),
            #[cfg(target_arch = "x86_64")]
            Tables::Avx512(tables) => tables.starts_of(late, length),
            Tables::Portable(_) => starts_of(late.both(), length),
        }
    }

    /// As [`wanted_of`].
    pub(super) fn wanted(&self, encoded: Encoded<'_>) -> Blocks {
        match &self.tables {
            #[cfg(target_arch = "x86_64")]
            Tables::Avx2(tables) => tables.wanted_of(encoded),
            #[cfg(target_arch = "x86_64")]
            Tables::Avx512(tables) => tables.wanted_of(encoded),
            Tables::Portable(_) => wanted_of(encoded),
        }
    }

    /// The tables tell the classes of ASCII; other bytes are seldom of any.
    #[inline(never)]
    fn past_ascii(&self, text: &[u8], masks: &mut Masks) {
        for (index, block) in text.chunks(BLOCK).take(BLOCKS).enumerate().filter(|(_, block)| !block.is_ascii()) {
            let mut bytes = [0; BLOCK];
            bytes[..block.len()].copy_from_slice(block);
            let others = bits(&bytes.map(|byte| byte >> 7));
            masks.classes.iter_mut().for_each(|row| row[index] &= !others);
            let of = bytes.map(|byte| if byte.is_ascii() { 0 } else { self.classes[usize::from(byte)] });
            // Those that any of them is of.
            for class in ones(u64::from(of.iter().fold(0, |any, of| any | of))) {
                masks.classes[class][index] |= bits(&of.map(|of| of >> class & 1));
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

    /// Tells of so many blocks of a text; past its end there are zeros.
    fn pass(&self, text: &[u8], count: usize, masks: &mut Masks, classes: usize) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(tables) => tables.pass(text, count, masks, classes),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(tables) => padded(text, count, masks, |text, masks| tables.pass(text, count, masks, classes)),
            Self::Portable(tables) => {
                padded(text, count, masks, |text, masks| tables.pass(text, count, masks, classes))
            }
        }
    }
}

/// Hands on a text that goes on for a window past the last of so many blocks.
fn padded(text: &[u8], count: usize, masks: &mut Masks, pass: impl FnOnce(&[u8], &mut Masks)) {
    if text.len() >= count * BLOCK + WINDOW {
        pass(text, masks);
    } else {
        let mut bytes = [0; BLOCKS * BLOCK + WINDOW];
        bytes[..text.len()].copy_from_slice(text);
        masks.clear();
        pass(&bytes, masks);
        masks.cut(text.len());
    }
    masks.stops = masks.windows.iter().map(|windows| windows.count_ones() as usize).sum();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::detect::plan::ByteSet;

    proptest! {
        #[test]
        fn every_byte_is_told_to_be_of_its_classes(
            text in prop::collection::vec(prop_oneof![2 => any::<u8>(), 1 => 0xe0..=0xef_u8, 20 => Just(b'a')], 0..400),
        ) {
            let mut classes = Classes::encodings();
            classes.holding(ByteSet::of([b'a', 0x80, 0xe2, 0xff]));
            let of = classes.of_bytes();
            for wanted in ["portable", "avx2", "avx512"] {
                let kernel = Kernel::new(&[], &classes, Some(wanted));
                let mut told = Masks::default();
                let count = kernel.masks(&text, 0, &mut told);
                for (at, byte) in text.iter().enumerate().take(count * BLOCK) {
                    let bit = |row: &Blocks| row[at / BLOCK] >> (at % BLOCK) & 1;
                    let here = told.classes.iter().map(bit).enumerate();
                    prop_assert_eq!(here.fold(0, |of, (class, bit)| of | bit << class), u64::from(of[usize::from(*byte)]));
                }
            }
        }
    }
}
