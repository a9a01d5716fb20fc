//! The check digit of Argentine tax and work numbers.

use super::{Validator, Verdict, checked, two, weighted};

/// Weights 5, 4, 3, 2, 7 to 2; 11 less the sum modulo 11, where 11 is 0 and 10 is 9; it starts with 20, 23 to 27, 30,
/// 33 or 34. Source: Administración Federal de Ingresos Públicos.
pub(super) struct ArCuit;

impl Validator for ArCuit {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 11]| {
            let check = (11 - weighted(digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11;
            matches!(two(digits), 20 | 23..=27 | 30 | 33 | 34) && check.min(9) == digits[10]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&ArCuit, concat!("20123", "456786"));
    }
}
