//! The check digit of Taiwanese identity numbers.

use super::{Validator, Verdict, compact, digits, weighted};

/// A letter for the place, which stands for a number from 10 to 35, and nine digits. Weights 1 and 9 for that number, 8
/// to 1 and 1 for the digits; the sum is a multiple of 10. Source: Taiwan, Ministry of the Interior.
pub(super) struct TwId;

impl Validator for TwId {
    fn check(&self, value: &[u8]) -> Verdict {
        let identity: Vec<u8> = compact(value).collect();
        let [letter, body @ ..] = &identity[..] else { return Verdict::Refuted };
        let Some(place) = PLACES.iter().position(|known| known == letter) else { return Verdict::Refuted };
        let place = place as u32 + 10;
        let holds = |digits: [u32; 9]| {
            let sum = place / 10 + place % 10 * 9 + weighted(&digits, &[8, 7, 6, 5, 4, 3, 2, 1, 1]);
            matches!(digits[0], 1 | 2 | 8 | 9) && sum.is_multiple_of(10)
        };
        Verdict::checksum_if(digits(body).is_some_and(holds))
    }
}

/// Letters in the order of their numbers, from 10.
const PLACES: &[u8; 26] = b"ABCDEFGHJKLMNPQRSTUVXYWZIO";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&TwId, concat!("A1234", "56789"));
    }
}
