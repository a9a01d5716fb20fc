//! The check of Australian business numbers.

use super::{Validator, Verdict, checked, weighted};

/// One is taken from the first digit; weights 10, 1, 3 to 19; the sum is a multiple of 89. Source: Australian
/// Business Register, "Format of the ABN".
pub(super) struct AuAbn;

impl Validator for AuAbn {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 11]| {
            digits[0] > 0 && (weighted(digits, &[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10).is_multiple_of(89)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&AuAbn, concat!("51824", "753556"));
    }
}
