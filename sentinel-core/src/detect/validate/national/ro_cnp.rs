//! The check digit and day of birth of Romanian personal numbers.

use super::{Validator, Verdict, checked, is_day, two, weighted};

/// Weights 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9; the sum modulo 11, 10 being 1; a county code of 1 to 52 or 70.
/// Source: Romania, Ordonanța de urgență 97/2005.
pub(super) struct RoCnp;

impl Validator for RoCnp {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 13]| {
            let check = weighted(digits, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
            digits[0] > 0
                && is_day(two(&digits[1..]), two(&digits[3..]), two(&digits[5..]))
                && matches!(two(&digits[7..]), 1..=52 | 70)
                && (if check == 10 { 1 } else { check }) == digits[12]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&RoCnp, concat!("180010", "1221144"));
    }
}
