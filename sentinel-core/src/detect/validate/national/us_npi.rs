//! The check digit of United States health care providers.

use super::{Validator, Verdict, checked, luhn_holds};

/// Luhn over the ten digits with `80840` before them, whose share of the sum is 24; the first digit is 1 or 2.
/// Source: 45 CFR 162.406, ISO/IEC 7812-1.
pub(super) struct UsNpi;

impl Validator for UsNpi {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 10]| matches!(digits[0], 1 | 2) && luhn_with_prefix(digits))
    }
}

fn luhn_with_prefix(digits: &[u32]) -> bool {
    luhn_holds(&[&[8, 0, 8, 4, 0], digits].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&UsNpi, concat!("12345", "67893"));
    }
}
