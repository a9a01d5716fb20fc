//! The check number of French social security numbers.

use super::{Validator, Verdict, compact, digits, number};

/// Thirteen digits modulo 97, taken from 97, are the last two; departments 2A and 2B of Corsica count as 19 and 18.
/// Thirteen digits alone carry no proof. Source: INSEE, "Numéro d'inscription au répertoire".
pub(super) struct FrNir;

impl Validator for FrNir {
    fn check(&self, value: &[u8]) -> Verdict {
        let mut characters: Vec<u8> = compact(value).collect();
        match characters.get(5..7) {
            Some(b"2A") => characters[5..7].copy_from_slice(b"19"),
            Some(b"2B") => characters[5..7].copy_from_slice(b"18"),
            _ => {}
        }
        if digits::<13>(&characters).is_some() {
            return Verdict::Plausible;
        }
        let holds = |digits: [u32; 15]| 97 - number(&digits[..13]) % 97 == number(&digits[13..]);
        Verdict::checksum_if(digits(&characters).is_some_and(holds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_number_is_refused() {
        assert_guards_last(&FrNir, concat!("2 55 08 14", " 168 025 38"));
        assert_guards_last(&FrNir, concat!("1 80 04 2A", " 123 456 68"));
        let whole = concat!("25508141", "68025");
        let held = (0..100).filter(|check| FrNir.check(format!("{whole}{check:02}").as_bytes()) != Verdict::Refuted);
        assert!(held.eq([38]));
    }
}
