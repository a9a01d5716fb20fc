//! The check digits of machine-readable travel documents.

use super::{Validator, Verdict};

/// Two lines of 44 (passports) or 36, three of 30, or the last line of a passport alone: weights 7, 3, 1 repeated
/// over number, day of birth and day of expiry, letters from 10 on and `<` as 0, and over all of them. Source: ICAO
/// Doc 9303, parts 3 to 6.
pub(super) struct Mrz;

impl Validator for Mrz {
    fn check(&self, value: &[u8]) -> Verdict {
        let characters =
            value.iter().copied().filter(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'<');
        let zone: Vec<u8> = characters.collect();
        let holds = match zone.len() {
            88 => lower_line(&zone[44..]),
            44 => lower_line(&zone),
            72 => lower_line(&zone[36..]),
            90 => card(&zone),
            _ => false,
        };
        Verdict::checksum_if(holds)
    }
}

/// Number, country, day of birth, sex, day of expiry, and at the end a digit over them.
fn lower_line(line: &[u8]) -> bool {
    let end = line.len() - 1;
    let whole = [&line[..10], &line[13..20], &line[21..end]].concat();
    guarded(&line[..10]) && guarded(&line[13..20]) && guarded(&line[21..28]) && digit(&whole) == line[end]
}

fn card(zone: &[u8]) -> bool {
    let whole = [&zone[5..30], &zone[30..37], &zone[38..45], &zone[48..59]].concat();
    // A number that is longer than its field goes on in the next one, and has no digit here.
    (zone[14] == b'<' || guarded(&zone[5..15]))
        && guarded(&zone[30..37])
        && guarded(&zone[38..45])
        && digit(&whole) == zone[59]
}

fn guarded(field: &[u8]) -> bool {
    field.split_last().is_some_and(|(check, body)| digit(body) == *check)
}

fn digit(field: &[u8]) -> u8 {
    let values = field.iter().map(|byte| char::from(*byte).to_digit(36).unwrap_or(0));
    let sum: u32 = values.zip([7, 3, 1].into_iter().cycle()).map(|(value, weight)| value * weight).sum();
    b'0' + (sum % 10) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Proof;
    use crate::detect::validate::proving::assert_guards_place;

    /// The samples of Doc 9303.
    const PASSPORT: &str = concat!("L898902C36UTO7408", "122F1204159ZE184226B<<<<<10");
    const CARD: &str =
        concat!("I<UTOD231458907<<<<<<<<<<<<<<<\n", "7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<");

    #[test]
    fn every_other_check_digit_is_refused() {
        for at in [9, 19, 27, 43] {
            assert_guards_place(&Mrz, PASSPORT, at);
        }
        for at in [14, 31 + 6, 31 + 14, 31 + 29] {
            assert_guards_place(&Mrz, CARD, at);
        }
        let upper = concat!("P<UTOERIKSSON<<ANNA<MARIA<<<", "<<<<<<<<<<<<<<<<");
        assert_eq!(Mrz.check(format!("{upper}\r\n{PASSPORT}").as_bytes()), Verdict::Proven(Proof::Checksum));
    }
}
