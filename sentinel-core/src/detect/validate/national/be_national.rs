//! The check number of Belgian national numbers.

use super::{Validator, Verdict, checked, is_day, number, two};

/// Day of birth and serial, nine digits, modulo 97 taken from 97; with 2 before them for people born from 2000.
/// The month is raised by 20 or 40 for BIS numbers. Source: Royal decree of 3 April 1984.
pub(super) struct BeNational;

impl Validator for BeNational {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 11]| {
            let (body, check) = (number(&digits[..9]), number(&digits[9..]));
            let century = |prefix: u64| 97 - (prefix * 1_000_000_000 + body) % 97 == check;
            plausible_day(digits) && (century(0) || century(2))
        })
    }
}

/// People whose day of birth is not known have zeros for it.
fn plausible_day(digits: &[u32]) -> bool {
    let (month, day) = (two(&digits[2..]) % 20, two(&digits[4..]));
    month <= 12 && day <= 31 && (month == 0 || day == 0 || is_day(two(digits), month, day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&BeNational, concat!("85073", "003328"));
    }
}
