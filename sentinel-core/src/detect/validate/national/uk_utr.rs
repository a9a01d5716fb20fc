//! The check digit of United Kingdom taxpayer references.

use super::{Validator, Verdict, checked, weighted};

/// The first digit checks the nine after it: weights 6, 7, 8, 9, 10, 5, 4, 3, 2, the sum modulo 11 looked up in
/// `21987654321`. Source: HM Revenue and Customs, "Modulus checking".
pub(super) struct UkUtr;

impl Validator for UkUtr {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 10]| {
            digits[0]
                == [2, 1, 9, 8, 7, 6, 5, 4, 3, 2, 1]
                    [(weighted(&digits[1..], &[6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11) as usize]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_place;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_place(&UkUtr, concat!("19558", "39661"), 0);
    }
}
