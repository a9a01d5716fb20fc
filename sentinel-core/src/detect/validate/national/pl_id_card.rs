//! The check digit of Polish identity cards and passports.

use super::{Validator, Verdict, compact};

/// Three letters and six digits (cards), of which the first digit is the check digit, or two letters and seven digits
/// (passports), likewise. Weights 7, 3, 1 repeated for the others, letters from 10 on; the check digit is the sum
/// modulo 10. Source: Poland, Ministerstwo Spraw Wewnętrznych i Administracji.
pub(super) struct PlIdCard;

impl Validator for PlIdCard {
    fn check(&self, value: &[u8]) -> Verdict {
        let characters: Vec<u8> = compact(value).collect();
        let letters = characters.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
        let values: Option<Vec<u32>> = characters.iter().map(|byte| char::from(*byte).to_digit(36)).collect();
        let Some(mut values) = values.filter(|values| values.len() == 9 && matches!(letters, 2 | 3)) else {
            return Verdict::Refuted;
        };
        let check = values.remove(letters);
        let sum: u32 = values.iter().zip([7, 3, 1].into_iter().cycle()).map(|(value, weight)| value * weight).sum();
        Verdict::checksum_if(values[letters..].iter().all(|value| *value < 10) && sum % 10 == check)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&PlIdCard, concat!("ABS", "123456"));
    }
}
