//! The check digit of New Zealand tax numbers.

use super::{Validator, Verdict, decimal, number, weighted};

/// Eight or nine digits from 10 to 150 million and a check digit. Weights 3, 2, 7, 6, 5, 4, 3, 2, then, where the
/// check digit would be 10, weights 7, 4, 3, 2, 5, 2, 7, 6. Source: Inland Revenue, "Resident withholding tax and
/// non-resident withholding tax specification".
pub(super) struct NzIrd;

impl Validator for NzIrd {
    fn check(&self, value: &[u8]) -> Verdict {
        let Some(mut digits) = decimal(value).filter(|digits| matches!(digits.len(), 8 | 9)) else {
            return Verdict::Refuted;
        };
        if digits.len() == 8 {
            digits.insert(0, 0);
        }
        let given = (10_000_000..=150_000_000).contains(&number(&digits));
        Verdict::checksum_if(given && check(&digits) == digits[8])
    }
}

fn check(digits: &[u32]) -> u32 {
    let first = (11 - weighted(digits, &[3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11;
    if first < 10 { first } else { (11 - weighted(digits, &[7, 4, 3, 2, 5, 2, 7, 6]) % 11) % 11 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        // The samples of the specification, the last of which needs the second weights.
        for sample in [concat!("4909", "1850"), concat!("3590", "1981"), concat!("1364", "10132")] {
            assert_guards_last(&NzIrd, sample);
        }
    }
}
