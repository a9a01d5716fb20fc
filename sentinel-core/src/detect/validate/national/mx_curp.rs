//! The check digit of Mexican population registry codes.

use super::{Validator, Verdict, compact, digits, is_day, two};

/// Eighteen characters, with a day of birth as YYMMDD from the fifth on. Each counts as its place in `0…9A…NÑO…Z`,
/// with weights 18 to 2; the last digit completes the sum to a multiple of 10. Source: Registro Nacional de
/// Población, "Instructivo normativo para la asignación de la CURP".
pub(super) struct MxCurp;

impl Validator for MxCurp {
    fn check(&self, value: &[u8]) -> Verdict {
        let code: Vec<u8> = compact(value).collect();
        let born = code.get(4..10).and_then(digits::<6>);
        let Some(values) = code.iter().map(|byte| place(*byte)).collect::<Option<Vec<u32>>>() else {
            return Verdict::Refuted;
        };
        let sum: u32 = values.iter().zip((1..=18).rev()).map(|(value, weight)| value * weight).sum();
        let born = born.is_some_and(|day| is_day(two(&day), two(&day[2..]), two(&day[4..])));
        Verdict::checksum_if(born && values.len() == 18 && values[17] < 10 && sum.is_multiple_of(10))
    }
}

/// `Ñ`, after `N`, is not written in codes, but counted.
fn place(byte: u8) -> Option<u32> {
    let place = char::from(byte).to_digit(36)?;
    Some(if byte > b'N' { place + 1 } else { place })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&MxCurp, concat!("HEGG56042", "7MVZRRL04"));
    }
}
