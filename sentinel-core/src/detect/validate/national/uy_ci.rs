//! The check digit of Uruguayan identity numbers.

use super::{Validator, Verdict, checked, weighted};

/// Weights 2, 9, 8, 7, 6, 3, 4; the check digit completes the sum to a multiple of 10. Source: Dirección Nacional de
/// Identificación Civil.
pub(super) struct UyCi;

impl Validator for UyCi {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 8]| weighted(digits, &[2, 9, 8, 7, 6, 3, 4, 1]).is_multiple_of(10))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&UyCi, concat!("1234", "5672"));
    }
}
