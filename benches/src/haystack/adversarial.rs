//! Inputs that are made to be slow.

use super::{base64_noise, dense_secrets, repeated};
use crate::{Rng, rng::ALPHANUMERIC};

/// Larger than the second-level caches.
pub const BYTES: usize = 4_000_000;

/// Inputs of `bytes` bytes each, by name.
pub fn adversarial(bytes: usize) -> Vec<(&'static str, Vec<u8>)> {
    let mut inputs: Vec<_> = REPEATED.iter().map(|(name, unit)| (*name, repeated(unit.as_bytes(), bytes))).collect();
    inputs.extend([
        ("dense tokens", repeated(&dense_secrets(bytes.min(1_000_000)), bytes)),
        ("tokens side by side", side_by_side(bytes)),
        ("base64 noise", base64_noise(bytes)),
        ("base64 noise on one line", one_line(&base64_noise(bytes), bytes)),
        ("nested base64", nested(bytes)),
        ("a 1 MB line of key=value", long_lines(bytes)),
        ("password= with numbers", numbered(bytes)),
        ("all bytes", (0..=255).cycle().take(bytes).collect()),
        ("random bytes", random(bytes)),
    ]);
    inputs
}

const REPEATED: [(&str, &str); 25] = [
    ("one letter", "a"),
    ("one capital", "A"),
    ("newlines", "\n"),
    ("spaces", " "),
    ("digits", "0123456789"),
    ("one digit", "4"),
    ("eyJ", "eyJ"),
    ("eyJ with full stops", "eyJhbGciOi."),
    ("AKIA", "AKIA"),
    ("ghp_", "ghp_"),
    ("sk-", "sk-"),
    ("quotes", "\""),
    ("password=", "password="),
    ("password = quote", "password = \""),
    ("-----BEGIN", "-----BEGIN"),
    ("private key without end", "-----BEGIN RSA PRIVATE KEY-----\n"),
    ("at signs", "@"),
    ("percent escapes", "%41"),
    ("unicode escapes", "\\u0041"),
    ("HTML entities", "&#65;"),
    ("backslashes", "\\"),
    ("zero-width characters", "\u{200b}"),
    ("zero-width characters in a word", "pass\u{200b}word="),
    ("empty credentials in URLs", "://:@"),
    ("colours", "\u{1b}[31m"),
];

fn side_by_side(bytes: usize) -> Vec<u8> {
    let mut rng = Rng::new(8);
    let mut text = String::new();
    while text.len() < bytes.min(1_000_000) {
        text.push_str(&format!("ghp_{} ", rng.text(ALPHANUMERIC, 36)));
    }
    repeated(text.as_bytes(), bytes)
}

fn one_line(text: &[u8], bytes: usize) -> Vec<u8> {
    let joined: Vec<u8> = text.iter().copied().filter(|byte| *byte != b'\n').collect();
    repeated(&joined, bytes)
}

/// Base64 of base64 of base64 of text.
fn nested(bytes: usize) -> Vec<u8> {
    let once = |text: &[u8]| {
        let groups = text.chunks_exact(3).map(|three| u32::from_be_bytes([0, three[0], three[1], three[2]]));
        groups.flat_map(|bits| [18, 12, 6, 0].map(|shift| digit(bits >> shift & 63))).collect::<Vec<u8>>()
    };
    let text = repeated(b"the token of the session expired. ", 30_000);
    let mut lines: Vec<u8> = Vec::new();
    for line in once(&once(&once(&text))).chunks(4096) {
        lines.extend_from_slice(line);
        lines.push(b'\n');
    }
    repeated(&lines, bytes)
}

fn digit(bits: u32) -> u8 {
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[bits as usize]
}

fn long_lines(bytes: usize) -> Vec<u8> {
    let mut rng = Rng::new(9);
    let mut text = String::new();
    while text.len() < 1_000_000.min(bytes) {
        text.push_str(&format!("key_{}={} ", rng.below(1000), rng.below(100)));
    }
    text.push('\n');
    repeated(text.as_bytes(), bytes)
}

/// No place is like the one before.
fn numbered(bytes: usize) -> Vec<u8> {
    let mut rng = Rng::new(11);
    let mut text = String::new();
    while text.len() < bytes.min(1_000_000) {
        text.push_str(&format!("password={}", rng.below(1_000_000)));
    }
    repeated(text.as_bytes(), bytes)
}

fn random(bytes: usize) -> Vec<u8> {
    let mut rng = Rng::new(10);
    (0..bytes).map(|_| rng.bits() as u8).collect()
}
