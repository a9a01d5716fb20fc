//! The check character of Spanish company numbers.

use super::{Validator, Verdict, compact, cross_sum, digits};

/// A letter for the kind of company, seven digits, and a check digit or, for some kinds, the letter at its place in
/// `JABCDEFGHI`. Digits at odd places are doubled and cross-summed. Source: Spain, Orden EHA/451/2008.
pub(super) struct EsCif;

impl Validator for EsCif {
    fn check(&self, value: &[u8]) -> Verdict {
        let number: Vec<u8> = compact(value).collect();
        Verdict::checksum_if(holds(&number))
    }
}

pub(super) fn holds(company: &[u8]) -> bool {
    let [kind, body @ .., check] = company else { return false };
    let Some(digits) = digits::<7>(body) else { return false };
    let odd: u32 = digits.iter().step_by(2).map(|digit| cross_sum(digit * 2)).sum();
    let even: u32 = digits[1..].iter().step_by(2).sum();
    let expected = ((10 - (odd + even) % 10) % 10) as u8;
    let (digit, letter) = (b'0' + expected, b"JABCDEFGHI"[usize::from(expected)]);
    match kind {
        b'N' | b'P' | b'Q' | b'R' | b'S' | b'W' => *check == letter,
        b'A' | b'B' | b'E' | b'H' => *check == digit,
        b'C' | b'D' | b'F' | b'G' | b'J' | b'U' | b'V' => *check == digit || *check == letter,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&EsCif, concat!("A5881", "8501"));
        assert!(holds(concat!("P0800", "000B").as_bytes()) && !holds(concat!("P0800", "0002").as_bytes()));
    }
}
