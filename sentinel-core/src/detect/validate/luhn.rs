//! The check digit of payment cards.

use super::{Validator, Verdict};

/// Luhn's check digit (ISO/IEC 7812-1) over the digits; blanks and hyphens are skipped.
pub(super) struct Luhn;

impl Validator for Luhn {
    fn check(&self, value: &[u8]) -> Verdict {
        let digits: Vec<u32> = value.iter().filter(|b| b.is_ascii_digit()).map(|b| u32::from(b - b'0')).collect();
        let varied = digits.iter().any(|digit| Some(digit) != digits.first());
        Verdict::checksum_if(digits.len() > 1 && varied && luhn_holds(&digits))
    }
}

/// True when the last digit is the check digit of those before it.
pub(super) fn luhn_holds(digits: &[u32]) -> bool {
    sum(digits).is_multiple_of(10)
}

fn sum(digits: &[u32]) -> u32 {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    digits.iter().rev().enumerate().map(|(at, &digit)| if at % 2 == 1 { doubled(digit) } else { digit }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Proof;

    #[test]
    fn known_numbers() {
        assert_eq!(Luhn.check(b"7992 7398 713"), Verdict::Proven(Proof::Checksum));
        assert_eq!(Luhn.check(b"79927398714"), Verdict::Refuted);
        assert_eq!(Luhn.check(b"0000000000"), Verdict::Refuted);
    }
}
