//! The check digit of Hungarian tax numbers of persons.

use super::{Validator, Verdict, checked, weighted};

/// Ten digits that start with 8; each digit times its place, modulo 11; 10 is never given. Source: Hungary, 1996. évi
/// XX. törvény.
pub(super) struct HuTaxId;

impl Validator for HuTaxId {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 10]| {
            digits[0] == 8 && weighted(digits, &[1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 == digits[9]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&HuTaxId, concat!("80715", "92153"));
    }
}
