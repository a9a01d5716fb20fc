//! The check digit of Australian company numbers.

use super::{Validator, Verdict, checked, weighted};

/// Weights 8 to 1 over eight digits; the ninth completes the sum to a multiple of 10. Source: Australian Securities
/// and Investments Commission, "Australian company number digit check".
pub(super) struct AuAcn;

impl Validator for AuAcn {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 9]| weighted(digits, &[8, 7, 6, 5, 4, 3, 2, 1, 1]).is_multiple_of(10))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&AuAcn, concat!("0040", "85616"));
    }
}
