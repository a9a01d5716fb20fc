//! The check digit of Indian Aadhaar numbers.

use super::{Validator, Verdict, checked};
use crate::detect::validate::verhoeff::verhoeff_holds;

/// Twelve digits, the first 2 to 9; Verhoeff. Source: Unique Identification Authority of India.
pub(super) struct InAadhaar;

impl Validator for InAadhaar {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 12]| digits[0] > 1 && verhoeff_holds(digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&InAadhaar, concat!("234123", "412346"));
    }
}
