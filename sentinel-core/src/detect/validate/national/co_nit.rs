//! The check digit of Colombian tax numbers.

use super::{Validator, Verdict, checked, weighted};

/// Primes 41, 37, 29, 23, 19, 17, 13, 7, 3 as weights; the sum modulo 11, from 2 on taken from 11. Source: Dirección de
/// Impuestos y Aduanas Nacionales.
pub(super) struct CoNit;

impl Validator for CoNit {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 10]| {
            let rest = weighted(digits, &[41, 37, 29, 23, 19, 17, 13, 7, 3]) % 11;
            (if rest > 1 { 11 - rest } else { rest }) == digits[9]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&CoNit, concat!("21312", "34321"));
    }
}
