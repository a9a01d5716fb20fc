//! The check digits of Brazilian company numbers.

use super::{Validator, Verdict, compact};

/// Twelve letters or digits, which count as their ASCII code less 48, and two check digits: weights 5 to 2 and 9 to 2,
/// then 6 to 2 and 9 to 2; 11 less the sum modulo 11, where 10 and 11 are 0. Source: Receita Federal, Instrução
/// Normativa RFB 2.229/2024.
pub(super) struct BrCnpj;

impl Validator for BrCnpj {
    fn check(&self, value: &[u8]) -> Verdict {
        let characters: Vec<u8> = compact(value).collect();
        let shaped = characters.len() == 14 && characters.iter().all(u8::is_ascii_alphanumeric);
        if !shaped || characters.iter().all(|byte| *byte == characters[0]) {
            return Verdict::Refuted;
        }
        let values: Vec<u32> = characters.iter().map(|byte| u32::from(byte - b'0')).collect();
        Verdict::checksum_if(check(&values[..12]) == values[12] && check(&values[..13]) == values[13])
    }
}

/// Weights count from 2 to 9 from the right, and start again.
fn check(values: &[u32]) -> u32 {
    let sum: u32 = values.iter().rev().zip((2..=9).cycle()).map(|(value, weight)| value * weight).sum();
    (11 - sum % 11) % 11 % 10
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&BrCnpj, concat!("11.222.333", "/0001-81"));
        // The sample of the form with letters.
        assert_guards_last(&BrCnpj, concat!("12.ABC.345", "/01DE-35"));
    }
}
