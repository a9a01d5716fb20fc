//! How common bytes are in logs and source code.

use super::ByteSet;

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
