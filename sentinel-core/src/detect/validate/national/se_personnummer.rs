//! The check digit and day of birth of Swedish personal numbers.

use super::{Validator, Verdict, checked, is_day, luhn_holds, two};

/// Luhn over ten digits, YYMMDD and four; a century may stand before; the day is raised by 60 for coordination
/// numbers. Source: Skatteverket, "Personnummer".
pub(super) struct SePersonnummer;

impl Validator for SePersonnummer {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 10]| is_day(two(digits), two(&digits[2..]), two(&digits[4..]) % 60) && luhn_holds(digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&SePersonnummer, concat!("81121", "89876"));
    }
}
