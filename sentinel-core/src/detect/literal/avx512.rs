//! The kernel for AVX-512 with byte permutes (VBMI) and bit matrices (GFNI): 64 offsets at once, 32 buckets. A byte past
//! ASCII is looked up as if its highest bit were not set: a wrong stop.

#![allow(unsafe_code)]

use std::arch::x86_64::*;

use super::{
    BLOCK, BLOCKS, WINDOW,
    buckets::Window,
    encoded::{Encoded, SHORTEST, SHORTEST_HEX},
    hashes::{self, MATRICES, PAIRS},
    kernel::{Blocks, Late, Masks},
    sieve::Stop,
};
use crate::bits::first;

/// How many stops are told at once.
const AT_ONCE: usize = 32;

#[derive(Debug)]
pub(super) struct Tables {
    buckets: Box<[hashes::Group]>,
    /// For each ASCII byte its classes.
    classes: [u8; 128],
}

impl Tables {
    /// The tables, if the machine has what the kernel needs.
    pub(super) fn new(windows: &[Window], classes: &[u8; 256]) -> Option<Self> {
        let has = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vbmi")
            && is_x86_feature_detected!("avx512vbmi2")
            && is_x86_feature_detected!("gfni")
            && is_x86_feature_detected!("popcnt");
        has.then(|| Self { buckets: hashes::tables(windows), classes: std::array::from_fn(|byte| classes[byte]) })
    }

    /// As [`runs::starts_of`](super::runs::starts_of).
    pub(super) fn starts_of(&self, late: Late<'_>, length: usize) -> Blocks {
        // SAFETY: a value of this type is only made where the machine has this feature.
        unsafe { starts_of(late, length) }
    }

    /// As [`wanted_of`](super::encoded::wanted_of).
    pub(super) fn wanted_of(&self, encoded: Encoded<'_>) -> Blocks {
        // SAFETY: the same.
        unsafe { wanted_of(encoded) }
    }

    /// The offsets of the bits that are set in the masks of blocks side by side; gives how many.
    pub(super) fn spread(&self, windows: &Blocks, stops: &mut [Stop]) -> usize {
        // SAFETY: a value of this type is only made where the machine has these features.
        unsafe { spread(windows, stops) }
    }

