//! The check digit of Croatian personal numbers.

use super::{Validator, Verdict, checked, mod_11_10};

/// ISO 7064 MOD 11,10 over eleven digits. Source: Croatia, Zakon o osobnom identifikacijskom broju, 2008.
pub(super) struct HrOib;

impl Validator for HrOib {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 11]| mod_11_10(digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&HrOib, concat!("33392", "005961"));
    }
}
