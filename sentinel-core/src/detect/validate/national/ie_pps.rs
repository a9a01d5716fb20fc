//! The check letter of Irish personal public service numbers.

use super::{Validator, Verdict, compact, digits, weighted};

/// Seven digits with weights 8 to 2, and nine times the place in the alphabet of a letter after the check letter (`W`
/// is none); the sum modulo 23 is the check letter's place, `W` being 0. Source: Ireland, Department of Social
/// Protection.
pub(super) struct IePps;

impl Validator for IePps {
    fn check(&self, value: &[u8]) -> Verdict {
        let number: Vec<u8> = compact(value).collect();
        Verdict::checksum_if(holds(&number))
    }
}

pub(super) fn holds(number: &[u8]) -> bool {
    let Some((body, letters)) = number.split_at_checked(7) else { return false };
    let (Some(body), Some(check)) = (digits::<7>(body), letters.first()) else { return false };
    let extra = match letters[1..] {
        [] | [b'W'] => 0,
        [letter @ b'A'..=b'I'] => u32::from(letter - b'A') + 1,
        _ => return false,
    };
    let sum = weighted(&body, &[8, 7, 6, 5, 4, 3, 2]) + extra * 9;
    *check == b"WABCDEFGHIJKLMNOPQRSTUV"[(sum % 23) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_place;

    #[test]
    fn one_letter_of_the_alphabet_holds() {
        for tail in ["", "W", "A"] {
            let held = (b'A'..=b'Z').filter(|letter| {
                IePps.check(format!("{}{}{tail}", "1234567", char::from(*letter)).as_bytes()) != Verdict::Refuted
            });
            assert_eq!(held.count(), 1);
        }
        for at in 0..7 {
            assert_guards_place(&IePps, concat!("1234", "567T"), at);
        }
    }
}
