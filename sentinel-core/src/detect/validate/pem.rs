//! PEM blocks.

use super::{Validator, Verdict};
use crate::Proof;

/// `-----BEGIN label-----`, a base64 body of at least 40 characters, and an end line of the same
/// label or none (RFC 7468). Line breaks may be escaped, as in JSON. A body that a line of dots shortens is none.
pub(super) struct Pem;

impl Validator for Pem {
    fn check(&self, value: &[u8]) -> Verdict {
        let text = String::from_utf8_lossy(value);
        let Some((label, rest)) = text.strip_prefix("-----BEGIN ").and_then(|rest| rest.split_once("-----")) else {
            return Verdict::Refuted;
        };
        let (body, end) = rest.split_once("-----END ").unwrap_or((rest, label));
        let shortened = body.lines().any(|line| line.trim() == "...");
        if end.starts_with(label) && !shortened && base64_length(body) >= 40 {
            Verdict::Proven(Proof::Structure)
        } else {
            Verdict::Refuted
        }
    }
}

/// How many base64 characters stand in words that are nothing else and too long for prose: the lines of a body may have
/// become words of one line, and may stand behind the marks of a comment.
fn base64_length(body: &str) -> usize {
    const SHORTEST: usize = 16;
    body.replace("\\r", "\n")
        .replace("\\n", "\n")
        .split_ascii_whitespace()
        // What prints lines of files puts their names and numbers before them.
        .map(|word| word.rsplit(':').next().unwrap_or(word))
        .map(|word| word.trim_matches(|c: char| "\"'`+,\\.;|>#()".contains(c)))
        .filter(|word| word.len() >= SHORTEST)
        .filter(|word| word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')))
        .map(str::len)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(label: &str, end: &str, newline: &str) -> String {
        let body = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo".repeat(2);
        format!("-----BEGIN {label}-----{newline}{body}{newline}-----END {end}-----")
    }

    #[test]
    fn labels_must_agree_and_a_body_must_be_there() {
        for newline in ["\n", "\\n", "\r\n", "\\n\"\n  + \"", " ", "\n   // ", "\nkeys/a.pem:12:"] {
            let key = block("RSA KEY", "RSA KEY", newline);
            assert_eq!(Pem.check(key.as_bytes()), Verdict::Proven(Proof::Structure));
        }
        assert_eq!(Pem.check(block("RSA KEY", "EC KEY", "\n").as_bytes()), Verdict::Refuted);
        assert_eq!(Pem.check(block("RSA KEY", "RSA KEY", "\n...\n").as_bytes()), Verdict::Refuted);
        assert_eq!(Pem.check(b"-----BEGIN RSA KEY-----\n...\n-----END RSA KEY-----"), Verdict::Refuted);
    }
}
