//! The check digit and day of birth of Greek social security numbers.

use super::{Validator, Verdict, checked, is_day, luhn_holds, two};

/// Eleven digits, the first six a day of birth as DDMMYY; Luhn. Source: ΗΔΙΚΑ, "ΑΜΚΑ".
pub(super) struct GrAmka;

impl Validator for GrAmka {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 11]| {
            is_day(two(&digits[4..]), two(&digits[2..]), two(digits)) && luhn_holds(digits)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&GrAmka, concat!("01013", "099997"));
    }
}
