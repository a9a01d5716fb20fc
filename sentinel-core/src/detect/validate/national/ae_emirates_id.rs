//! The check digit of Emirates identity cards.

use super::{Validator, Verdict, checked, luhn_holds, two};

/// Fifteen digits: 784, a year of birth, seven digits, and Luhn's check digit. Source: Federal Authority for Identity
/// and Citizenship.
pub(super) struct AeEmiratesId;

impl Validator for AeEmiratesId {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 15]| {
            digits[..3] == [7, 8, 4] && matches!(two(&digits[3..]), 19 | 20) && luhn_holds(digits)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&AeEmiratesId, concat!("7841980", "12345678"));
    }
}
