//! The check digit and day of birth of Latvian personal codes.

use super::{Validator, Verdict, checked, is_day, two, weighted};

/// Weights 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 taken from 1101, modulo 11; DDMMYY in front, or 32 in codes that say no day.
/// Source: Latvia, Pilsonības un migrācijas lietu pārvalde.
pub(super) struct LvPersonal;

impl Validator for LvPersonal {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 11]| {
            (two(digits) == 32 || is_day(two(&digits[4..]), two(&digits[2..]), two(digits)))
                && (1101 - weighted(digits, &[1, 6, 3, 7, 9, 10, 5, 8, 4, 2])) % 11 == digits[10]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&LvPersonal, concat!("16117", "519997"));
    }
}
