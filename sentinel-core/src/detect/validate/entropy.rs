//! Shannon entropy.

use std::sync::LazyLock;

/// Shannon entropy of the bytes, in bits per byte: `−Σ p·log₂ p` over their frequencies.
pub(crate) fn shannon(value: &[u8]) -> f64 {
    if value.is_empty() {
        return 0.0;
    }
    // −Σ (n/N)·log₂(n/N) = log₂ N − Σ n·log₂ n / N
    let is_short = value.len() <= SHORT && value.is_ascii();
    let sum = if is_short { sum_of_short(value) } else { sum_of(value) };
    let length = value.len() as f64;
    length.log2() - sum / length
}

/// True when the entropy is at least `floor`. Of most values the number of different bytes shows it.
pub(crate) fn reaches(value: &[u8], floor: f64) -> bool {
    shows(value, floor) || shannon(value) >= floor
}

/// More than sums of so few terms are rounded by.
const ROUNDING: f64 = 1e-6;

/// True when so many bytes are different that the entropy reaches `floor` though all but one of them occur once. It is told of
/// ASCII that is not long, mostly by the bytes that stand first.
fn shows(value: &[u8], floor: f64) -> bool {
    if value.is_empty() || value.len() > LOGARITHMS {
        return false;
    }
    let most = (logarithm(value.len()) - floor - ROUNDING) * value.len() as f64;
    // A bit for each byte, in registers: the counts of bytes would wait for each other.
    let [mut low, mut high, mut past] = [0_u64; 3];
    for stretch in value.chunks(AT_ONCE) {
        for byte in stretch {
            let [in_low, in_high] = BITS[usize::from(byte & 0x7f)];
            low |= in_low;
            high |= in_high;
            past |= u64::from(*byte);
        }
        if past >= 0x80 {
            return false;
        }
        let different = low.count_ones() + high.count_ones();
        if weighted(value.len() as u32 + 1 - different) <= most {
            return true;
        }
    }
    false
}

/// Bytes.
const AT_ONCE: usize = 16;

/// For each byte of ASCII one of 128 bits.
static BITS: [[u64; 2]; 128] = {
    let (mut bits, mut byte) = ([[0; 2]; 128], 0);
    while byte < 128 {
        bits[byte][byte / 64] = 1 << (byte % 64);
        byte += 1;
    }
    bits
};

const LOGARITHMS: usize = 255;

/// `log₂` of 1 to `LOGARITHMS`.
fn logarithm(number: usize) -> f64 {
    static TABLE: LazyLock<[f64; LOGARITHMS + 1]> = LazyLock::new(|| std::array::from_fn(|n| (n as f64).log2()));
    TABLE[number]
}

/// A byte counts what is in it.
const SHORT: usize = u8::MAX as usize;

/// `Σ n·log₂ n` over ASCII. Added up in the order of the bytes, as in `sum_of`: in another order it may be rounded
/// otherwise.
fn sum_of_short(value: &[u8]) -> f64 {
    let mut counts = [0_u8; 128];
    // A bit for each byte that occurs more than once.
    let mut repeated = 0_u128;
    for byte in value.iter().map(|byte| byte & 0x7f) {
        let count = &mut counts[usize::from(byte)];
        *count += 1;
        repeated |= u128::from(*count > 1) << byte;
    }
    let mut sum = 0.0;
    while repeated != 0 {
        sum += weighted(u32::from(counts[repeated.trailing_zeros() as usize]));
        repeated &= repeated - 1;
    }
    sum
}

fn sum_of(value: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    for &byte in value {
        counts[usize::from(byte)] += 1;
    }
    counts.iter().filter(|&&count| count > 1).map(|&count| weighted(count)).sum()
}

/// `n·log₂ n`.
fn weighted(count: u32) -> f64 {
    static SMALL: LazyLock<[f64; LOGARITHMS + 1]> = LazyLock::new(|| {
        std::array::from_fn(|count| if count == 0 { 0.0 } else { count as f64 * (count as f64).log2() })
    });
    let exact = || f64::from(count) * f64::from(count).log2();
    SMALL.get(count as usize).copied().unwrap_or_else(exact)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_values() {
        let table: [(&[u8], f64); 4] = [(b"", 0.0), (b"aaaa", 0.0), (b"abab", 1.0), (b"abcd", 2.0)];
        for (value, bits) in table {
            assert!((shannon(value) - bits).abs() < 1e-12);
        }
    }

    proptest! {
        #[test]
        fn the_number_of_different_bytes_bounds_the_entropy(
            value in "[a-e]{1,40}|[ -~]{1,300}|(ab?){1,9}|é{0,3}x", floor in 0.0..6.0_f64,
        ) {
            let value = value.as_bytes();
            prop_assert_eq!(reaches(value, floor), shannon(value) >= floor);
            let exactly = shannon(value);
            prop_assert!(reaches(value, exactly));
        }

        #[test]
        fn short_values_are_summed_as_long_ones(value in prop::collection::vec(0..0x80_u8, 1..=SHORT)) {
            prop_assert_eq!(sum_of_short(&value), sum_of(&value));
            let few: Vec<u8> = value.iter().map(|byte| byte & 7).collect();
            prop_assert_eq!(sum_of_short(&few), sum_of(&few));
        }
    }
}
