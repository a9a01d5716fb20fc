//! The check digits and length of bank account numbers.

use super::{Validator, Verdict};

/// ISO 13616: the country code and check digits moved to the end, letters as 10 to 35, the whole
/// number modulo 97 is 1; the length is the country's. Blanks, no-break blanks and hyphens are skipped.
pub(super) struct Iban;

impl Validator for Iban {
    fn check(&self, value: &[u8]) -> Verdict {
        let account: Vec<u8> =
            value.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_uppercase).collect();
        Verdict::checksum_if(length(&account) == Some(account.len()) && remainder(&account) == Some(1))
    }
}

fn remainder(account: &[u8]) -> Option<u32> {
    let (head, rest) = account.split_at(4);
    rest.iter().chain(head).try_fold(0, |sum, &byte| {
        let digit = char::from(byte).to_digit(36)?;
        Some(if digit < 10 { (sum * 10 + digit) % 97 } else { (sum * 100 + digit) % 97 })
    })
}

fn length(account: &[u8]) -> Option<usize> {
    let country = std::str::from_utf8(account.get(..2)?).ok()?;
    let (_, length) = LENGTHS.iter().find(|(countries, _)| countries.split(' ').any(|known| known == country))?;
    Some(*length)
}

/// Countries by the length of their numbers. Source: SWIFT, "IBAN registry".
const LENGTHS: [(&str, usize); 18] = [
    ("NO", 15),
    ("BE", 16),
    ("DK FI FK FO GL NL SD", 18),
    ("MK SI", 19),
    ("AT BA EE KZ LT LU MN XK", 20),
    ("CH CR HR LI LV", 21),
    ("BG BH DE GB GE IE ME RS VA", 22),
    ("AE GI IL IQ OM SO TL", 23),
    ("AD CZ ES MD PK RO SA SE SK TN VG", 24),
    ("LY PT ST", 25),
    ("IS TR", 26),
    ("BI DJ FR GR IT MC MR SM", 27),
    ("AL AZ BY CY DO GT HU LB NI PL SV", 28),
    ("BR EG PS QA UA", 29),
    ("JO KW MU YE", 30),
    ("MT SC", 31),
    ("LC", 32),
    ("RU", 33),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Proof, detect::validate::proving::assert_guards_every_digit};

    #[test]
    fn every_other_digit_is_refused() {
        // The registry's own sample account.
        let sample = concat!("GB29 NWBK 6016", " 1331 9268 19");
        assert_guards_every_digit(&Iban, sample);
        assert_eq!(Iban.check(sample.to_lowercase().as_bytes()), Verdict::Proven(Proof::Checksum));
    }

    #[test]
    fn a_right_number_of_another_length_is_refused() {
        for none in ["GB29", "NO29601613319268", "XX82WEST12345698765432"] {
            assert_eq!(Iban.check(none.as_bytes()), Verdict::Refuted);
        }
    }
}
