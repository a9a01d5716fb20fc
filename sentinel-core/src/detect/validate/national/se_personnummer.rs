//! The check digit and day of birth of Swedish personal numbers.

use super::{Validator, Verdict, compact, digits, is_day, luhn_holds, monotone, two};

/// Luhn over ten digits, YYMMDD and four; a century may stand before; the day is raised by 60 for coordination
/// numbers. Source: Skatteverket, "Personnummer".
pub(super) struct SePersonnummer;

impl Validator for SePersonnummer {
    fn check(&self, value: &[u8]) -> Verdict {
        // The sign is a plus for people above a hundred.
        let number: Vec<u8> = compact(value).filter(|byte| *byte != b'+').collect();
        let ten = match &number[..] {
            [b'1', b'9' | b'8', rest @ ..] | [b'2', b'0', rest @ ..] if rest.len() == 10 => rest,
            whole => whole,
        };
        Verdict::checksum_if(digits::<10>(ten).is_some_and(|digits| holds(&digits)))
    }
}

fn holds(digits: &[u32; 10]) -> bool {
    !monotone(digits) && is_day(two(digits), two(&digits[2..]), two(&digits[4..]) % 60) && luhn_holds(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&SePersonnummer, concat!("811218", "-9876"));
        assert!(matches!(SePersonnummer.check(concat!("19811218", "-9876").as_bytes()), Verdict::Proven(_)));
        assert_eq!(SePersonnummer.check(concat!("19811218", "-9875").as_bytes()), Verdict::Refuted);
    }
}
