//! The day of birth in Danish personal numbers.

use super::{Validator, Verdict, digits, is_day, two};
use crate::Proof;

/// DDMMYY and four digits, of which the first, with the year, says the century. There is no check digit: since 2007
/// numbers are given out that do not pass modulo 11. Source: CPR-kontoret, "Personnummeret i CPR".
pub(super) struct DkCpr;

impl Validator for DkCpr {
    fn check(&self, value: &[u8]) -> Verdict {
        let born = |digits: [u32; 10]| {
            is_day(century(two(&digits[4..]), digits[6]) + two(&digits[4..]), two(&digits[2..]), two(&digits))
        };
        Verdict::proven_if(digits(value).is_some_and(born), Proof::Structure)
    }
}

fn century(year: u32, seventh: u32) -> u32 {
    match seventh {
        0..=3 => 1900,
        4 | 9 if year >= 37 => 1900,
        5..=8 if year >= 58 => 1800,
        _ => 2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_are_in_the_calendar_are_structure() {
        assert_eq!(DkCpr.check(concat!("290200", "-4321").as_bytes()), Verdict::Proven(Proof::Structure));
        for none in ["290200-1321", "310400-4321", "001080-1321", "101380-1321", "10108-1321", ""] {
            assert_eq!(DkCpr.check(none.as_bytes()), Verdict::Refuted);
        }
    }
}
