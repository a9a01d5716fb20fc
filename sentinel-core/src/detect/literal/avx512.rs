//! The kernel for AVX-512 with byte permutes (VBMI): 64 offsets at once, 32 buckets, exact tables
//! for ASCII. A byte past ASCII is looked up as if its highest bit were not set: a wrong stop.

#![allow(unsafe_code)]

use std::arch::x86_64::*;

use super::{
    BLOCK, WINDOW,
    buckets::{Buckets, Window},
    kernel::Masks,
};

const GROUPS: usize = 4;

/// For each group of eight buckets and each position: for each ASCII byte, the buckets in which it
/// may stand there. For each ASCII byte its classes.
#[derive(Debug)]
pub(super) struct Tables {
    buckets: [[[u8; 128]; WINDOW]; GROUPS],
    classes: [u8; 128],
}

impl Tables {
    /// The tables, if the machine has what the kernel needs.
    pub(super) fn new(windows: &[Window], classes: &[u8; 256]) -> Option<Self> {
        let has = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vbmi");
        if !has {
            return None;
        }
        let buckets = Buckets::new(windows, 8 * GROUPS);
        let classes = std::array::from_fn(|byte| classes[byte]);
        let mut tables = Self { buckets: [[[0; 128]; WINDOW]; GROUPS], classes };
        for position in 0..WINDOW {
            for (byte, of) in buckets.of_bytes(position).into_iter().enumerate() {
                for (group, bits) in of.to_le_bytes().into_iter().enumerate() {
                    tables.buckets[group][position][byte & 127] |= bits;
                }
            }
        }
        Some(tables)
    }

    pub(super) fn pass(&self, text: &[u8], masks: &mut [Masks], classes: usize) {
        assert!(text.len() >= masks.len() * BLOCK + WINDOW);
        // SAFETY: a value of this type is only made where the machine has these features; the text
        // is as long as asserted.
        unsafe { self.pass_avx512(text.as_ptr(), masks, classes) }
    }

    /// # Safety
    ///
    /// At `text` there are 64 bytes for each of the masks, and four more.
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    unsafe fn pass_avx512(&self, text: *const u8, masks: &mut [Masks], classes: usize) {
        for (index, masks) in masks.iter_mut().enumerate() {
            // SAFETY: 64 bytes from each of four positions lie in what the caller promises.
            let bytes: [__m512i; WINDOW] = std::array::from_fn(|position| unsafe {
                _mm512_loadu_si512(text.add(index * BLOCK + position).cast())
            });
            let mut any = _mm512_setzero_si512();
            for group in &self.buckets {
                let all = [0, 1, 2, 3].map(|position| lookup(&group[position], bytes[position]));
                // One operation for two of the three ANDs.
                let all = _mm512_and_si512(_mm512_ternarylogic_epi64::<0x80>(all[0], all[1], all[2]), all[3]);
                any = _mm512_or_si512(any, all);
            }
            masks.windows = _mm512_test_epi8_mask(any, any);
            let of = lookup(&self.classes, bytes[0]);
            for (class, mask) in masks.classes[..classes].iter_mut().enumerate() {
                *mask = _mm512_test_epi8_mask(of, _mm512_set1_epi8(1 << class));
            }
        }
    }
}

/// What a table has for each of 64 bytes, their highest bits aside.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn lookup(table: &[u8; 128], bytes: __m512i) -> __m512i {
    // SAFETY: a table has two times 64 bytes. Unaligned loads are what is asked for.
    let (low, high) = unsafe {
        (_mm512_loadu_si512(table.as_ptr().cast()), _mm512_loadu_si512(table.as_ptr().add(BLOCK).cast()))
    };
    _mm512_permutex2var_epi8(low, bytes, high)
}
