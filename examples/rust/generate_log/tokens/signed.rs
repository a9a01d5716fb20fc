//! Tokens with a structure inside: claims, macaroons, batches.

use crate::encode::{BASE64_URL, base64_url, crc32};
use crate::rng::{DIGITS, Rng};
use crate::world::World;

/// A session token of HS256: true header and claims, a signature of no key.
pub(crate) fn jwt(world: &World) -> String {
    let rng = &world.rng;
    let issued = world.clock.unix_seconds() - rng.between(5, 900);
    let claims = format!(
        r#"{{"iss":"https://id.shop.example","sub":"{}","aud":"checkout","iat":{issued},"exp":{}}}"#,
        world.customer(),
        issued + 3600
    );
    let header = base64_url(br#"{"alg":"HS256","typ":"JWT"}"#);
    format!("{header}.{}.{}", base64_url(claims.as_bytes()), base64_url(&rng.bytes(32)))
}

/// The bot's id, the time of issue, and an HMAC, each in base64.
pub(crate) fn discord(rng: &Rng) -> String {
    let id = rng.text("123", 1) + &rng.text(DIGITS, 17);
    let mut issued = vec![0x1a];
    issued.extend(rng.bytes(3));
    let mac = rng.text(BASE64_URL, 38);
    format!("{}.{}.{mac}", base64_url(id.as_bytes()), base64_url(&issued))
}

/// A macaroon: location, identifier, one caveat, signature.
pub(crate) fn pypi(rng: &Rng) -> String {
    let mut bytes = vec![2, 1, 8];
    bytes.extend(concat!("pypi", ".org").as_bytes());
    bytes.extend([2, 36]);
    bytes.extend(rng.uuid().into_bytes());
    let caveat = br#"{"version": 1, "permissions": "user"}"#;
    bytes.extend([0, 2, caveat.len() as u8]);
    bytes.extend(caveat);
    bytes.extend([0, 0, 6, 32]);
    bytes.extend(rng.bytes(32));
    format!("{}{}", concat!("py", "pi-"), base64_url(&bytes))
}

/// A service token: a protobuf message with a nonce and an HMAC.
pub(crate) fn vault(rng: &Rng) -> String {
    let mut bytes = vec![8, 1, 18, 32];
    bytes.extend(rng.bytes(32));
    bytes.extend([26, 34]);
    bytes.extend(rng.bytes(30));
    bytes.extend(crc32(&bytes).to_be_bytes());
    format!("{}{}", concat!("hv", "s."), base64_url(&bytes))
}
