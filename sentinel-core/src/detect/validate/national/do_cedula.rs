//! The check digit of Dominican identity numbers.

use super::{Validator, Verdict, checked, luhn_holds};

/// Luhn over eleven digits. Source: Junta Central Electoral.
pub(super) struct DoCedula;

impl Validator for DoCedula {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 11]| luhn_holds(digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&DoCedula, concat!("00113", "918205"));
    }
}
