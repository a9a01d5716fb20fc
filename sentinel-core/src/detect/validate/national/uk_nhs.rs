//! The check digit of National Health Service numbers.

use super::{Validator, Verdict, checked, weighted};

/// Weights 10 to 2; the check digit completes the sum to a multiple of 11, and 10 is never given.
/// Source: NHS Data Dictionary, "NHS Number".
pub(super) struct UkNhs;

impl Validator for UkNhs {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 10]| weighted(digits, &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&UkNhs, concat!("94347", "65919"));
    }
}
