//! The check character and day of birth of Chinese resident identity numbers.

use super::{Validator, Verdict, compact, digits, is_day, number, two, weighted};

/// A region of six digits, YYYYMMDD, three digits, and a check character by ISO 7064 MOD 11-2, in which `X` is 10.
/// Source: China, standard GB 11643-1999.
pub(super) struct CnResidentId;

impl Validator for CnResidentId {
    fn check(&self, value: &[u8]) -> Verdict {
        let identity: Vec<u8> = compact(value).collect();
        let [body @ .., check] = &identity[..] else { return Verdict::Refuted };
        Verdict::checksum_if(digits::<17>(body).is_some_and(|digits| holds(&digits, *check)))
    }
}

fn holds(digits: &[u32; 17], check: u8) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let year = number(&digits[6..10]) as u32;
    matches!(two(digits), 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
        && (1850..2100).contains(&year)
        && is_day(year, two(&digits[10..]), two(&digits[12..]))
        && check == b"10X98765432"[(weighted(digits, &WEIGHTS) % 11) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_place;

    #[test]
    fn every_other_digit_is_refused() {
        for at in 0..17 {
            assert_guards_place(&CnResidentId, concat!("110105194", "91231002X"), at);
        }
    }
}
