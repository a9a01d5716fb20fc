//! The check character of New Zealand health index numbers.

use super::{Validator, Verdict, compact};

/// Three letters without `I` and `O`, then two digits and two more (the old form) or a letter and a check letter (the
/// new one). Letters count from 1; weights 7 to 2; the old check digit is 11 less the sum modulo 11, 10 being 0, and
/// a remainder of 0 is never given; the new check letter is at the place 24 less the sum modulo 24. Source: Ministry
/// of Health, HISO 10046.
pub(super) struct NzNhi;

impl Validator for NzNhi {
    fn check(&self, value: &[u8]) -> Verdict {
        let number: Vec<u8> = compact(value).collect();
        let [a, b, c, d, e, last, check] = number[..] else { return Verdict::Refuted };
        let shaped = [a, b, c].iter().all(|byte| place(*byte).is_some()) && [d, e].iter().all(u8::is_ascii_digit);
        let values = [a, b, c, d, e, last].map(|byte| place(byte).unwrap_or(u32::from(byte.wrapping_sub(b'0'))));
        let sum: u32 = values.iter().zip((2..=7).rev()).map(|(value, weight)| value * weight).sum();
        Verdict::checksum_if(
            shaped && if last.is_ascii_digit() { old(sum, check) } else { place(last).is_some() && new(sum, check) },
        )
    }
}

fn old(sum: u32, check: u8) -> bool {
    !sum.is_multiple_of(11) && u32::from(check) == (11 - sum % 11) % 10 + u32::from(b'0')
}

fn new(sum: u32, check: u8) -> bool {
    place(check) == Some(24 - sum % 24)
}

/// From 1, in the alphabet without `I` and `O`.
fn place(letter: u8) -> Option<u32> {
    b"ABCDEFGHJKLMNPQRSTUVWXYZ".iter().position(|known| *known == letter).map(|at| at as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_character_is_refused() {
        assert_guards_last(&NzNhi, concat!("ZZZ", "0016"));
        let held = |check: u8| NzNhi.check(&[b"ZZZ00A".as_slice(), &[check]].concat()) != Verdict::Refuted;
        assert!((b'0'..=b'Z').filter(|check| held(*check)).eq([b'X']));
    }
}
