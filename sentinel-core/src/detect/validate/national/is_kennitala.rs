//! The check digit and day of birth of Icelandic identity numbers.

use super::{Validator, Verdict, checked, is_day, two, weighted};

/// DDMMYY, the day raised by 40 for companies; weights 3, 2, 7, 6, 5, 4, 3, 2 and 1 over nine digits, the sum a
/// multiple of 11; the tenth digit says the century: 8, 9 or 0. Source: Þjóðskrá Íslands.
pub(super) struct IsKennitala;

impl Validator for IsKennitala {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 10]| {
            matches!(digits[9], 8 | 9 | 0)
                && is_day(two(&digits[4..]), two(&digits[2..]), two(digits) % 40)
                && weighted(digits, &[3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_place;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_place(&IsKennitala, concat!("12017", "43399"), 8);
    }
}
