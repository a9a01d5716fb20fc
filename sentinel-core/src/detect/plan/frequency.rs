//! How common bytes are in logs and source code, alone and four together.

use std::sync::LazyLock;

use super::ByteSet;

/// How likely four bytes, one after another and case aside, are to stand somewhere.
pub(crate) fn commonness_of_four(sets: &[ByteSet; 4]) -> f64 {
    let Some(four) = one_of_each(sets) else { return commonness(sets) };
    match FOURS[slot(four)] {
        0 => commonness(sets).min(UNLISTED),
        power => f64::from(1_u32 << (power - 1)) * 1e-6,
    }
}

/// The byte of each set, in lower case, when there is but one.
fn one_of_each(sets: &[ByteSet; 4]) -> Option<[u8; 4]> {
    let mut four = [0; 4];
    for (byte, set) in four.iter_mut().zip(sets) {
        let mut folded = set.iter().map(|byte| byte.to_ascii_lowercase());
        *byte = folded.next()?;
        if folded.any(|other| other != *byte) {
            return None;
        }
    }
    Some(four)
}

/// What is not listed stands in a megabyte less often than what is.
const UNLISTED: f64 = 32e-6;

/// The fours that are common, in lower case, each with the share of text's offsets at which it stands.
pub(crate) fn common_fours() -> impl Iterator<Item = ([u8; 4], f32)> {
    let lines = include_str!("fours.txt").lines().filter_map(|line| {
        let (count, fours) = line.split_once(' ')?;
        Some((count.parse::<u32>().ok()?, fours))
    });
    lines.flat_map(|(count, fours)| {
        let fours = fours.as_bytes().chunks_exact(5).map(|four| [four[0], four[1], four[2], four[3]]);
        fours.map(move |four| (four, count as f32 * 1e-6))
    })
}

/// For each slot, one more than the power of two of how often its bytes stand in a megabyte; 0 when they are not listed.
/// Where two share a slot, both count as the more common.
static FOURS: LazyLock<Box<[u8]>> = LazyLock::new(|| {
    let mut slots = vec![0; 1 << SLOT_BITS].into_boxed_slice();
    for (four, share) in common_fours() {
        let slot = &mut slots[slot(four)];
        *slot = (*slot).max((share * 1e6).log2().round() as u8 + 1);
    }
    slots
});

const SLOT_BITS: u32 = 16;

fn slot(four: [u8; 4]) -> usize {
    (u32::from_le_bytes(four).wrapping_mul(0x9e37_79b1) >> (32 - SLOT_BITS)) as usize
}

/// How likely it is, where bytes follow each other at random, that bytes of all these sets stand somewhere.
pub(crate) fn commonness(sets: &[ByteSet]) -> f64 {
    sets.iter().map(|set| f64::from(frequency_of_set(*set)) / 10_000.0).product()
}

/// Share of the bytes of a set in ten thousand, at most all.
pub(crate) fn frequency_of_set(set: ByteSet) -> u32 {
    if set == ByteSet::ALL { 10_000 } else { set.iter().map(frequency).sum::<u32>().min(10_000) }
}

/// Share of a byte in ten thousand, at least 1. Counted over logs of 16 systems and files of source,
/// documentation and configuration.
fn frequency(byte: u8) -> u32 {
    match byte {
        b' '..=b'~' => u32::from(PRINTABLE[usize::from(byte - b' ')]),
        b'\n' | b'\t' => 200,
        _ => 1,
    }
}

#[rustfmt::skip]
const PRINTABLE: [u16; 95] = [
    1501, 2, 48, 27, 5, 3, 3, 12, 41, 41, 15, 2, 55, 163, 198, 75, 260, 247, 161, 109, 101, 110, 86, 81, 77, 77, 169,
    7, 17, 43, 19, 2, 6, 31, 16, 37, 23, 30, 24, 8, 8, 34, 11, 9, 20, 23, 41, 25, 23, 3, 39, 49, 32, 13, 10, 12, 2, 3,
    3, 36, 2, 36, 1, 64, 43, 401, 95, 251, 226, 664, 108, 106, 129, 333, 10, 59, 233, 145, 345, 396, 159, 11, 367, 334,
    448, 165, 64, 43, 37, 67, 7, 27, 19, 27, 2,
];
