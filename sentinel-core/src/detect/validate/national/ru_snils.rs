//! The check number of Russian pension accounts.

use super::{Validator, Verdict, checked, two, weighted};

/// Weights 9 to 1 over nine digits; the sum modulo 101, 100 being 00. Source: Pension Fund of Russia, resolution
/// 192p.
pub(super) struct RuSnils;

impl Validator for RuSnils {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 11]| {
            weighted(digits, &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100 == two(&digits[9..])
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&RuSnils, concat!("11223", "344595"));
    }
}
