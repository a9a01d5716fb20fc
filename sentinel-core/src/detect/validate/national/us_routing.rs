//! The check digit of United States bank routing numbers.

use super::{Validator, Verdict, checked, weighted};

/// Weights 3, 7, 1 repeated, the sum a multiple of 10; the first two digits are a Federal Reserve district (also
/// of thrifts and electronic payments), the government or traveller's cheques. Source: American Bankers Association.
pub(super) struct UsRouting;

impl Validator for UsRouting {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 9]| {
            matches!(digits[0] * 10 + digits[1], 0..=12 | 21..=32 | 61..=72 | 80)
                && weighted(digits, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&UsRouting, concat!("0210", "00021"));
    }
}
