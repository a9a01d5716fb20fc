//! The kernel for AVX-512 with byte permutes (VBMI): 64 offsets at once, 32 buckets, exact tables
//! for ASCII. A byte past ASCII is looked up as if its highest bit were not set: a wrong stop.

#![allow(unsafe_code)]

use std::arch::x86_64::*;

use super::{Candidate, WINDOW, buckets::Buckets, confirm::Confirm, pass_blocks};

const GROUPS: usize = 4;
const BLOCK: usize = 64;

/// For each group of eight buckets and each position: for each ASCII byte, the buckets in which it
/// may stand there.
#[derive(Debug)]
pub(super) struct Tables {
    ascii: [[[u8; 128]; WINDOW]; GROUPS],
}

impl Tables {
    /// The tables, if the machine has what the kernel needs.
    pub(super) fn new(buckets: impl Fn(usize) -> Buckets) -> Option<Self> {
        let has = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vbmi");
        if !has {
            return None;
        }
        let buckets = buckets(8 * GROUPS);
        let mut tables = Self { ascii: [[[0; 128]; WINDOW]; GROUPS] };
        for group in 0..GROUPS {
            for position in 0..WINDOW {
                for byte in 0..=255_u8 {
                    let bits = (buckets.of(position, byte) >> (8 * group)) as u8;
                    tables.ascii[group][position][usize::from(byte & 127)] |= bits;
                }
            }
        }
        Some(tables)
    }

    pub(super) fn pass(&self, text: &[u8], confirm: &Confirm, found: &mut Vec<Candidate>) {
        // SAFETY: a value of this type is only made where the machine has these features.
        unsafe { self.pass_avx512(text, confirm, found) }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    fn pass_avx512(&self, text: &[u8], confirm: &Confirm, found: &mut Vec<Candidate>) {
        pass_blocks::<BLOCK>(text, confirm, found, |block| self.mask(block));
    }

    /// A bit for each of the first 64 offsets of `block` at which a window may stand.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    fn mask(&self, block: &[u8]) -> u64 {
        assert!(block.len() >= BLOCK + WINDOW);
        let mut any = _mm512_setzero_si512();
        for group in &self.ascii {
            let mut all = _mm512_set1_epi8(-1);
            for (position, table) in group.iter().enumerate() {
                // SAFETY: 64 bytes from `position`, which is less than four, lie in the block; a table
                // has two times 64 bytes. Unaligned loads are what is asked for.
                let (bytes, low, high) = unsafe {
                    (
                        _mm512_loadu_si512(block.as_ptr().add(position).cast()),
                        _mm512_loadu_si512(table.as_ptr().cast()),
                        _mm512_loadu_si512(table.as_ptr().add(64).cast()),
                    )
                };
                all = _mm512_and_si512(all, _mm512_permutex2var_epi8(low, bytes, high));
            }
            any = _mm512_or_si512(any, all);
        }
        _mm512_test_epi8_mask(any, any)
    }
}
