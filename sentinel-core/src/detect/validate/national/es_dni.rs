//! The check letter of Spanish identity numbers.

use super::{Validator, Verdict, compact, digits, number};

/// Eight digits, or `X`, `Y`, `Z` and seven for foreigners, which count as 0, 1, 2; modulo 23, looked up in
/// `TRWAGMYFPDXBNJZSQVHLCKE`. Source: Spain, Ministerio del Interior.
pub(super) struct EsDni;

impl Validator for EsDni {
    fn check(&self, value: &[u8]) -> Verdict {
        let number: Vec<u8> = compact(value).collect();
        Verdict::checksum_if(holds(&number))
    }
}

pub(super) fn holds(identity: &[u8]) -> bool {
    let Some((letter, body)) = identity.split_last() else { return false };
    let mut body = body.to_vec();
    match body.first() {
        Some(first @ b'X'..=b'Z') => body[0] = first - b'X' + b'0',
        // Letters that stand for who may not have a number of his own: children, people abroad, foreigners of old.
        Some(b'K' | b'L' | b'M') => body[0] = b'0',
        _ => {}
    }
    digits::<8>(&body).is_some_and(|digits| {
        number(&digits) > 0 && *letter == b"TRWAGMYFPDXBNJZSQVHLCKE"[(number(&digits) % 23) as usize]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_place;

    #[test]
    fn every_other_digit_and_letter_is_refused() {
        for at in 0..8 {
            assert_guards_place(&EsDni, concat!("12345", "678Z"), at);
        }
        assert_guards_place(&EsDni, concat!("X1234", "567L"), 5);
        let held = (b'A'..=b'Z').filter(|letter| holds(&[b"12345678".as_slice(), &[*letter]].concat()));
        assert!(held.eq([b'Z']));
    }
}
