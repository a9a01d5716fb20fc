//! The check digit of Austrian social insurance numbers.

use super::{Validator, Verdict, checked, two, weighted};

/// The fourth digit checks the others: weights 3, 7, 9, 5, 8, 4, 2, 1, 6, modulo 11; 10 is never given; the last six
/// are a day of birth, of which the month may be 13 to 15. Source: Dachverband der Sozialversicherungsträger.
pub(super) struct AtSvnr;

impl Validator for AtSvnr {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 10]| {
            let sum = weighted(digits, &[3, 7, 9, 0, 5, 8, 4, 2, 1, 6]);
            digits[0] > 0
                && sum % 11 == digits[3]
                && (1..=31).contains(&two(&digits[4..]))
                && (1..=15).contains(&two(&digits[6..]))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&AtSvnr, concat!("12370", "10180"));
    }
}
