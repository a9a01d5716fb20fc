//! The checksum at the end of a GitHub token.

use super::{Validator, Verdict};
use crate::Proof;

/// A prefix up to `_`, thirty characters, and the CRC-32 of those thirty as six base62 digits.
/// A mismatch is not a refusal: tokens of other lengths and older servers carry none.
/// Source: GitHub, "Behind GitHub's new authentication token formats", 2021.
pub(super) struct GithubChecksum;

impl Validator for GithubChecksum {
    fn check(&self, value: &[u8]) -> Verdict {
        if holds(value) { Verdict::Proven(Proof::Checksum) } else { Verdict::Plausible }
    }
}

/// True when `prefix_` + body + checksum holds.
pub(super) fn holds(token: &[u8]) -> bool {
    let Some(underscore) = memchr::memchr(b'_', token) else { return false };
    match token[underscore + 1..].split_at_checked(30) {
        Some((body, checksum)) => checksum == base62(crc32fast::hash(body)),
        None => false,
    }
}

fn base62(mut number: u32) -> [u8; 6] {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut digits = [b'0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[(number % 62) as usize];
        number /= 62;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_checksum_is_proof_and_a_wrong_one_is_not() {
        let body = b"0123456789abcdefghijABCDEFGHIJ";
        let mut token = [&b"ghp_"[..], body, &base62(crc32fast::hash(body))].concat();
        assert_eq!(GithubChecksum.check(&token), Verdict::Proven(Proof::Checksum));
        token[10] ^= 1;
        assert_eq!(GithubChecksum.check(&token), Verdict::Plausible);
        assert_eq!(GithubChecksum.check(b"ghp_short"), Verdict::Plausible);
    }
}
