//! The two check digits of Luxembourg national numbers.

use super::{Validator, Verdict, checked, is_day, luhn_holds, number, two};
use crate::detect::validate::verhoeff::verhoeff_holds;

/// Day of birth as YYYYMMDD, three digits, Luhn's check digit over those eleven, and Verhoeff's over the same eleven.
/// Source: Luxembourg, Grand-Ducal regulation of 28 November 2013.
pub(super) struct LuNational;

impl Validator for LuNational {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 13]| {
            is_day(number(&digits[..4]) as u32, two(&digits[4..]), two(&digits[6..]))
                && luhn_holds(&digits[..12])
                && verhoeff_holds(&[&digits[..11], &digits[12..]].concat())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&LuNational, concat!("189312", "0105732"));
    }
}
