//! The check digit and day of birth of Bulgarian personal numbers.

use super::{Validator, Verdict, checked, is_day, two, weighted};

/// Weights 2, 4, 8, 5, 10, 9, 7, 3, 6; the sum modulo 11, 10 being 0. The month is raised by 20 before 1900 and by 40
/// from 2000. Source: Bulgaria, Ordinance on the unified system for civil registration.
pub(super) struct BgEgn;

impl Validator for BgEgn {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 10]| {
            is_day(two(digits), two(&digits[2..]) % 20, two(&digits[4..]))
                && weighted(digits, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == digits[9]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&BgEgn, concat!("75231", "69263"));
    }
}
