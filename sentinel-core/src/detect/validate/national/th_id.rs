//! The check digit of Thai identity numbers.

use super::{Validator, Verdict, checked, weighted};

/// Weights 13 to 2; 11 less the sum modulo 11, the last digit of that. Source: Department of Provincial
/// Administration.
pub(super) struct ThId;

impl Validator for ThId {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 13]| {
            digits[0] > 0 && (11 - weighted(digits, &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 10 == digits[12]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&ThId, concat!("310060", "0445635"));
    }
}
