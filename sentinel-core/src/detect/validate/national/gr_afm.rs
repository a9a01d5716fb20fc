//! The check digit of Greek tax numbers.

use super::{Validator, Verdict, checked, weighted};

/// Powers of two from 256 to 2; the sum modulo 11, 10 being 0. Source: Independent Authority for Public Revenue.
pub(super) struct GrAfm;

impl Validator for GrAfm {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 9]| weighted(digits, &[256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == digits[8])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&GrAfm, concat!("0942", "59216"));
    }
}
