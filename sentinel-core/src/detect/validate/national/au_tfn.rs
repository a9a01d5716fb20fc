//! The check of Australian tax file numbers.

use super::{Validator, Verdict, checked, weighted};

/// Weights 1, 4, 3, 7, 5, 8, 6, 9, 10; the sum is a multiple of 11. Source: Australian Taxation Office.
pub(super) struct AuTfn;

impl Validator for AuTfn {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 9]| weighted(digits, &[1, 4, 3, 7, 5, 8, 6, 9, 10]).is_multiple_of(11))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&AuTfn, concat!("1234", "56782"));
    }
}
