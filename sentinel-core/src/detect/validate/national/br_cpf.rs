//! The check digits of Brazilian taxpayer numbers of persons.

use super::{Validator, Verdict, checked, weighted};

/// Weights 10 to 2 over nine digits, then 11 to 2 over ten; 11 less the sum modulo 11, where 10 and 11 are 0. Source:
/// Receita Federal.
pub(super) struct BrCpf;

impl Validator for BrCpf {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 11]| {
            (11 - weighted(digits, &[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10 == digits[9]
                && (11 - weighted(digits, &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10 == digits[10]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&BrCpf, concat!("11144", "477735"));
    }
}
