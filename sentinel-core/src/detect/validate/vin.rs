//! The check character of vehicle identification numbers.

use super::{Validator, Verdict};

/// Seventeen letters and digits without `I`, `O`, `Q`. Letters are transliterated to 1 to 9; weights 8 to 2, 10, 0, 9
/// to 2; the sum modulo 11, 10 being `X`, is the ninth character. Source: 49 CFR 565.15; binding in North America and
/// China.
pub(super) struct Vin;

impl Validator for Vin {
    fn check(&self, value: &[u8]) -> Verdict {
        let values: Option<Vec<u32>> = value.iter().map(|byte| transliterated(*byte)).collect();
        Verdict::checksum_if(values.is_some_and(|values| holds(&values, value)))
    }
}

fn holds(values: &[u32], vin: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let sum: u32 = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    let kinds = vin.iter().any(u8::is_ascii_digit) && vin.iter().any(u8::is_ascii_alphabetic);
    values.len() == 17 && kinds && vin[8].to_ascii_uppercase() == b"0123456789X"[(sum % 11) as usize]
}

fn transliterated(byte: u8) -> Option<u32> {
    Some(match byte.to_ascii_uppercase() {
        digit @ b'0'..=b'9' => u32::from(digit - b'0'),
        letter @ b'A'..=b'H' => u32::from(letter - b'A') + 1,
        letter @ (b'J'..=b'N' | b'P' | b'R') => u32::from(letter - b'J') + 1,
        letter @ b'S'..=b'Z' => u32::from(letter - b'S') + 2,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Proof;
    use crate::detect::validate::proving::assert_guards_place;

    #[test]
    fn every_other_digit_is_refused() {
        let sample = concat!("1M8GDM9A", "XKP042788");
        for (at, _) in sample.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()) {
            assert_guards_place(&Vin, sample, at);
        }
        assert_eq!(
            Vin.check(concat!("1M8GDM9A", "XKP042788").to_lowercase().as_bytes()),
            Verdict::Proven(Proof::Checksum)
        );
        assert_eq!(Vin.check(b"11111111111111111"), Verdict::Refuted);
    }
}
