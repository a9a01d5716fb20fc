//! The check digit of Swiss social insurance numbers.

use super::{Validator, Verdict, checked, weighted};

/// Thirteen digits that start with 756; weights 1 and 3 in turn; the sum is a multiple of 10, as in EAN-13. Source:
/// Zentrale Ausgleichsstelle, "AHV-Nummer".
pub(super) struct ChAhv;

impl Validator for ChAhv {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 13]| {
            digits[..3] == [7, 5, 6] && weighted(digits, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]).is_multiple_of(10)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&ChAhv, concat!("756921", "7076985"));
    }
}
