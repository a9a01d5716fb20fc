//! The check digits and day of birth of Norwegian birth numbers.

use super::{Validator, Verdict, checked, is_day, two, weighted};

/// DDMMYY, three digits, and two check digits modulo 11 with weights 3, 7, 6, 1, 8, 9, 4, 5, 2 and 5, 4, 3, 2, 7, 6,
/// 5, 4, 3, 2. The day is raised by 40 for D numbers, the month for synthetic ones by 40, 65 or 80. Source:
/// Skatteetaten.
pub(super) struct NoFnr;

impl Validator for NoFnr {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 11]| {
            let month = match two(&digits[2..]) {
                month @ 41..=52 => month - 40,
                month @ 66..=77 => month - 65,
                month @ 81..=92 => month - 80,
                month => month,
            };
            is_day(two(&digits[4..]), month, two(digits) % 40)
                && weighted(digits, &[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]).is_multiple_of(11)
                && weighted(digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&NoFnr, concat!("27119", "336223"));
    }
}
