//! The check digit and day of birth of South African identity numbers.

use super::{Validator, Verdict, checked, is_day, luhn_holds, two};

/// YYMMDD, four digits, 0 to 2 for citizenship, one digit, and Luhn's check digit. Source: Department of Home
/// Affairs.
pub(super) struct ZaId;

impl Validator for ZaId {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 13]| {
            is_day(two(digits), two(&digits[2..]), two(&digits[4..])) && digits[10] <= 2 && luhn_holds(digits)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&ZaId, concat!("800101", "5009087"));
    }
}
