//! The check digit of Israeli identity numbers.

use super::{Validator, Verdict, checked, luhn_holds};

/// Luhn over nine digits; shorter numbers are written with zeros in front. Source: Population and Immigration
/// Authority.
pub(super) struct IlId;

impl Validator for IlId {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 9]| luhn_holds(digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&IlId, concat!("1234", "56782"));
    }
}
