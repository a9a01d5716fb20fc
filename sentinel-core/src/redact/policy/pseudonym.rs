//! Keyed pseudonyms: the same value gets the same one, wherever the key is the same.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{Error, ErrorKind, Result, Secret};

/// The keys of pseudonyms, by their ids.
#[derive(Clone, Debug, Default)]
pub(crate) struct PseudonymKeys {
    keys: Vec<(String, Secret)>,
    /// The id of the one that new pseudonyms are made with; of a single key it need not be said.
    current: Option<String>,
}

const OPERATION: &str = "build policy";
/// The shortest key, in bytes.
const SHORTEST_KEY: usize = 32;
/// The longest id.
pub(crate) const LONGEST_KEY_ID: usize = 8;
/// Characters of the digest of the value, of five bits each.
const DIGEST: usize = 16;
/// Characters that tell a pseudonym from what looks like one.
const CHECK: usize = 4;
/// Characters after the id.
pub(crate) const PSEUDONYM_DIGITS: usize = DIGEST + CHECK;

impl PseudonymKeys {
    pub(super) fn add(&mut self, id: &str, key: Secret) -> Result<()> {
        let refused = |problem: &str| {
            Err(Error::new(ErrorKind::InvalidInput, OPERATION, problem)
                .with("field", "pseudonym_keys")
                .with("key", shown(id)))
        };
        if !is_key_id(id.as_bytes()) {
            return refused("a key's id is one to eight lower-case letters or digits");
        }
        if key.expose().len() < SHORTEST_KEY {
            return refused("a key has 32 bytes at least");
        }
        if self.key(id).is_some() {
            return refused("two keys have the same id");
        }
        self.keys.push((id.to_owned(), key));
        Ok(())
    }

    pub(super) fn set_current(&mut self, id: &str) {
        self.current = Some(id.to_owned());
    }

    /// That there is a key for what follows.
    pub(super) fn check(&self, used: bool) -> Result<()> {
        let error = Error::new(ErrorKind::InvalidInput, OPERATION, "it is not said which key pseudonyms are made with");
        match (&self.current, self.keys.len()) {
            (Some(id), _) if self.key(id).is_none() => {
                let unknown = Error::new(ErrorKind::InvalidInput, OPERATION, "no key has that id");
                Err(unknown.with("field", "pseudonym_key").with("key", shown(id)))
            }
            (None, 0) if used => Err(error.with("field", "pseudonym").with("needs", "pseudonym_keys")),
            (None, 2..) => Err(error.with("field", "pseudonym_key")),
            _ => Ok(()),
        }
    }

    fn current(&self) -> Option<&str> {
        self.current.as_deref().or(self.keys.first().map(|(id, _)| id.as_str()))
    }

    /// `[RULE:id:digest]`, under the current key.
    pub(super) fn pseudonym(&self, rule: &str, value: &[u8]) -> Option<String> {
        self.pseudonym_under(self.current()?, rule, value)
    }

    /// The same under every key, the current one first.
    pub(super) fn all(&self, rule: &str, value: &[u8]) -> Vec<String> {
        let current = self.current();
        let others = self.keys.iter().map(|(id, _)| id.as_str()).filter(|id| Some(*id) != current);
        current.into_iter().chain(others).filter_map(|id| self.pseudonym_under(id, rule, value)).collect()
    }

    /// The same under another key.
    fn pseudonym_under(&self, id: &str, rule: &str, value: &[u8]) -> Option<String> {
        let key = self.key(id)?;
        let digest = digits(&mac(key, &[b"pseudonym v1\0", value]), DIGEST);
        Some(format!("[{rule}:{id}:{digest}{}]", check(key, rule, digest.as_bytes())))
    }

