//! The check letter of Singaporean identity numbers.

use super::{Validator, Verdict, compact, digits, weighted};

/// `S`, `T`, `F`, `G` or `M`, seven digits with weights 2, 7, 6, 5, 4, 3, 2, and a letter looked up by the sum modulo
/// 11; 4 is added to the sum for `T` and `G`, 3 for `M`. Source: Immigration and Checkpoints Authority.
pub(super) struct SgNric;

impl Validator for SgNric {
    fn check(&self, value: &[u8]) -> Verdict {
        let identity: Vec<u8> = compact(value).collect();
        let [series, body @ .., check] = &identity[..] else { return Verdict::Refuted };
        let (offset, letters) = match series {
            b'S' => (0, b"JZIHGFEDCBA"),
            b'T' => (4, b"JZIHGFEDCBA"),
            b'F' => (0, b"XWUTRQPNMLK"),
            b'G' => (4, b"XWUTRQPNMLK"),
            b'M' => (3, b"XWUTRQPNJLK"),
            _ => return Verdict::Refuted,
        };
        let sum = |digits: [u32; 7]| (offset + weighted(&digits, &[2, 7, 6, 5, 4, 3, 2])) % 11;
        Verdict::checksum_if(digits(body).map(sum).is_some_and(|sum| *check == letters[sum as usize]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&SgNric, concat!("S1234", "567D"));
        assert_guards_every_digit(&SgNric, concat!("G1234", "567X"));
    }
}
