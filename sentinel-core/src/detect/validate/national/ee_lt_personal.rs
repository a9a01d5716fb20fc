//! The check digit and day of birth of Estonian and Lithuanian personal codes.

use super::{Validator, Verdict, checked, is_day, two, weighted};

/// One digit for sex and century, YYMMDD, three digits. Weights 1 to 9 and 1, modulo 11; where that is 10, weights 3 to
/// 9 and 1 to 3, modulo 11, 10 being 0. Source: Estonia, standard EVS 585:2007.
pub(super) struct EeLtPersonal;

impl Validator for EeLtPersonal {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 11]| {
            matches!(digits[0], 1..=8)
                && is_day(two(&digits[1..]), two(&digits[3..]), two(&digits[5..]))
                && check(digits) == digits[10]
        })
    }
}

fn check(digits: &[u32]) -> u32 {
    match weighted(digits, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11 {
        10 => weighted(digits, &[3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10,
        check => check,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&EeLtPersonal, concat!("37605", "030299"));
    }
}
