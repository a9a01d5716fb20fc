//! The check character of Chilean tax and identity numbers.

use super::{Validator, Verdict, compact, decimal};

/// Seven or eight digits; weights 2 to 7 from the right, again and again; 11 less the sum modulo 11, where 11 is 0 and
/// 10 is `K`. Source: Servicio de Registro Civil e Identificación.
pub(super) struct ClRut;

impl Validator for ClRut {
    fn check(&self, value: &[u8]) -> Verdict {
        let number: Vec<u8> = compact(value).collect();
        let [body @ .., check] = &number[..] else { return Verdict::Refuted };
        let Some(digits) = decimal(body).filter(|digits| matches!(digits.len(), 7 | 8)) else {
            return Verdict::Refuted;
        };
        let sum: u32 = digits.iter().rev().zip((2..=7).cycle()).map(|(digit, weight)| digit * weight).sum();
        let expected = b"0123456789K"[((11 - sum % 11) % 11) as usize];
        Verdict::checksum_if(sum > 0 && *check == expected && digits.iter().any(|digit| *digit != digits[0]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&ClRut, concat!("12.345.", "678-5"));
    }
}
