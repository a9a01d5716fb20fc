//! The check digit and day of birth of the personal numbers of Serbia, Bosnia, Montenegro, North Macedonia and
//! Slovenia.

use super::{Validator, Verdict, checked, is_day, number, two, weighted};

/// Weights 7 to 2, twice; 11 less the sum modulo 11, where 11 is 0 and 10 is never given; DDMMYYY in front. Source:
/// Yugoslavia, Zakon o matičnom broju, 1977.
pub(super) struct Jmbg;

impl Validator for Jmbg {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 13]| {
            let (century, year) = (if digits[4] < 5 { 2000 } else { 1000 }, number(&digits[4..7]) as u32);
            is_day(century + year, two(&digits[2..]), two(digits))
                && (weighted(digits, &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) + digits[12]).is_multiple_of(11)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&Jmbg, concat!("010100", "6500006"));
    }
}
