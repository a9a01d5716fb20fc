//! The kernel for AVX2: 32 offsets at once, sixteen buckets, half-byte tables.

#![allow(unsafe_code)]

use std::arch::x86_64::*;

use super::{Candidate, WINDOW, buckets::Buckets, confirm::Confirm, pass_blocks};

const GROUPS: usize = 2;
const BLOCK: usize = 32;

/// For each group of eight buckets and each position: the buckets in which a byte with this low
/// half, or with this high half, may stand there.
#[derive(Debug)]
pub(super) struct Tables {
    low: [[[u8; 16]; WINDOW]; GROUPS],
    high: [[[u8; 16]; WINDOW]; GROUPS],
}

impl Tables {
    /// The tables, if the machine has AVX2.
    pub(super) fn new(buckets: impl Fn(usize) -> Buckets) -> Option<Self> {
        if !is_x86_feature_detected!("avx2") {
            return None;
        }
        let buckets = buckets(8 * GROUPS);
        let mut tables = Self { low: [[[0; 16]; WINDOW]; GROUPS], high: [[[0; 16]; WINDOW]; GROUPS] };
        for group in 0..GROUPS {
            for position in 0..WINDOW {
                for byte in 0..=255_u8 {
                    let bits = (buckets.of(position, byte) >> (8 * group)) as u8;
                    tables.low[group][position][usize::from(byte & 15)] |= bits;
                    tables.high[group][position][usize::from(byte >> 4)] |= bits;
                }
            }
        }
        Some(tables)
    }

    pub(super) fn pass(&self, text: &[u8], confirm: &Confirm, found: &mut Vec<Candidate>) {
        // SAFETY: a value of this type is only made where the machine has AVX2.
        unsafe { self.pass_avx2(text, confirm, found) }
    }

    #[target_feature(enable = "avx2")]
    fn pass_avx2(&self, text: &[u8], confirm: &Confirm, found: &mut Vec<Candidate>) {
        pass_blocks::<BLOCK>(text, confirm, found, |block| self.mask(block));
    }

    /// A bit for each of the first 32 offsets of `block` at which a window may stand.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn mask(&self, block: &[u8]) -> u64 {
        assert!(block.len() >= BLOCK + WINDOW);
        let half = _mm256_set1_epi8(15);
        let mut any = _mm256_setzero_si256();
        for group in 0..GROUPS {
            let mut all = _mm256_set1_epi8(-1);
            for position in 0..WINDOW {
                // SAFETY: 32 bytes from `position`, which is less than four, lie in the block; the
                // tables have 16 bytes each. Unaligned loads are what is asked for.
                let (bytes, low, high) = unsafe {
                    (
                        _mm256_loadu_si256(block.as_ptr().add(position).cast()),
                        _mm256_broadcastsi128_si256(_mm_loadu_si128(self.low[group][position].as_ptr().cast())),
                        _mm256_broadcastsi128_si256(_mm_loadu_si128(self.high[group][position].as_ptr().cast())),
                    )
                };
                let by_low = _mm256_shuffle_epi8(low, _mm256_and_si256(bytes, half));
                let by_high = _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half));
                all = _mm256_and_si256(all, _mm256_and_si256(by_low, by_high));
            }
            any = _mm256_or_si256(any, all);
        }
        let none = _mm256_movemask_epi8(_mm256_cmpeq_epi8(any, _mm256_setzero_si256()));
        u64::from(!none as u32)
    }
}
