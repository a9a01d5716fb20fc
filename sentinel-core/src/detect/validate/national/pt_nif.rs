//! The check digit of Portuguese tax numbers.

use super::{Validator, Verdict, checked, weighted};

/// Weights 9 to 2; 11 less the sum modulo 11, where 10 and 11 are 0. Source: Portugal, Decreto-Lei 14/2013.
pub(super) struct PtNif;

impl Validator for PtNif {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 9]| {
            digits[0] > 0 && (11 - weighted(digits, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10 == digits[8]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&PtNif, concat!("5019", "64843"));
    }
}
