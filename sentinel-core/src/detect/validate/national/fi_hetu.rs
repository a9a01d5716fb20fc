//! The check character and day of birth of Finnish personal identity codes.

use super::{Validator, Verdict, digits, is_day, number, two};

/// DDMMYY, a sign for the century, three digits; the nine digits modulo 31, looked up in
/// `0123456789ABCDEFHJKLMNPRSTUVWXY`. Source: Digital and Population Data Services Agency.
pub(super) struct FiHetu;

impl Validator for FiHetu {
    fn check(&self, value: &[u8]) -> Verdict {
        let code = value.to_ascii_uppercase();
        Verdict::checksum_if(holds(&code).unwrap_or(false))
    }
}

fn holds(code: &[u8]) -> Option<bool> {
    let [day @ .., century, a, b, c, check] = code else { return None };
    let day = digits::<6>(day)?;
    let serial = digits::<3>(&[*a, *b, *c])?;
    let born = is_day(two(&day[4..]), two(&day[2..]), two(&day));
    let whole = number(&day) * 1000 + number(&serial);
    let expected = b"0123456789ABCDEFHJKLMNPRSTUVWXY"[(whole % 31) as usize];
    let centuries = b"+-YXWVUABCDEF";
    Some(born && centuries.contains(century) && number(&serial) >= 2 && *check == expected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_place;

    #[test]
    fn every_other_digit_and_character_is_refused() {
        for at in [0, 1, 2, 3, 4, 5, 7, 8, 9] {
            assert_guards_place(&FiHetu, concat!("131052", "-308T"), at);
        }
    }
}
