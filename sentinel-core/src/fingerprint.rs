//! Keyed fingerprints: the same secret gives the same fingerprint, and nothing can be learnt
//! from it without the key.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::Secret;

/// The key under which fingerprints are made. A deployment keeps one, so that its fingerprints
/// can be compared over time; with another key they cannot.
#[derive(Clone, Debug)]
pub struct FingerprintKey(Secret);

impl FingerprintKey {
    /// A key from 32 random bytes.
    pub fn new(key: [u8; 32]) -> Self {
        Self(Secret::new(key.to_vec()))
    }

    /// HMAC-SHA-256 over `"v1" ‖ 0x00 ‖ rule ‖ 0x00 ‖ value`, in lower-case hexadecimal.
    pub fn fingerprint(&self, rule: &str, value: &[u8]) -> Fingerprint {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.expose()).expect("any length is a key");
        mac.update(b"v1\0");
        mac.update(rule.as_bytes());
        mac.update(b"\0");
        mac.update(value);
        Fingerprint(hex(&mac.finalize().into_bytes()))
    }
}

/// A keyed fingerprint: 64 lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Fingerprint {
    fn from(digits: String) -> Self {
        Self(digits)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut digits = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        digits.extend([byte >> 4, byte & 15].map(|digit| char::from(DIGITS[usize::from(digit)])));
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_key_and_value_all_count() {
        let key = FingerprintKey::new([1; 32]);
        let other = FingerprintKey::new([2; 32]);
        let base = key.fingerprint("A", b"value");
        assert_eq!(base, key.fingerprint("A", b"value"));
        assert_ne!(base, key.fingerprint("B", b"value"));
        assert_ne!(base, key.fingerprint("A", b"valuf"));
        assert_ne!(base, other.fingerprint("A", b"value"));
        assert_eq!(base.as_str().len(), 64);
    }
}
