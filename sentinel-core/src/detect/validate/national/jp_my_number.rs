//! The check digit of Japanese My Numbers.

use super::{Validator, Verdict, checked, weighted};

/// Weights 6 to 2 and 7 to 2 over eleven digits; 11 less the sum modulo 11, where 10 and 11 are 0. Source: Japan,
/// Ministry of Internal Affairs, ordinance 85 of 2014.
pub(super) struct JpMyNumber;

impl Validator for JpMyNumber {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 12]| {
            (11 - weighted(digits, &[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10 == digits[11]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&JpMyNumber, concat!("123456", "789018"));
    }
}
