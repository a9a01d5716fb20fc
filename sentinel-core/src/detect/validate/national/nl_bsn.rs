//! The check of Dutch citizen service numbers.

use super::{Validator, Verdict, checked, weighted};

/// Weights 9 to 2 and minus 1; the sum is a multiple of 11. Source: Rijksdienst voor Identiteitsgegevens,
/// "elfproef".
pub(super) struct NlBsn;

impl Validator for NlBsn {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 9]| {
            (weighted(digits, &[9, 8, 7, 6, 5, 4, 3, 2]) + 10 * digits[8]).is_multiple_of(11)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&NlBsn, concat!("1112", "22333"));
    }
}