    /// True for what one of the keys made. Without any, what has the form is taken for one.
    pub(crate) fn recognise(&self, rule: &str, id: &str, digits: &[u8]) -> bool {
        if self.keys.is_empty() {
            return true;
        }
        let (digest, checked) = digits.split_at(DIGEST.min(digits.len()));
        self.key(id).is_some_and(|key| check(key, rule, digest).as_bytes() == checked)
    }

    fn key(&self, id: &str) -> Option<&Secret> {
        self.keys.iter().find(|(known, _)| known == id).map(|(_, key)| key)
    }
}

pub(crate) fn is_key_id(id: &[u8]) -> bool {
    (1..=LONGEST_KEY_ID).contains(&id.len()) && id.iter().all(|byte| is_id_byte(*byte))
}

pub(crate) fn is_id_byte(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

pub(crate) fn is_pseudonym_digit(byte: u8) -> bool {
    byte.is_ascii_lowercase() || matches!(byte, b'2'..=b'7')
}

fn check(key: &Secret, rule: &str, digest: &[u8]) -> String {
    digits(&mac(key, &[b"pseudonym check v1\0", rule.as_bytes(), b"\0", digest]), CHECK)
}

fn mac(key: &Secret, parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose()).expect("any length is a key");
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

/// The first bits in base32 (RFC 4648), in lower case.
fn digits(bytes: &[u8], count: usize) -> String {
    let bit = |at: usize| bytes[at / 8] >> (7 - at % 8) & 1;
    let digit = |at: usize| (0..5).fold(0, |digit, next| digit << 1 | bit(at * 5 + next));
    (0..count).map(|at| char::from(b"abcdefghijklmnopqrstuvwxyz234567"[usize::from(digit(at))])).collect()
}

/// An id that is none may be a key by mistake.
fn shown(id: &str) -> &str {
    if is_key_id(id.as_bytes()) { id } else { "?" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> PseudonymKeys {
        let mut keys = PseudonymKeys::default();
        keys.add("k1", vec![1; 32].into()).unwrap();
        keys.add("k2", vec![2; 32].into()).unwrap();
        keys.set_current("k2");
        keys
    }

    #[test]
    fn value_and_key_make_the_digest() {
        let keys = keys();
        let make = |id, rule, value: &str| keys.pseudonym_under(id, rule, value.as_bytes()).unwrap();
        let base = make("k2", "A", "value");
        assert_eq!(keys.pseudonym("A", b"value").unwrap(), base);
        assert_ne!(base, make("k1", "A", "value"));
        assert_ne!(base, make("k2", "A", "valuf"));
        assert_eq!(base[6..22], make("k2", "B", "value")[6..22], "joined over rules");
        assert_eq!(base.len(), "[A:k2:]".len() + 20);
    }

    #[test]
    fn what_no_key_made_is_not_recognised() {
        let keys = keys();
        let made = keys.pseudonym("A", b"value").unwrap();
        let digits = &made.as_bytes()[6..26];
        assert!(keys.recognise("A", "k2", digits));
        assert!(!keys.recognise("B", "k2", digits) && !keys.recognise("A", "k1", digits));
        assert!(!keys.recognise("A", "k3", digits) && !keys.recognise("A", "k2", &digits[1..]));
        assert!(!keys.recognise("A", "k2", b"aaaaaaaaaaaaaaaaaaaa"));
    }

    #[test]
    fn wrong_keys_are_named_and_not_shown() {
        let long = "0123456789abcdef";
        for (id, length, named) in [("k1", 32, "same"), ("K3", 32, "id"), (long, 32, "id"), ("k3", 31, "32 bytes")] {
            let error = keys().add(id, vec![7; length].into()).unwrap_err().to_string();
            assert!(error.contains(named) && !error.contains(long), "{error}");
        }
        assert!(PseudonymKeys::default().check(true).is_err() && PseudonymKeys::default().check(false).is_ok());
    }

    #[test]
    fn digits_are_base32() {
        assert_eq!(digits(b"foobar", 8), "mzxw6ytb");
    }
}
