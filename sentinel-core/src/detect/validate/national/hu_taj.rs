//! The check digit of Hungarian social security numbers.

use super::{Validator, Verdict, checked, weighted};

/// Weights 3 and 7 in turn; the sum modulo 10 is the ninth digit. Source: Hungary, 1996. évi XX. törvény.
pub(super) struct HuTaj;

impl Validator for HuTaj {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 9]| weighted(digits, &[3, 7, 3, 7, 3, 7, 3, 7]) % 10 == digits[8])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&HuTaj, concat!("1111", "11110"));
    }
}
