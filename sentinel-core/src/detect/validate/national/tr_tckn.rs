//! The check digits of Turkish identity numbers.

use super::{Validator, Verdict, checked};

/// Eleven digits, the first not 0. Seven times the sum of the odd places less that of the even ones, modulo 10, is the
/// tenth; the sum of the first ten, modulo 10, the eleventh. Source: Nüfus ve Vatandaşlık İşleri.
pub(super) struct TrTckn;

impl Validator for TrTckn {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 11]| {
            let odd: u32 = digits[..9].iter().step_by(2).sum();
            let even: u32 = digits[1..8].iter().step_by(2).sum();
            digits[0] > 0
                && (odd * 7 + even * 9) % 10 == digits[9]
                && digits[..10].iter().sum::<u32>() % 10 == digits[10]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&TrTckn, concat!("10000", "000146"));
    }
}
