//! The check digit of Australian Medicare cards.

use super::{Validator, Verdict, checked, weighted};

/// The first digit is 2 to 6; weights 1, 3, 7, 9 repeated over eight digits; the sum modulo 10 is the ninth; the
/// tenth counts issues, an eleventh the people on the card. Source: Services Australia.
pub(super) struct AuMedicare;

impl Validator for AuMedicare {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 10]| {
            matches!(digits[0], 2..=6) && digits[9] > 0 && weighted(digits, &[1, 3, 7, 9, 1, 3, 7, 9]) % 10 == digits[8]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_place;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_place(&AuMedicare, concat!("21234", "56701"), 8);
    }
}
