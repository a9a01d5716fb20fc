//! Seals: envelope encryption of what must be kept and must not be read.
//!
//! Each record has a key of its own, drawn at random, which encrypts it and is itself encrypted
//! under the ring's key. A sealed record is, in bytes:
//!
//! ```text
//! 1  version, 1
//! 24 nonce of the wrapped key
//! 48 the record's key, XChaCha20-Poly1305 under the ring's key
//! 32 commitment: HKDF-SHA-256 of the record's key
//! 24 nonce of the text
//!  … the text, XChaCha20-Poly1305 under the record's key
//! ```
//!
//! Both encryptions authenticate the context: a sealed record opens only where it belongs. The
//! commitment makes sure that it opens under one key alone, which the cipher by itself does not.

mod keyring;

use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hkdf::Hkdf;
use sentinel_core::{Error, ErrorKind, Result, Sealer, Secret};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

pub use self::keyring::KeyRing;

const VERSION: u8 = 1;
const NONCE: usize = 24;
const WRAPPED: usize = 48;
const COMMITMENT: usize = 32;
const HEADER: usize = 1 + NONCE + WRAPPED + COMMITMENT + NONCE;

/// Seals under one key.
#[derive(Clone)]
pub struct SealingKey(Zeroizing<[u8; 32]>);

impl SealingKey {
    /// A key from 32 random bytes.
    pub fn new(key: [u8; 32]) -> Self {
        Self(Zeroizing::new(key))
    }
}

impl std::fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealingKey")
    }
}

impl Sealer for SealingKey {
    fn seal(&self, context: &str, plaintext: &[u8]) -> Result<Vec<u8>> {
        let record_key: Zeroizing<[u8; 32]> = Zeroizing::new(random()?);
        let (wrap_nonce, text_nonce): ([u8; NONCE], [u8; NONCE]) = (random()?, random()?);
        let keys = RecordKeys::derive(&record_key);
        let wrapped = encrypt(&self.0, &wrap_nonce, context, &*record_key)?;
        let text = encrypt(&keys.encryption, &text_nonce, context, plaintext)?;
        Ok([&[VERSION], &wrap_nonce[..], &wrapped, &keys.commitment, &text_nonce, &text].concat())
    }

    fn open(&self, context: &str, sealed: &[u8]) -> Result<Secret> {
        if sealed.len() < HEADER || sealed[0] != VERSION {
            return Err(broken());
        }
        let (wrap_nonce, rest) = sealed[1..].split_at(NONCE);
        let (wrapped, rest) = rest.split_at(WRAPPED);
        let (commitment, rest) = rest.split_at(COMMITMENT);
        let (text_nonce, text) = rest.split_at(NONCE);
        let record_key = Zeroizing::new(decrypt(&self.0, wrap_nonce, context, wrapped)?);
        let record_key: &[u8; 32] = record_key.as_slice().try_into().map_err(|_| broken())?;
        let keys = RecordKeys::derive(record_key);
        if !bool::from(keys.commitment[..].ct_eq(commitment)) {
            return Err(broken());
        }
        decrypt(&keys.encryption, text_nonce, context, text).map(Secret::new)
    }
}

struct RecordKeys {
    encryption: Zeroizing<[u8; 32]>,
    commitment: [u8; COMMITMENT],
}

impl RecordKeys {
    fn derive(record_key: &[u8; 32]) -> Self {
        Self {
            encryption: Zeroizing::new(derive(record_key, b"sentinel record encryption v1")),
            commitment: derive(record_key, b"sentinel record commitment v1"),
        }
    }
}

/// HKDF-SHA-256 (RFC 5869) without a salt.
fn derive(key: &[u8; 32], purpose: &[u8]) -> [u8; 32] {
    let mut derived = [0; 32];
    Hkdf::<Sha256>::new(None, key).expand(purpose, &mut derived).expect("32 bytes are not too many");
    derived
}

fn encrypt(key: &[u8; 32], nonce: &[u8; NONCE], context: &str, text: &[u8]) -> Result<Vec<u8>> {
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    let payload = Payload { msg: text, aad: context.as_bytes() };
    cipher
        .encrypt(&XNonce::from(*nonce), payload)
        .map_err(|_| Error::new(ErrorKind::LimitExceeded, "seal", "the text is too long"))
}

fn decrypt(key: &[u8; 32], nonce: &[u8], context: &str, text: &[u8]) -> Result<Vec<u8>> {
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| broken())?;
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    let payload = Payload { msg: text, aad: context.as_bytes() };
    cipher.decrypt(&XNonce::from(nonce), payload).map_err(|_| broken())
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|_| Error::new(ErrorKind::Internal, "seal", "the system gives no random bytes"))?;
    Ok(bytes)
}

fn broken() -> Error {
    Error::new(ErrorKind::Tampered, "open seal", "the seal is broken, or made with another key")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_in_its_context_only() {
        let key = SealingKey::new([7; 32]);
        let sealed = key.seal("entry/a/log_1", b"the text").unwrap();
        assert_eq!(key.open("entry/a/log_1", &sealed).unwrap().expose(), b"the text");
        assert_eq!(key.open("entry/b/log_1", &sealed).unwrap_err().kind(), ErrorKind::Tampered);
        assert!(SealingKey::new([8; 32]).open("entry/a/log_1", &sealed).is_err());
        assert_ne!(sealed, key.seal("entry/a/log_1", b"the text").unwrap());
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let key = SealingKey::new([7; 32]);
        let sealed = key.seal("c", b"the text").unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(key.open("c", &flipped).is_err(), "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert!(key.open("c", &sealed[..length]).is_err());
        }
    }
}
