//! The kernel for AVX2: windows as everywhere, by pairs; classes 32 bytes at once, by half-byte
//! tables. Half bytes tell the windows of many literals too badly apart.

#![allow(unsafe_code)]

use std::arch::x86_64::*;

use super::{
    BLOCK, WINDOW,
    buckets::Window,
    classes::MOST,
    encoded::{self, Encoded},
    kernel::{Blocks, Late, Masks},
    pairs::Pairs,
    runs,
};

const LANES: usize = 32;

/// What a byte may be by its halves: the bits that the table of the low half and that of the high
/// half both have.
#[derive(Clone, Copy, Debug, Default)]
struct Halves {
    low: [u8; 16],
    high: [u8; 16],
}

/// The classes of ASCII bytes: each has bits in some of the planes.
#[derive(Debug)]
pub(super) struct Tables {
    pairs: Pairs,
    planes: Vec<Halves>,
    /// For each class and each plane, its bits.
    bits: [Vec<u8>; MOST],
}

impl Tables {
    /// The tables, if the machine has AVX2.
    pub(super) fn new(windows: &[Window], classes: &[u8; 256]) -> Option<Self> {
        if !is_x86_feature_detected!("avx2") {
            return None;
        }
        let none = std::array::from_fn(|_| Vec::new());
        let mut tables = Self { pairs: Pairs::new(windows), planes: Vec::new(), bits: none };
        tables.add_classes(classes);
        Some(tables)
    }

    /// Rows of ASCII, by the high half, that have the same columns in a class share a bit: exact.
    fn add_classes(&mut self, classes: &[u8; 256]) {
        let mut bits = Vec::new();
        for class in 0..MOST {
            let row = |high: usize| {
                (0..16).fold(0_u16, |row, low| row | u16::from(classes[high * 16 + low] >> class & 1) << low)
            };
            let rows: Vec<u16> = (0..8).map(row).collect();
            let mut different: Vec<u16> = rows.iter().copied().filter(|row| *row != 0).collect();
            different.sort_unstable();
            different.dedup();
            bits.extend(different.into_iter().map(|columns| (class, columns, rows.clone())));
        }
        self.planes = vec![Halves::default(); bits.len().div_ceil(8)];
        self.bits = std::array::from_fn(|_| vec![0; self.planes.len()]);
        for (index, (class, columns, rows)) in bits.into_iter().enumerate() {
            let (plane, bit) = (index / 8, 1 << (index % 8));
            self.bits[class][plane] |= bit;
            for low in (0..16).filter(|low| columns >> low & 1 == 1) {
                self.planes[plane].low[low] |= bit;
            }
            for high in (0..8).filter(|high| rows[*high] == columns) {
                self.planes[plane].high[high] |= bit;
            }
        }
    }

    /// As [`runs::starts_of`].
    pub(super) fn starts_of(&self, late: Late<'_>, length: usize) -> Blocks {
        // SAFETY: a value of this type is only made where the machine has this feature.
        unsafe { starts_of(late, length) }
    }

    /// As [`encoded::wanted_of`].
    pub(super) fn wanted_of(&self, encoded: Encoded<'_>) -> Blocks {
        // SAFETY: the same.
        unsafe { wanted_of(encoded) }
    }

    /// Tells of so many blocks; `text` goes on for a window past the last.
    ///
    /// # Panics
    ///
    /// Where it does not.
    pub(super) fn pass(&self, text: &[u8], count: usize, masks: &mut Masks, classes: usize) {
        masks.untold = false;
        for index in 0..count {
            // A block that is left out would be a secret that is not seen.
            let block: &[u8; BLOCK + WINDOW] = text[index * BLOCK..].first_chunk().expect("a window past each block");
            masks.windows[index] = self.pairs.mask(block);
            let mut of = [0; MOST];
            // SAFETY: a value of this type is only made where the machine has AVX2.
            masks.untold |= unsafe { self.classes(block, &mut of[..classes]) };
            masks.classes.iter_mut().zip(of).for_each(|(row, mask)| row[index] = mask);
        }
    }

    /// True when there are bytes past ASCII.
    #[target_feature(enable = "avx2")]
    fn classes(&self, block: &[u8; BLOCK + WINDOW], masks: &mut [u64]) -> bool {
        let mut past_ascii = 0;
        for half in 0..BLOCK / LANES {
            // SAFETY: 32 bytes from the start or the middle of the block lie in it. Unaligned loads are
            // what is asked for.
            let bytes = unsafe { _mm256_loadu_si256(block.as_ptr().add(half * LANES).cast()) };
            past_ascii |= _mm256_movemask_epi8(bytes);
            let (low, high) = halves_of(bytes);
            for (plane, halves) in self.planes.iter().enumerate() {
                let of = lookup(halves, low, high);
                for (mask, bits) in masks.iter_mut().zip(&self.bits) {
                    let bits = _mm256_set1_epi8(bits[plane] as i8);
                    *mask |= u64::from(set(_mm256_and_si256(of, bits))) << (half * LANES);
                }
            }
        }
        past_ascii != 0
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn halves_of(bytes: __m256i) -> (__m256i, __m256i) {
    let half = _mm256_set1_epi8(15);
    (_mm256_and_si256(bytes, half), _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half))
}

#[inline]
#[target_feature(enable = "avx2")]
fn lookup(halves: &Halves, low: __m256i, high: __m256i) -> __m256i {
    // SAFETY: a table has 16 bytes. Unaligned loads are what is asked for.
    let (by_low, by_high) = unsafe {
        (
            _mm256_broadcastsi128_si256(_mm_loadu_si128(halves.low.as_ptr().cast())),
            _mm256_broadcastsi128_si256(_mm_loadu_si128(halves.high.as_ptr().cast())),
        )
    };
    _mm256_and_si256(_mm256_shuffle_epi8(by_low, low), _mm256_shuffle_epi8(by_high, high))
}

/// A bit for each byte that is not zero.
#[inline]
#[target_feature(enable = "avx2")]
fn set(bytes: __m256i) -> u32 {
    !_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_setzero_si256())) as u32
}

/// The same code, made for wider registers.
#[target_feature(enable = "avx2")]
fn starts_of(late: Late<'_>, length: usize) -> Blocks {
    runs::starts_of(late.both(), length)
}

/// The same.
#[target_feature(enable = "avx2")]
fn wanted_of(encoded: Encoded<'_>) -> Blocks {
    encoded::wanted_of(encoded)
}
