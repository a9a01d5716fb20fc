//! The check digit and day of birth of Kazakh identification numbers.

use super::{Validator, Verdict, checked, is_day, two, weighted};

/// YYMMDD, sex and century, four digits. Weights 1 to 11, modulo 11; where that is 10, weights 3 to 11, 1, 2; 10 is
/// then never given. Source: Kazakhstan, law on national registers of identification numbers, 2007.
pub(super) struct KzIin;

impl Validator for KzIin {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 12]| {
            is_day(two(digits), two(&digits[2..]), two(&digits[4..])) && digits[6] <= 6 && check(digits) == digits[11]
        })
    }
}

fn check(digits: &[u32]) -> u32 {
    match weighted(digits, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11 {
        10 => weighted(digits, &[3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11,
        check => check,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&KzIin, concat!("901108", "497067"));
    }
}
