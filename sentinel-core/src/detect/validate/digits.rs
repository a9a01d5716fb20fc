//! Arithmetic that check digits share.

use super::Verdict;

/// The decimal digits of a value, where there are exactly `N`; blanks, dots, hyphens and slashes between them are
/// skipped.
pub(super) fn digits<const N: usize>(value: &[u8]) -> Option<[u32; N]> {
    decimal(value)?.try_into().ok()
}

/// As [`digits`], any number of them.
pub(super) fn decimal(value: &[u8]) -> Option<Vec<u32>> {
    compact(value).map(|byte| char::from(byte).to_digit(10)).collect()
}

/// The value in upper case without what people write between groups.
pub(super) fn compact(value: &[u8]) -> impl Iterator<Item = u8> {
    value.iter().filter(|byte| !matches!(byte, b' ' | b'.' | b'-' | b'/')).map(u8::to_ascii_uppercase)
}

/// The sum of each digit times the weight at its place.
pub(super) fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// The digits as one number; at most 19 of them.
pub(super) fn number(digits: &[u32]) -> u64 {
    digits.iter().fold(0, |number, digit| number * 10 + u64::from(*digit))
}

/// The sum of the digits of a number below 100.
pub(super) fn cross_sum(number: u32) -> u32 {
    number / 10 + number % 10
}

/// True when all digits are the same: what people type into a form that wants a number.
pub(super) fn monotone(digits: &[u32]) -> bool {
    digits.windows(2).all(|pair| pair[0] == pair[1])
}

/// The verdict on a value of `N` digits by the check that they must pass.
pub(super) fn checked<const N: usize>(value: &[u8], holds: impl Fn(&[u32; N]) -> bool) -> Verdict {
    Verdict::checksum_if(digits::<N>(value).is_some_and(|digits| !monotone(&digits) && holds(&digits)))
}
