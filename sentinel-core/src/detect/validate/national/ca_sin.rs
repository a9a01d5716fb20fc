//! The check digit of Canadian social insurance numbers.

use super::{Validator, Verdict, checked, luhn_holds};

/// Luhn over nine digits, of which the first is neither 0 nor 8. Source: Employment and Social Development Canada.
pub(super) struct CaSin;

impl Validator for CaSin {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 9]| !matches!(digits[0], 0 | 8) && luhn_holds(digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&CaSin, concat!("5362", "28141"));
    }
}
