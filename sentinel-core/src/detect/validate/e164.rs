//! Telephone numbers in international form.

use super::{Validator, Verdict};
use crate::Proof;

/// A country code that is given out and, with it, 8 to 15 digits; North American numbers have ten after it, of which
/// area and exchange start with 2 to 9. Source: ITU-T E.164 and its list of assigned country codes.
pub(super) struct E164;

impl Validator for E164 {
    fn check(&self, value: &[u8]) -> Verdict {
        // `+44 (0)20 …`: the trunk prefix is not dialled from abroad.
        let text = String::from_utf8_lossy(value).replace("(0)", "");
        let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).collect();
        let digits = digits.strip_prefix(b"00").unwrap_or(&digits);
        Verdict::proven_if(possible(digits), Proof::Structure)
    }
}

fn possible(digits: &[u8]) -> bool {
    let varied = digits.iter().skip(3).any(|digit| Some(digit) != digits.last());
    let shaped = match digits {
        [b'1', area, _, _, exchange, ..] => digits.len() == 11 && *area >= b'2' && *exchange >= b'2',
        _ => (8..=15).contains(&digits.len()) && assigned(digits),
    };
    varied && shaped
}

/// Codes of one digit (Russia and Kazakhstan), of two, or, where the first two begin codes of three, of three.
fn assigned(digits: &[u8]) -> bool {
    let code = |length: usize| digits[..length].iter().fold(0_u16, |code, digit| code * 10 + u16::from(digit - b'0'));
    match code(2) {
        70..=79 => true,
        20 | 27 | 30..=34 | 36 | 39..=41 | 43..=49 | 51..=58 | 60..=66 | 81 | 82 | 84 | 86 | 90..=95 | 98 => true,
        _ => matches!(
            code(3),
            211..=213 | 216 | 218 | 220..=269 | 290 | 291 | 297..=299 | 350..=359 | 370..=383 | 385..=387 | 389
                | 420 | 421 | 423 | 500..=509 | 590..=599 | 670 | 672..=683 | 685..=692 | 800 | 808 | 850 | 852 | 853
                | 855 | 856 | 870 | 878 | 880..=883 | 886 | 888 | 960..=968 | 970..=977 | 979 | 992..=996 | 998
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_can_be_dialled_are_structure() {
        for number in
            ["+49 1512 3456789", "+1 (415) 555-0132", "+44 (0)20 7946 0958", "00353 1 234 5678", "+7 912 345-67-89"]
        {
            assert_eq!(E164.check(number.as_bytes()), Verdict::Proven(Proof::Structure), "{number}");
        }
        for none in [
            "+1 115 555 0132",
            "+1 415 155 0132",
            "+1 415 555 013",
            "+999 123 4567",
            "+49 1234",
            "+4911111111",
            "+",
            "+1234567890123456",
        ] {
            assert_eq!(E164.check(none.as_bytes()), Verdict::Refuted, "{none}");
        }
    }
}
