//! The check digit of French companies (SIREN) and their places (SIRET).

use super::{Validator, Verdict, checked, luhn_holds, number};

/// Luhn over fourteen digits, and over the first nine; places of La Poste, 356 000 000, have a sum of digits that is
/// a multiple of 5 instead. Source: INSEE.
pub(super) struct FrSiret;

impl Validator for FrSiret {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 14]| luhn_holds(&digits[..9]) && (luhn_holds(digits) || la_poste(digits)))
    }
}

fn la_poste(digits: &[u32]) -> bool {
    number(&digits[..9]) == 356_000_000 && digits.iter().sum::<u32>().is_multiple_of(5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&FrSiret, concat!("7328293", "2000074"));
    }
}
