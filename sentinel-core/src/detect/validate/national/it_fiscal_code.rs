//! The check letter of Italian fiscal codes.

use super::{Validator, Verdict, compact};

/// Sixteen letters and digits. Those at odd places are looked up in a table, those at even places count as
/// themselves; the sum modulo 26 is the last letter. Digits may be written as letters of `LMNPQRSTUV` where two
/// people would have the same code. Source: Italy, Decreto ministeriale 23 dicembre 1976.
pub(super) struct ItFiscalCode;

impl Validator for ItFiscalCode {
    fn check(&self, value: &[u8]) -> Verdict {
        let code: Vec<u8> = compact(value).collect();
        let [body @ .., check] = &code[..] else { return Verdict::Refuted };
        let places: Option<Vec<usize>> = body.iter().map(|byte| place(*byte)).collect();
        let Some(places) = places.filter(|places| places.len() == 15) else { return Verdict::Refuted };
        let sum: usize =
            places.iter().enumerate().map(|(at, &place)| if at % 2 == 0 { ODD[place] } else { place }).sum();
        Verdict::checksum_if(usize::from(*check) == sum % 26 + usize::from(b'A'))
    }
}

/// For 0 to 9 as for A to J.
const ODD: [usize; 26] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

fn place(byte: u8) -> Option<usize> {
    match byte {
        b'0'..=b'9' => Some(usize::from(byte - b'0')),
        b'A'..=b'Z' => Some(usize::from(byte - b'A')),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_place;

    #[test]
    fn every_other_digit_is_refused() {
        for at in [6, 7, 9, 10, 12, 13, 14] {
            assert_guards_place(&ItFiscalCode, concat!("RSSMRA85", "T10A562S"), at);
        }
    }
}
