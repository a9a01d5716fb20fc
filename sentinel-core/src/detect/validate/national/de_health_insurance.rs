//! The check digit of German health insurance numbers.

use super::{Validator, Verdict, compact, cross_sum, digits};

/// A letter, eight digits, a check digit. The letter counts as its place in the alphabet in two digits; weights 1 and 2
/// in turn; the sum of the cross sums of the products ends in the check digit. Source: GKV-Spitzenverband, SGB V § 290.
pub(super) struct DeHealthInsurance;

impl Validator for DeHealthInsurance {
    fn check(&self, value: &[u8]) -> Verdict {
        let number: Vec<u8> = compact(value).collect();
        let Some(letter) = number.first().filter(|letter| letter.is_ascii_uppercase()) else { return Verdict::Refuted };
        let spelled = format!("{:02}", letter - b'A' + 1);
        let spelled = [spelled.as_bytes(), &number[1..]].concat();
        Verdict::checksum_if(digits::<11>(&spelled).is_some_and(|digits| sum(&digits) % 10 == digits[10]))
    }
}

fn sum(digits: &[u32]) -> u32 {
    digits[..10].iter().zip([1, 2].into_iter().cycle()).map(|(digit, weight)| cross_sum(digit * weight)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&DeHealthInsurance, concat!("A1234", "56780"));
    }
}
