//! The check digit of Ecuadorian identity numbers.

use super::{Validator, Verdict, checked, luhn_holds, two};

/// Ten digits: a province of 1 to 24 or 30, a third digit below 6, and Luhn's check digit. Source: Registro Civil del
/// Ecuador.
pub(super) struct EcCedula;

impl Validator for EcCedula {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 10]| matches!(two(digits), 1..=24 | 30) && digits[2] < 6 && luhn_holds(digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&EcCedula, concat!("17143", "07103"));
    }
}
