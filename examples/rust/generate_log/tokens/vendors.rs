//! Prefixes with random bodies, some with a checksum.

use crate::encode::{BASE62, BASE64, BASE64_URL, base32, base62, base64_url, crc32};
use crate::rng::{DIGITS, Rng, UPPER_DIGITS};

/// The key id holds the account number: 40 bits behind the top bit of its first six bytes.
pub(crate) fn aws_access_key(rng: &Rng) -> String {
    let account = rng.between(100_000_000_000, 999_999_999_999);
    let head = 1 << 47 | account << 7 | rng.between(0, 127);
    let mut bytes = head.to_be_bytes()[2..].to_vec();
    bytes.extend(rng.bytes(4));
    format!("{}{}", concat!("AK", "IA"), base32(&bytes))
}

pub(crate) fn aws_secret_key(rng: &Rng) -> String {
    rng.text(BASE64, 40)
}

pub(crate) fn github(rng: &Rng) -> String {
    checksummed(rng, concat!("gh", "p_"))
}

pub(crate) fn npm(rng: &Rng) -> String {
    checksummed(rng, concat!("np", "m_"))
}

pub(crate) fn gitlab(rng: &Rng) -> String {
    format!("{}{}", concat!("gl", "pat-"), rng.text(BASE64_URL, 20))
}

pub(crate) fn slack(rng: &Rng) -> String {
    let (team, bot) = (nonzero_digits(rng, 11), nonzero_digits(rng, 12));
    format!("{}-{team}-{bot}-{}", concat!("xo", "xb"), rng.text(BASE62, 24))
}

pub(crate) fn slack_webhook(rng: &Rng) -> String {
    let (team, hook) = (rng.text(UPPER_DIGITS, 10), rng.text(UPPER_DIGITS, 10));
    let host = concat!("https://hooks.", "slack.com/services");
    format!("{host}/T{team}/B{hook}/{}", rng.text(BASE62, 24))
}

/// Two halves of 74 around a fixed mark, which is "OpenAI" in base64.
pub(crate) fn openai(rng: &Rng) -> String {
    let (left, right) = (rng.text(BASE64_URL, 74), rng.text(BASE64_URL, 74));
    format!("{}{left}{}{right}", concat!("sk-", "proj-"), concat!("T3Blb", "kFJ"))
}

pub(crate) fn anthropic(rng: &Rng) -> String {
    format!("{}{}AA", concat!("sk-", "ant-", "api03-"), rng.text(BASE64_URL, 93))
}

/// Old keys end after 24 characters, those of newer accounts after 99.
pub(crate) fn stripe(rng: &Rng) -> String {
    let body = if rng.percent(50) { rng.text(BASE62, 24) } else { format!("51{}", rng.text(BASE62, 97)) };
    format!("{}{body}", concat!("sk_", "live_"))
}

pub(crate) fn sendgrid(rng: &Rng) -> String {
    let (id, body) = (base64_url(&rng.bytes(16)), base64_url(&rng.bytes(32)));
    format!("{}{id}.{body}", concat!("S", "G."))
}

pub(crate) fn gcp(rng: &Rng) -> String {
    format!("{}{}", concat!("AI", "zaSy"), rng.text(BASE64_URL, 33))
}

pub(crate) fn huggingface(rng: &Rng) -> String {
    format!("{}{}", concat!("h", "f_"), rng.text(&BASE62[10..], 34))
}

pub(crate) fn twilio(rng: &Rng) -> String {
    format!("{}{}", concat!("S", "K"), rng.hex(32))
}

pub(crate) fn digitalocean(rng: &Rng) -> String {
    format!("{}{}", concat!("dop", "_v1_"), rng.hex(64))
}

pub(crate) fn telegram(rng: &Rng) -> String {
    format!("{}:AA{}", nonzero_digits(rng, 10), rng.text(BASE64_URL, 33))
}

pub(crate) fn bearer(rng: &Rng) -> String {
    rng.text(BASE62, 40)
}

pub(crate) fn opaque_key(rng: &Rng) -> String {
    rng.text(BASE62, 32)
}

/// 14 to 20 characters of at least three classes, which begin and end with a letter or digit.
pub(crate) fn password(rng: &Rng) -> String {
    with_symbols(rng, "!#_-+")
}

/// A password that needs no percent-encoding in a URL.
pub(crate) fn url_password(rng: &Rng) -> String {
    with_symbols(rng, "_-~")
}

fn with_symbols(rng: &Rng, symbols: &str) -> String {
    let (digits, capitals, small) = BASE62_CLASSES;
    let mut middle: Vec<char> = rng.text(BASE62, rng.between(9, 15) as usize).chars().collect();
    middle.extend(rng.text(digits, 1).chars().chain(rng.text(symbols, 1).chars()));
    middle.extend(rng.text(small, 1).chars());
    rng.shuffle(&mut middle);
    let (first, last) = (rng.text(capitals, 1), rng.text(digits, 1));
    first + &middle.into_iter().collect::<String>() + &last
}

const BASE62_CLASSES: (&str, &str, &str) = (DIGITS, "ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz");

/// 30 characters and their CRC-32 in six more.
fn checksummed(rng: &Rng, prefix: &str) -> String {
    let body = rng.text(BASE62, 30);
    let checksum = base62(crc32(body.as_bytes()), 6);
    format!("{prefix}{body}{checksum}")
}

fn nonzero_digits(rng: &Rng, length: usize) -> String {
    rng.text("123456789", 1) + &rng.text(DIGITS, length - 1)
}
