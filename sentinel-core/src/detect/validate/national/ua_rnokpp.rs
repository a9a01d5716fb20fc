//! The check digit of Ukrainian taxpayer numbers.

use super::{Validator, Verdict, checked, weighted};

/// Weights -1, 5, 7, 9, 4, 6, 10, 5, 7; the sum modulo 11, 10 being 0. Source: State Tax Service of Ukraine.
pub(super) struct UaRnokpp;

impl Validator for UaRnokpp {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 10]| weighted(digits, &[10, 5, 7, 9, 4, 6, 10, 5, 7]) % 11 % 10 == digits[9])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&UaRnokpp, concat!("17590", "13776"));
    }
}
