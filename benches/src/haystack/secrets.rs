//! Secrets, made up by chance and put together here, so that none stands in the source.

use super::{
    made_of,
    words::{pod, timestamp},
};
use crate::{
    Rng,
    rng::{ALPHANUMERIC, HEX},
};

/// A secret on every line.
pub fn dense_secrets(bytes: usize) -> Vec<u8> {
    let mut rng = Rng::new(5);
    made_of(bytes, |text| {
        text.push_str(&format!("{} {} {}", timestamp(&mut rng), pod(&mut rng), secret(&mut rng)));
    })
}

/// `lines` with a secret at the end of every `distance`-th, cut to the same size.
pub fn one_in(distance: usize, lines: &[u8]) -> Vec<u8> {
    let mut rng = Rng::new(6);
    let mut text = Vec::with_capacity(lines.len() + 256);
    for (number, line) in lines.split_inclusive(|byte| *byte == b'\n').enumerate() {
        if number % distance == distance - 1 && line.ends_with(b"\n") {
            text.extend_from_slice(&line[..line.len() - 1]);
            text.push(b' ');
            text.extend_from_slice(secret(&mut rng).as_bytes());
            text.push(b'\n');
        } else {
            text.extend_from_slice(line);
        }
        if text.len() >= lines.len() {
            break;
        }
    }
    // A cut in the middle of a secret would leave half of one.
    let whole = memchr::memrchr(b'\n', &text).map_or(text.len(), |at| at + 1);
    text.truncate(whole);
    text
}

/// The lines, each with a token at its end, after a space, whose form every scanner knows.
pub fn with_token(lines: &[String]) -> Vec<String> {
    let mut rng = Rng::new(8);
    lines.iter().map(|line| format!("{line} ghp_{}", rng.text(ALPHANUMERIC, 36))).collect()
}

fn secret(rng: &mut Rng) -> String {
    match rng.below(6) {
        0 => format!("key=AKIA{}", rng.text(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)),
        1 => format!("token=ghp_{}", rng.text(ALPHANUMERIC, 36)),
        2 => format!(
            "xoxb-{}-{}-{}",
            10_u64.pow(11) + rng.below(10_u64.pow(11)),
            10_u64.pow(12),
            rng.text(ALPHANUMERIC, 24)
        ),
        3 => format!("stripe sk_live_{}", rng.text(ALPHANUMERIC, 24)),
        4 => format!("Authorization: Bearer {}", rng.text(ALPHANUMERIC, 40)),
        _ => format!("api_key={}", rng.text(HEX, 32)),
    }
}

#[cfg(test)]
mod tests {
    use sentinel_core::Scanner;

    use super::*;

    #[test]
    fn every_kind_of_secret_is_found() {
        let mut rng = Rng::new(7);
        let scanner = Scanner::builtin();
        let missed: Vec<_> =
            (0..600).map(|_| secret(&mut rng)).filter(|s| scanner.scan(s).unwrap().is_empty()).collect();
        let kinds: Vec<_> = missed.iter().map(|secret| &secret[..8]).collect();
        assert!(missed.is_empty(), "{kinds:?}");
    }
}
