//! The check digit of Polish statistical numbers.

use super::{Validator, Verdict, checked, weighted};

/// Weights 8, 9, 2 to 7; the sum modulo 11 is the ninth digit, 10 being 0. Source: Główny Urząd Statystyczny.
pub(super) struct PlRegon;

impl Validator for PlRegon {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 9]| weighted(digits, &[8, 9, 2, 3, 4, 5, 6, 7]) % 11 % 10 == digits[8])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&PlRegon, concat!("1234", "56785"));
    }
}
