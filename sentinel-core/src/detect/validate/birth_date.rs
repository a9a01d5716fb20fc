//! Days on which people were born.

use super::{Validator, Verdict, calendar::is_day};
use crate::Proof;

/// A day of the calendar from 1900 to 2099, in digits in the order of any country, or with the month's name.
pub(super) struct BirthDate;

impl Validator for BirthDate {
    fn check(&self, value: &[u8]) -> Verdict {
        let numbers: Vec<u32> = value
            .split(|byte| !byte.is_ascii_digit())
            .filter(|run| (1..=8).contains(&run.len()))
            .map(|run| run.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
            .collect();
        let holds = match numbers[..] {
            [compact] => is_birthday(compact / 10_000, compact / 100 % 100, compact % 100),
            // With the month in letters.
            [first, second] => is_birthday(second, 1, first) || is_birthday(first, 1, second),
            [first, second, third] => {
                is_birthday(first, second, third)
                    || is_birthday(third, second, first)
                    || is_birthday(third, first, second)
            }
            _ => false,
        };
        Verdict::proven_if(holds, Proof::Structure)
    }
}

fn is_birthday(year: u32, month: u32, day: u32) -> bool {
    (year < 100 || (1900..2100).contains(&year)) && is_day(year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_any_order_are_structure() {
        for day in ["1985-03-12", "12/03/1985", "03/25/85", "12. März 1985", "March 12, 1985", "19850312", "29.02.2000"]
        {
            assert_eq!(BirthDate.check(day.as_bytes()), Verdict::Proven(Proof::Structure), "{day}");
        }
        for none in ["1985-13-32", "31/02/1985", "1850-01-01", "19851312", "29.02.1999", "12", "", "1.2.3.4"] {
            assert_eq!(BirthDate.check(none.as_bytes()), Verdict::Refuted, "{none}");
        }
    }
}
