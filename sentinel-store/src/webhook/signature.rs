//! Signatures of the Standard Webhooks specification: `v1,` and the base64 of HMAC-SHA-256 over
//! `id.timestamp.body`.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sentinel_core::{Error, ErrorKind, Result, Secret};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// The secret that both ends share.
#[derive(Clone)]
pub struct WebhookSecret(Secret);

impl WebhookSecret {
    /// Reads `whsec_` and the base64 of 24 to 64 bytes; the prefix may be missing.
    ///
    /// # Errors
    ///
    /// `InvalidInput` when it is something else.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = || {
            Error::new(ErrorKind::InvalidInput, "configure webhook", "expected whsec_ and the base64 of 24 to 64 bytes")
                .with("field", "secret")
        };
        let digits = text.strip_prefix("whsec_").unwrap_or(text);
        let key = STANDARD.decode(digits).map_err(|_| wrong())?;
        if !(24..=64).contains(&key.len()) {
            return Err(wrong());
        }
        Ok(Self(Secret::new(key)))
    }

    /// A new secret of 32 random bytes.
    ///
    /// # Errors
    ///
    /// `Internal` when the system gives no random bytes.
    pub fn generate() -> Result<Self> {
        let mut key = vec![0; 32];
        getrandom::fill(&mut key)
            .map_err(|_| Error::new(ErrorKind::Internal, "configure webhook", "the system gives no random bytes"))?;
        Ok(Self(Secret::new(key)))
    }

    /// The signature of one message: `v1,…`. `seconds` since the epoch are the `webhook-timestamp`.
    pub fn sign(&self, id: &str, seconds: i64, body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.expose()).expect("any length is a key");
        mac.update(format!("{id}.{seconds}.").as_bytes());
        mac.update(body);
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret")
    }
}

/// True when one of the signatures in `header` (a list, separated by blanks) is right. The caller
/// compares the timestamp with its own clock.
pub fn verify_signature(secret: &WebhookSecret, id: &str, seconds: i64, body: &[u8], header: &str) -> bool {
    let expected = secret.sign(id, seconds, body);
    header.split(' ').any(|signature| bool::from(signature.as_bytes().ct_eq(expected.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = concat!("whsec_", "C2FVsBQIhrscChlQIMV+b5sSYspob7oD");

    #[test]
    fn the_reference_implementation_agrees() {
        let ours = WebhookSecret::parse(SECRET).unwrap();
        let theirs = standardwebhooks::Webhook::new(SECRET).unwrap();
        for body in ["{}", r#"{"event":"secret_leak_detected"}"#, ""] {
            let signature = ours.sign("evt_1", 1_754_138_700, body.as_bytes());
            assert_eq!(signature, theirs.sign("evt_1", 1_754_138_700, body.as_bytes()).unwrap());
        }
    }

    #[test]
    fn a_list_of_signatures_is_searched() {
        let secret = WebhookSecret::parse(SECRET).unwrap();
        let right = secret.sign("evt_1", 1, b"{}");
        assert!(verify_signature(&secret, "evt_1", 1, b"{}", &format!("v1,other {right}")));
        for (id, seconds, body) in [("evt_2", 1, "{}"), ("evt_1", 2, "{}"), ("evt_1", 1, "{ }")] {
            assert!(!verify_signature(&secret, id, seconds, body.as_bytes(), &right));
        }
    }

    #[test]
    fn a_short_or_broken_secret_is_refused_and_not_shown() {
        for text in ["whsec_hunter2", "whsec_", "whsec_aHVudGVyMg=="] {
            let error = WebhookSecret::parse(text).unwrap_err();
            assert!(!error.to_string().contains("unter2") && !error.to_string().contains("aHVu"));
        }
    }
}
