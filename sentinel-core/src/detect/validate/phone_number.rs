//! Telephone numbers as people of a country write them.

use super::{Validator, Verdict, digits::monotone};
use crate::Proof;

/// Seven to fifteen digits in groups, which are neither a day, a version nor an address of a network.
pub(super) struct PhoneNumber;

impl Validator for PhoneNumber {
    fn check(&self, value: &[u8]) -> Verdict {
        // An extension does not count.
        let number = value.split(|byte| matches!(byte, b'x' | b'e' | b'E' | b'X')).next().unwrap_or_default();
        let groups: Vec<&[u8]> =
            number.split(|byte| !byte.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
        let digits: Vec<u32> = groups.concat().iter().map(|digit| u32::from(digit - b'0')).collect();
        let possible = (7..=15).contains(&digits.len()) && !monotone(&digits[1..]);
        Verdict::proven_if(possible && !is_day(&groups) && !is_version(number, &groups), Proof::Structure)
    }
}

/// `2024-01-31`, `31.01.2024`, `01-31-24`.
fn is_day(groups: &[&[u8]]) -> bool {
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    matches!(lengths[..], [4, 1 | 2, 1 | 2] | [1 | 2, 1 | 2, 2 | 4])
}

/// Four numbers between dots, or one of a single digit behind a dot: `10.0.10586`.
fn is_version(number: &[u8], groups: &[&[u8]]) -> bool {
    let dots = number.iter().filter(|byte| **byte == b'.').count();
    dots > 0
        && (groups[1..].iter().any(|group| group.len() < 2)
            || (dots == 3 && groups.len() == 4 && groups.iter().all(|group| group.len() < 4)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_structure_and_days_and_versions_are_not() {
        for number in [
            "(0151) 496 0123",
            "01.23.45.67.89",
            "555-0132",
            "020 7946 0958 ext 12",
            "538.990.3041x922",
            "0171/1234567",
        ] {
            assert_eq!(PhoneNumber.check(number.as_bytes()), Verdict::Proven(Proof::Structure), "{number}");
        }
        for none in
            ["2024-01-31", "31.01.2024", "10.0.10586", "192.168.100.200", "123456", "00000000", "1234567890123456", ""]
        {
            assert_eq!(PhoneNumber.check(none.as_bytes()), Verdict::Refuted, "{none}");
        }
    }
}
