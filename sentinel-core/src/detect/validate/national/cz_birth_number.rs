//! The check and day of birth of Czech and Slovak birth numbers.

use super::{Validator, Verdict, decimal, is_day, monotone, number, two};

/// YYMMDD, the month raised by 50 for women, by 20 or 70 where a day runs out of numbers. Ten digits are a multiple of
/// 11, or, for some before 1985, end in 0 where the first nine leave 10. Nine digits, given until 1953, carry no proof.
/// Source: Czech Republic, zákon 133/2000 Sb.
pub(super) struct CzBirthNumber;

impl Validator for CzBirthNumber {
    fn check(&self, value: &[u8]) -> Verdict {
        let Some(digits) = decimal(value).filter(|digits| matches!(digits.len(), 9 | 10)) else {
            return Verdict::Refuted;
        };
        let month = match two(&digits[2..]) {
            month @ 71..=82 => month - 70,
            month @ 51..=62 => month - 50,
            month @ 21..=32 => month - 20,
            month => month,
        };
        if monotone(&digits) || !is_day(two(&digits), month, two(&digits[4..])) {
            return Verdict::Refuted;
        }
        match digits.len() {
            9 if two(&digits) < 54 => Verdict::Plausible,
            10 => Verdict::checksum_if(number(&digits[..9]) % 11 % 10 == u64::from(digits[9])),
            _ => Verdict::Refuted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&CzBirthNumber, concat!("710319", "/2745"));
        assert_eq!(CzBirthNumber.check(concat!("531129", "/123").as_bytes()), Verdict::Plausible);
    }
}
