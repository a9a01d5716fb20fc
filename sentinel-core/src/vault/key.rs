//! The key under which ids and checks of tokens are made.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::Scope;
use crate::{
    Fingerprint, Secret,
    fingerprint::hex,
    redact::{ID, ReadToken, Token, folded, key_id},
};

/// The key of tokens. Keep it as long as tokens made with it may come back; what is put back under an older key, a vault
/// is given with [`VaultBuilder::older`](super::VaultBuilder::older).
///
/// From the key, by HMAC-SHA-256 over a label, come three keys: of key ids (`sentinel token key id v1`), of value ids
/// (`sentinel token id v1`) and of checks (`sentinel token check v1`). Fields are hashed after their length in bytes, 8
/// bytes little-endian:
///
/// - value id: tenant, session, rule, value; the first 80 bits
/// - check: tenant, session, the rule's letters and digits in capitals, key id, value id; the first 80 bits
#[derive(Clone, Debug)]
pub struct VaultKey {
    id: String,
    values: Secret,
    checks: Secret,
}

impl VaultKey {
    /// A key from 32 random bytes.
    pub fn new(key: [u8; 32]) -> Self {
        let key = Secret::new(key.to_vec());
        let derived = |label: &str| mac(&key, &[]).chain_update(label).finalize().into_bytes();
        let id = derived("sentinel token key id v1");
        Self {
            id: key_id(id[..5].try_into().expect("five bytes")),
            values: Secret::from(&derived("sentinel token id v1")[..]),
            checks: Secret::from(&derived("sentinel token check v1")[..]),
        }
    }

    /// Tells keys apart, in tokens: four digits.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The token of a value, and the digest that its id is the beginning of.
    pub(super) fn token(&self, scope: &Scope, rule: &str, value: &[u8]) -> (Token, Fingerprint) {
        let fields = [scope.tenant.as_bytes(), scope.session.as_bytes(), rule.as_bytes(), value];
        let digest = mac(&self.values, &fields).finalize().into_bytes();
        let id: [u8; ID] = digest[..ID].try_into().expect("a digest is longer");
        let check = self.check(scope, &folded(rule), &id).finalize().into_bytes();
        let check = check[..ID].try_into().expect("a digest is longer");
        (Token { rule: rule.to_owned(), key_id: self.id.clone(), id, check }, hex(&digest).into())
    }

    /// True when a token was made with this key, in this scope. Takes the same time whatever its check is.
    pub(super) fn verifies(&self, scope: &Scope, token: &ReadToken) -> bool {
        self.check(scope, &token.rule, &token.id).verify_truncated_left(&token.check).is_ok()
    }

    fn check(&self, scope: &Scope, rule: &str, id: &[u8; ID]) -> Hmac<Sha256> {
        let fields = [scope.tenant.as_bytes(), scope.session.as_bytes(), rule.as_bytes(), self.id.as_bytes(), id];
        mac(&self.checks, &fields)
    }
}

fn mac(key: &Secret, fields: &[&[u8]]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose()).expect("any length is a key");
    for field in fields {
        mac.update(&(field.len() as u64).to_le_bytes());
        mac.update(field);
    }
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_scope_rule_and_value_all_count() {
        let (key, scope) = (VaultKey::new([1; 32]), Scope::new("a", "b"));
        let base = key.token(&scope, "A", b"value").0;
        assert_eq!(base, key.token(&scope, "A", b"value").0);
        let others = [
            key.token(&scope, "A", b"valuf").0,
            key.token(&scope, "AB", b"value").0,
            key.token(&Scope::new("ab", ""), "A", b"value").0,
            key.token(&Scope::new("", "ab"), "A", b"value").0,
            VaultKey::new([2; 32]).token(&scope, "A", b"value").0,
        ];
        for other in others {
            assert!(other.id != base.id && other.check != base.check);
        }
        assert_ne!(key.id(), VaultKey::new([2; 32]).id());
    }
}
