//! The check digits of Russian tax numbers of persons.

use super::{Validator, Verdict, checked, weighted};

/// Twelve digits. Weights 7, 2, 4, 10, 3, 5, 9, 4, 6, 8 give the eleventh and 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8 the
/// twelfth, modulo 11 and then 10. Source: Federal Tax Service, order MM-7-6/435.
pub(super) struct RuInn;

impl Validator for RuInn {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 12]| {
            weighted(digits, &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == digits[10]
                && weighted(digits, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == digits[11]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&RuInn, concat!("500100", "732259"));
    }
}
