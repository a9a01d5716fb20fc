//! The check digit of German identity cards and passports.

use super::{Validator, Verdict, compact};

/// Nine letters and digits with weights 7, 3, 1 repeated, letters from 10 on; the sum modulo 10 is the tenth. Source:
/// ICAO Doc 9303, part 3; Bundesdruckerei. Nine characters alone carry no proof.
pub(super) struct DeIdCard;

impl Validator for DeIdCard {
    fn check(&self, value: &[u8]) -> Verdict {
        let characters: Option<Vec<u32>> = compact(value).map(|byte| char::from(byte).to_digit(36)).collect();
        match characters.as_deref() {
            Some(serial) if serial.len() == 9 => Verdict::Plausible,
            Some([serial @ .., check]) if serial.len() == 9 => Verdict::checksum_if(sum(serial) % 10 == *check),
            _ => Verdict::Refuted,
        }
    }
}

fn sum(serial: &[u32]) -> u32 {
    serial.iter().zip([7, 3, 1].into_iter().cycle()).map(|(value, weight)| value * weight).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        // The number on the card that the Bundesdruckerei shows.
        assert_guards_last(&DeIdCard, concat!("L01X0", "0T471"));
        assert_eq!(DeIdCard.check(concat!("L01X0", "0T47").as_bytes()), Verdict::Plausible);
    }
}
