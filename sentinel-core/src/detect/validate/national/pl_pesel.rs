//! The check digit and day of birth of Polish PESEL numbers.

use super::{Validator, Verdict, checked, is_day, two, weighted};

/// Weights 1, 3, 7, 9 repeated; the check digit completes the sum to a multiple of 10. The month says the century:
/// raised by 80 for the 19th, 20 for the 21st, 40, 60. Source: Poland, Ustawa o ewidencji ludności, 2010.
pub(super) struct PlPesel;

impl Validator for PlPesel {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 11]| {
            is_day(two(digits), two(&digits[2..]) % 20, two(&digits[4..]))
                && weighted(digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]).is_multiple_of(10)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&PlPesel, concat!("44051", "401359"));
    }
}
