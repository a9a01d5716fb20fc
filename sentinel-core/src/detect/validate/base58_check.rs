//! Base58Check, the encoding of Bitcoin's keys.

use sha2::{Digest, Sha256};

use super::{Validator, Verdict};
use crate::Proof;

/// Bytes in base 58 of which the last four are the first of the double SHA-256 of the others.
pub(super) struct Base58Check;

impl Validator for Base58Check {
    fn check(&self, value: &[u8]) -> Verdict {
        let holds = decode(value).is_some_and(|bytes| {
            let (payload, checksum) = bytes.split_at(bytes.len().saturating_sub(4));
            checksum.len() == 4 && Sha256::digest(Sha256::digest(payload)).starts_with(checksum)
        });
        if holds { Verdict::Proven(Proof::Checksum) } else { Verdict::Refuted }
    }
}

const DIGITS: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// The longest key, an extended one, has 112 digits.
const LONGEST: usize = 128;

fn decode(value: &[u8]) -> Option<Vec<u8>> {
    if value.len() > LONGEST {
        return None;
    }
    let mut bytes: Vec<u8> = Vec::with_capacity(value.len());
    for digit in value {
        let mut carry = DIGITS.iter().position(|known| known == digit)? as u32;
        for byte in bytes.iter_mut().rev() {
            carry += u32::from(*byte) * 58;
            *byte = carry as u8;
            carry >>= 8;
        }
        if carry > 0 {
            bytes.insert(0, carry as u8);
        }
    }
    let zeros = value.iter().take_while(|digit| **digit == b'1').count();
    Some([vec![0; zeros], bytes].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(payload: &[u8]) -> Vec<u8> {
        let checksum = Sha256::digest(Sha256::digest(payload));
        let bytes = [payload, &checksum[..4]].concat();
        let mut digits: Vec<u8> = Vec::new();
        for byte in &bytes {
            let mut carry = u32::from(*byte);
            for digit in digits.iter_mut() {
                carry += u32::from(*digit) << 8;
                *digit = (carry % 58) as u8;
                carry /= 58;
            }
            while carry > 0 {
                digits.push((carry % 58) as u8);
                carry /= 58;
            }
        }
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        digits.resize(digits.len() + zeros, 0);
        digits.iter().rev().map(|digit| DIGITS[usize::from(*digit)]).collect()
    }

    #[test]
    fn what_was_encoded_holds_and_any_changed_digit_breaks_it() {
        for length in [1, 21, 33, 34, 78] {
            let payload: Vec<u8> = (0..length).map(|at: u32| (at * 151 + length) as u8).collect();
            let encoded = encode(&payload);
            assert_eq!(Base58Check.check(&encoded), Verdict::Proven(Proof::Checksum));
            for at in 0..encoded.len() {
                let mut changed = encoded.clone();
                changed[at] = if changed[at] == b'z' { b'y' } else { b'z' };
                assert_eq!(Base58Check.check(&changed), Verdict::Refuted);
            }
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [&b""[..], b"1111", b"0OIl", &[b'5'; 500]] {
            assert_eq!(Base58Check.check(text), Verdict::Refuted);
        }
    }
}
