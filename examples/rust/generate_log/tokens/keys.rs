//! Private keys, and the public ones that look like them: right wrapping, random numbers inside.

use crate::encode::{BASE64, base64};
use crate::rng::Rng;

/// An Ed25519 key as `ssh-keygen` writes it.
pub(crate) fn openssh_key(rng: &Rng) -> String {
    let mut body = b"openssh-key-v1\0".to_vec();
    for field in [b"none".as_slice(), b"none", b""] {
        body.extend((field.len() as u32).to_be_bytes());
        body.extend(field);
    }
    body.extend([0, 0, 0, 1, 0, 0, 0, 51]);
    body.extend(ssh_public(rng));
    body.extend([0, 0, 0, 136]);
    body.extend(rng.bytes(136));
    pem(concat!("OPENSSH", " PRIVATE"), &body, 70)
}

/// PKCS #8, RSA with 2048 bits.
pub(crate) fn rsa_private_key(rng: &Rng) -> String {
    let mut body = vec![0x30, 0x82, 0x04, 0xbe, 0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09];
    body.extend(RSA);
    body.extend([0x05, 0x00, 0x04, 0x82, 0x04, 0xa8, 0x30, 0x82, 0x04, 0xa4, 0x02, 0x01, 0x00]);
    body.extend(rng.bytes(1185));
    pem("PRIVATE", &body, 64)
}

/// PKCS #8, an elliptic curve with 256 bits.
pub(crate) fn ec_private_key(rng: &Rng) -> String {
    let mut body = vec![0x30, 0x81, 0x87, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07];
    body.extend(EC);
    body.extend([0x06, 0x08]);
    body.extend(P256);
    body.extend([0x04, 0x6d, 0x30, 0x6b, 0x02, 0x01, 0x01, 0x04, 0x20]);
    body.extend(rng.bytes(32));
    body.extend([0xa1, 0x44, 0x03, 0x42, 0x00, 0x04]);
    body.extend(rng.bytes(64));
    pem("PRIVATE", &body, 64)
}

/// A line of `authorized_keys`.
pub(crate) fn public_key(rng: &Rng) -> String {
    if rng.percent(50) {
        return format!("ssh-ed25519 {}", base64(&ssh_public(rng)));
    }
    let mut bytes = vec![0, 0, 0, 7];
    bytes.extend(b"ssh-rsa");
    bytes.extend([0, 0, 0, 3, 1, 0, 1, 0, 0, 1, 1, 0]);
    bytes.extend(rng.bytes(256));
    format!("ssh-rsa {}", base64(&bytes))
}

/// A certificate, which is public.
pub(crate) fn x509(rng: &Rng) -> String {
    let body = rng.text(BASE64, 64 * 12);
    let lines: Vec<_> = (0..12).map(|line| &body[line * 64..(line + 1) * 64]).collect();
    let label = "CERTIFICATE-----";
    format!("-----BEGIN {label}\n{}\n-----END {label}", lines.join("\n"))
}

/// Object identifiers: rsaEncryption, ecPublicKey, prime256v1.
const RSA: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const EC: [u8; 7] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const P256: [u8; 8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];

fn ssh_public(rng: &Rng) -> Vec<u8> {
    let mut bytes = vec![0, 0, 0, 11];
    bytes.extend(b"ssh-ed25519");
    bytes.extend([0, 0, 0, 32]);
    bytes.extend(rng.bytes(32));
    bytes
}

fn pem(name: &str, body: &[u8], width: usize) -> String {
    let text = base64(body);
    let lines: Vec<_> = text.as_bytes().chunks(width).map(String::from_utf8_lossy).collect();
    let label = format!("{name} KEY-----");
    format!("-----BEGIN {label}\n{}\n-----END {label}", lines.join("\n"))
}
