//! The check digit of German pension insurance numbers.

use super::{Validator, Verdict, compact, cross_sum, digits, is_day, two};

/// A region, a day of birth as DDMMYY, the first letter of the name at birth, a serial number, a check digit. The
/// letter counts as its place in the alphabet in two digits; weights 2, 1, 2, 5, 7, then 1 and 2 in turn; the sum of
/// the cross sums of the products ends in the check digit. Source: Deutsche Rentenversicherung, VKVV § 2.
pub(super) struct DePension;

impl Validator for DePension {
    fn check(&self, value: &[u8]) -> Verdict {
        let number: Vec<u8> = compact(value).collect();
        let Some(letter) = number.get(8).filter(|letter| letter.is_ascii_uppercase()) else { return Verdict::Refuted };
        let spelled = format!("{:02}", letter - b'A' + 1);
        let spelled = [&number[..8], spelled.as_bytes(), &number[9..]].concat();
        Verdict::checksum_if(digits::<13>(&spelled).is_some_and(|digits| holds(&digits)))
    }
}

fn holds(digits: &[u32; 13]) -> bool {
    const WEIGHTS: [u32; 12] = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| cross_sum(digit * weight)).sum();
    sum % 10 == digits[12] && is_day(two(&digits[6..]), two(&digits[4..]), two(&digits[2..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&DePension, concat!("15070", "649C103"));
    }
}
