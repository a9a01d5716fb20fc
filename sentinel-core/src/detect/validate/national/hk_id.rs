//! The check digit of Hong Kong identity cards.

use super::{Validator, Verdict};

/// One or two letters, six digits and a check digit, mostly in brackets, in which `A` is 10. Weights 9 to 1; letters
/// count from 10, a missing one as 36; the sum is a multiple of 11. Source: Immigration Department.
pub(super) struct HkId;

impl Validator for HkId {
    fn check(&self, value: &[u8]) -> Verdict {
        let kept = value.iter().filter(|byte| !matches!(byte, b'(' | b')' | b' ' | b'-'));
        let characters: Option<Vec<u32>> = kept.map(|byte| char::from(*byte).to_digit(36)).collect();
        let Some(mut characters) = characters.filter(|characters| matches!(characters.len(), 8 | 9)) else {
            return Verdict::Refuted;
        };
        if characters.len() == 8 {
            characters.insert(0, 36);
        }
        let [first, second, body @ .., check] = &characters[..] else { return Verdict::Refuted };
        let shaped = *first > 9 && *second > 9 && body.iter().all(|digit| *digit < 10) && *check < 11;
        let sum: u32 = characters.iter().zip((1..=9).rev()).map(|(value, weight)| value * weight).sum();
        Verdict::checksum_if(shaped && sum.is_multiple_of(11))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&HkId, concat!("A123", "456(3)"));
        assert_guards_every_digit(&HkId, concat!("AB987", "654(3)"));
    }
}
