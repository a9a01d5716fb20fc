//! The check digit of mobile equipment identities.

use super::{Validator, Verdict, calendar::two, digits::checked, luhn::luhn_holds};

/// Fifteen digits with Luhn's check digit, of which the first two name a body that allocates types. Source: GSM
/// Association, TS.06.
pub(super) struct Imei;

impl Validator for Imei {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 15]| {
            matches!(two(digits), 1 | 10 | 30 | 33 | 35 | 44 | 45 | 49..=54 | 86 | 91 | 98 | 99) && luhn_holds(digits)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&Imei, concat!("49-015420-", "323751-8"));
    }
}
