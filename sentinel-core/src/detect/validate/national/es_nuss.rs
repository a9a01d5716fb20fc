//! The check number of Spanish social security numbers.

use super::{Validator, Verdict, checked, number};

/// A province, a serial number and the two of them modulo 97; a serial number below ten million counts with seven
/// digits. Source: Tesorería General de la Seguridad Social.
pub(super) struct EsNuss;

impl Validator for EsNuss {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 12]| {
            let (province, serial, check) = (number(&digits[..2]), number(&digits[2..10]), number(&digits[10..]));
            let whole =
                if serial < 10_000_000 { province * 10_000_000 + serial } else { province * 100_000_000 + serial };
            (1..=66).contains(&province) && whole % 97 == check
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&EsNuss, concat!("281234", "567840"));
    }
}
