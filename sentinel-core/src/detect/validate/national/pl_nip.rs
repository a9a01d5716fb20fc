//! The check digit of Polish tax numbers.

use super::{Validator, Verdict, checked, weighted};

/// Weights 6, 5, 7, 2, 3, 4, 5, 6, 7; the sum modulo 11 is the tenth digit, and 10 is never given. Source: Poland,
/// Ustawa o zasadach ewidencji i identyfikacji podatników, 1995.
pub(super) struct PlNip;

impl Validator for PlNip {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 10]| weighted(digits, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == digits[9])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&PlNip, concat!("12345", "63218"));
    }
}
