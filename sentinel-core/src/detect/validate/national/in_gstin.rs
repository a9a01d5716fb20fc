//! The check character of Indian goods and services tax numbers.

use super::{Validator, Verdict, compact};

/// Fifteen letters and digits in base 36 with weights 1 and 2 in turn; quotients and remainders by 36 are summed; the
/// last character completes the sum to a multiple of 36. Source: Goods and Services Tax Network.
pub(super) struct InGstin;

impl Validator for InGstin {
    fn check(&self, value: &[u8]) -> Verdict {
        let characters: Option<Vec<u32>> = compact(value).map(|byte| char::from(byte).to_digit(36)).collect();
        let holds = |characters: &Vec<u32>| {
            let products = characters.iter().zip([1, 2].into_iter().cycle()).map(|(value, weight)| value * weight);
            let sum: u32 = products.map(|product| product / 36 + product % 36).sum();
            characters.len() == 15 && sum > 0 && sum.is_multiple_of(36)
        };
        Verdict::checksum_if(characters.as_ref().is_some_and(holds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&InGstin, concat!("27AAPFU", "0939F1ZV"));
    }
}
