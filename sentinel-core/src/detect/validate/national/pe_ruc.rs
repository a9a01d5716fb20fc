//! The check digit of Peruvian tax numbers.

use super::{Validator, Verdict, checked, two, weighted};

/// It starts with 10, 15, 16, 17 or 20; weights 5, 4, 3, 2, 7 to 2; 11 less the sum modulo 11, the last digit of
/// that. Source: SUNAT.
pub(super) struct PeRuc;

impl Validator for PeRuc {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 11]| {
            matches!(two(digits), 10 | 15..=17 | 20)
                && (11 - weighted(digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 10 == digits[10]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&PeRuc, concat!("20512", "333797"));
    }
}