    /// Tells of so many blocks; past the end of the text there are zeros.
    pub(super) fn pass(&self, text: &[u8], count: usize, masks: &mut Masks, classes: usize) {
        // SAFETY: a value of this type is only made where the machine has these features.
        unsafe { self.pass_avx512(text, count, masks, classes) }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi,gfni,popcnt")]
    fn pass_avx512(&self, text: &[u8], count: usize, masks: &mut Masks, classes: usize) {
        (masks.stops, masks.windows) = (0, [0; BLOCKS]);
        let mut told = Told { classes: [_mm512_setzero_si512(); BLOCKS], any: _mm512_setzero_si512() };
        // Two at once: half as many loads of tables.
        for index in (0..count).step_by(2) {
            let one = Block::of(text, index);
            if index + 1 < count {
                self.tell([one, Block::of(text, index + 1)], index, masks, &mut told);
            } else {
                self.tell([one], index, masks, &mut told);
            }
        }
        masks.untold = _mm512_movepi8_mask(told.any) != 0;
        for (row, masks) in masks.classes[..classes].iter_mut().zip(transposed(told.classes)) {
            // SAFETY: a row has eight masks.
            unsafe { _mm512_storeu_si512(row.as_mut_ptr().cast(), masks) };
        }
    }

    /// Tells of blocks side by side.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi,gfni,popcnt")]
    fn tell<const N: usize>(&self, blocks: [Block; N], index: usize, masks: &mut Masks, told: &mut Told) {
        // Loops, not closures: these are inlined.
        let mut hashes = [[_mm512_setzero_si512(); PAIRS.len()]; N];
        for (hashes, block) in hashes.iter_mut().zip(&blocks) {
            for (pair, hash) in hashes.iter_mut().enumerate() {
                let [one, two] = PAIRS[pair];
                *hash = hash_of(&MATRICES[pair], block.windows[one], block.windows[two]);
            }
        }
        let mut any = [_mm512_setzero_si512(); N];
        for group in &*self.buckets {
            let mut of = [[_mm512_setzero_si512(); PAIRS.len()]; N];
            for (pair, table) in group.iter().enumerate() {
                for (of, hashes) in of.iter_mut().zip(&hashes) {
                    of[pair] = lookup(table, hashes[pair]);
                }
            }
            for (any, of) in any.iter_mut().zip(&of) {
                // One operation for two ANDs.
                let all = _mm512_ternarylogic_epi64::<0x80>(of[0], of[1], of[2]);
                let all = _mm512_and_si512(all, _mm512_ternarylogic_epi64::<0x80>(of[3], of[4], of[5]));
                *any = _mm512_or_si512(*any, all);
            }
        }
        for ((index, any), Block { windows, within }) in (index..).zip(any).zip(blocks) {
            masks.windows[index] = _mm512_mask_test_epi8_mask(within, any, any);
            masks.stops += masks.windows[index].count_ones() as usize;
            let of = _mm512_maskz_mov_epi8(within, lookup(&self.classes, windows[0]));
            told.classes[index] = masks_of(of);
            told.any = _mm512_or_si512(told.any, windows[0]);
        }
    }
}

/// What is told of blocks that are told of together.
struct Told {
    /// Of each block a mask for each class.
    classes: [__m512i; BLOCKS],
    /// Its highest bits are set where those of a byte of a block are.
    any: __m512i,
}

/// For each bit of 64 bytes a mask of those that have it.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,gfni")]
fn masks_of(bytes: __m512i) -> __m512i {
    // Of eight bytes, the last first: a matrix of bits is told from its lowest row on.
    let bytes = _mm512_shuffle_epi8(bytes, _mm512_set4_epi32(0x0809_0a0b, 0x0c0d_0e0f, 0x0001_0203, 0x0405_0607));
    // Each of eight bits of eight bytes.
    let bits = _mm512_gf2p8affine_epi64_epi8::<0>(_mm512_set1_epi64(0x8040_2010_0804_0201_u64.cast_signed()), bytes);
    _mm512_permutexvar_epi8(by_bit(), bits)
}

/// Where the bytes of a mask lie: eight bytes apart.
#[inline]
#[target_feature(enable = "avx512f")]
fn by_bit() -> __m512i {
    const PLACES: [u8; BLOCK] = {
        let mut places = [0; BLOCK];
        let mut at = 0;
        while at < BLOCK {
            places[at] = (at % 8 * 8 + at / 8) as u8;
            at += 1;
        }
        places
    };
    // SAFETY: 64 bytes are there.
    unsafe { _mm512_loadu_si512(PLACES.as_ptr().cast()) }
}

/// Rows become columns.
#[inline]
#[target_feature(enable = "avx512f")]
fn transposed(rows: [__m512i; 8]) -> [__m512i; 8] {
    let [a, b, c, d, e, f, g, h] = rows;
    let low = |a, b| _mm512_unpacklo_epi64(a, b);
    let high = |a, b| _mm512_unpackhi_epi64(a, b);
    let [a, b, c, d, e, f, g, h] =
        [low(a, b), high(a, b), low(c, d), high(c, d), low(e, f), high(e, f), low(g, h), high(g, h)];
    let even = |a, b| _mm512_shuffle_i64x2::<0b10_00_10_00>(a, b);
    let odd = |a, b| _mm512_shuffle_i64x2::<0b11_01_11_01>(a, b);
    let [a, c, e, g, b, d, f, h] =
        [even(a, c), odd(a, c), even(e, g), odd(e, g), even(b, d), odd(b, d), even(f, h), odd(f, h)];
    [even(a, e), even(b, f), even(c, g), even(d, h), odd(a, e), odd(b, f), odd(c, g), odd(d, h)]
}

/// A block of a text.
struct Block {
    /// The 64 bytes from each of four positions on; past the end of the text there are zeros.
    windows: [__m512i; WINDOW],
    /// A bit for each byte of the block that there is.
    within: u64,
}

impl Block {
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    fn of(text: &[u8], index: usize) -> Self {
        let left = &text[index * BLOCK..];
        match left.first_chunk() {
            Some(block) => Self { windows: windows(block), within: u64::MAX },
            None => Self { windows: windows_within(left), within: first(left.len()) },
        }
    }
}

/// The 64 bytes from each of four positions on.
#[inline]
#[target_feature(enable = "avx512f")]
fn windows(block: &[u8; BLOCK + WINDOW]) -> [__m512i; WINDOW] {
    let mut windows = [_mm512_setzero_si512(); WINDOW];
    for (position, window) in windows.iter_mut().enumerate() {
        // SAFETY: they lie in the block and what goes on behind it.
        *window = unsafe { _mm512_loadu_si512(block.as_ptr().add(position).cast()) };
    }
    windows
}

/// The same of what is left of a text, with zeros past its end.
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn windows_within(left: &[u8]) -> [__m512i; WINDOW] {
    let mut windows = [_mm512_setzero_si512(); WINDOW];
    for (position, window) in windows.iter_mut().enumerate() {
        // To load nothing at all may take long.
        if let Some(left @ [_, ..]) = left.get(position..) {
            // SAFETY: of what is read all lies in the text; what is masked is not read.
            *window = unsafe { _mm512_maskz_loadu_epi8(first(left.len()), left.as_ptr().cast()) };
        }
    }
    windows
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,popcnt")]
fn spread(windows: &Blocks, stops: &mut [Stop]) -> usize {
    let mut count = 0;
    for (index, windows) in windows.iter().enumerate() {
        let bytes = _mm512_maskz_compress_epi8(*windows, iota());
        // Seldom are there more.
        let more = windows.count_ones() as usize > AT_ONCE;
        for half in 0..1 + usize::from(more) {
            let bytes = if half == 0 { _mm512_castsi512_si256(bytes) } else { _mm512_extracti64x4_epi64::<1>(bytes) };
            let at = _mm512_add_epi16(_mm512_cvtepu8_epi16(bytes), _mm512_set1_epi16((index * BLOCK) as i16));
            let room = stops[count + half * AT_ONCE..].first_chunk_mut();
            let room: &mut [Stop; AT_ONCE] = room.expect("there is room for all, and more");
            // SAFETY: there is room for so many.
            unsafe { _mm512_storeu_si512(room.as_mut_ptr().cast(), at) };
        }
        count += windows.count_ones() as usize;
    }
    count
}

#[inline]
#[target_feature(enable = "avx512f")]
fn iota() -> __m512i {
    const BYTES: [u8; BLOCK] = {
        let mut bytes = [0; BLOCK];
        let mut at = 0;
        while at < BLOCK {
            bytes[at] = at as u8;
            at += 1;
        }
        bytes
    };
    // SAFETY: 64 bytes are there.
    unsafe { _mm512_loadu_si512(BYTES.as_ptr().cast()) }
}

/// The hashes of pairs of bytes.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,gfni")]
fn hash_of(matrices: &[u64; 2], one: __m512i, two: __m512i) -> __m512i {
    let [first, second] = [_mm512_set1_epi64(matrices[0].cast_signed()), _mm512_set1_epi64(matrices[1].cast_signed())];
    let two = _mm512_gf2p8affine_epi64_epi8::<0>(two, second);
    _mm512_xor_si512(_mm512_gf2p8affine_epi64_epi8::<0>(one, first), two)
}

/// What a table has for each of 64 bytes, their highest bits aside.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn lookup(table: &[u8; 128], bytes: __m512i) -> __m512i {
    // SAFETY: a table has two times 64 bytes. Unaligned loads are what is asked for.
    let (low, high) =
        unsafe { (_mm512_loadu_si512(table.as_ptr().cast()), _mm512_loadu_si512(table.as_ptr().add(BLOCK).cast())) };
    _mm512_permutex2var_epi8(low, bytes, high)
}

#[target_feature(enable = "avx512f")]
fn starts_of(late: Late<'_>, length: usize) -> Blocks {
    words(starts(both(late), length))
}

#[target_feature(enable = "avx512f")]
fn wanted_of(Encoded { letters, hex }: Encoded<'_>) -> Blocks {
    let (letters, hex) = (both(letters), both(hex));
    let [mut members, mut small, mut digits] = [[_mm512_setzero_si512(); 2]; 3];
    for index in 0..2 {
        let (letters, hex) = (letters[index], hex[index]);
        members[index] = _mm512_or_si512(letters, hex);
        small[index] = _mm512_ternarylogic_epi64::<NOT_BOTH>(letters, hex, hex);
        digits[index] = _mm512_andnot_si512(letters, hex);
    }
    let long = _mm512_andnot_si512(starts(small, SHORTEST), starts(members, SHORTEST));
    words(_mm512_or_si512(long, starts(digits, SHORTEST_HEX)))
}

/// Of three bits, of which the last two are the same.
const NOT_BOTH: i32 = 0x3f;

/// Masks that are told of, and those one further on.
#[inline]
#[target_feature(enable = "avx512f")]
fn both(late: Late<'_>) -> [__m512i; 2] {
    // SAFETY: there are eight masks.
    let next = unsafe { _mm512_loadu_si512(late.blocks.as_ptr().cast()) };
    [_mm512_alignr_epi64::<7>(next, _mm512_set1_epi64(late.before.cast_signed())), next]
}

/// As [`runs::starts_of`](super::runs::starts_of), with all blocks in one register.
#[inline]
#[target_feature(enable = "avx512f")]
fn starts([mut here, mut next]: [__m512i; 2], length: usize) -> __m512i {
    let mut have = 1;
    while have < length {
        let more = have.min(length - have).min(BLOCK / 2);
        let [right, left] = [more, BLOCK - more].map(|bits| _mm_cvtsi64_si128(bits as i64));
        let on = _mm512_or_si512(_mm512_srl_epi64(here, right), _mm512_sll_epi64(next, left));
        here = _mm512_and_si512(here, on);
        next = _mm512_and_si512(next, _mm512_srl_epi64(next, right));
        have += more;
    }
    here
}

#[inline]
#[target_feature(enable = "avx512f")]
fn words(masks: __m512i) -> Blocks {
    let mut words = [0; BLOCKS];
    // SAFETY: there is room for eight.
    unsafe { _mm512_storeu_si512(words.as_mut_ptr().cast(), masks) };
    words
}
