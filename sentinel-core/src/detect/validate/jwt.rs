//! JSON Web Tokens.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use super::{Validator, Verdict};
use crate::Proof;

/// Three parts in base64url, of which the first is a JSON object with `alg` and the second, unless
/// the token is encrypted, a JSON object (RFC 7519).
pub(super) struct Jwt;

impl Validator for Jwt {
    fn check(&self, value: &[u8]) -> Verdict {
        let mut parts = value.split(|&byte| byte == b'.');
        let header = parts.next().and_then(object);
        let payload = parts.next();
        let Some((header, payload)) = header.zip(payload) else { return Verdict::Refuted };
        let encrypted = header.get("enc").is_some();
        if header.get("alg").is_some() && (encrypted || object(payload).is_some()) {
            Verdict::Proven(Proof::Structure)
        } else {
            Verdict::Refuted
        }
    }
}

fn object(part: &[u8]) -> Option<Value> {
    let decoded = URL_SAFE_NO_PAD.decode(part).ok()?;
    serde_json::from_slice::<Value>(&decoded).ok().filter(Value::is_object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_and_payload_must_be_objects() {
        let encode = |json: &str| URL_SAFE_NO_PAD.encode(json);
        let token = |header: &str, payload: &str| format!("{}.{}.sig", encode(header), encode(payload));
        let proven = token(r#"{"alg":"HS256"}"#, r#"{"sub":"1"}"#);
        assert_eq!(Jwt.check(proven.as_bytes()), Verdict::Proven(Proof::Structure));
        for refuted in [token("{}", "{}"), token(r#"{"alg":"HS256"}"#, "[]"), "eyJ.eyJ".to_owned()] {
            assert_eq!(Jwt.check(refuted.as_bytes()), Verdict::Refuted);
        }
    }
}
