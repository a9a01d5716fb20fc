//! Base64 and base64url (RFC 4648), in all alignments, with or without padding.

use super::{Encoding, View, reads_like_text};
use crate::Span;

/// So many digits at its start show whether a run decodes to text.
const GLANCE: usize = 32;

/// A run, decoded from each of its first four characters on.
pub(super) fn views(text: &[u8], run: Span) -> impl Iterator<Item = View> {
    let starts = if is_mixed(run.of(text)) { 4 } else { 0 };
    (0..starts).filter_map(move |skipped| {
        let span = Span::new(run.start + skipped, run.end);
        let digits = span.of(text);
        if !reads_like_text(&decode(&digits[..digits.len().min(GLANCE)])) {
            return None;
        }
        let decoded = decode(digits);
        reads_like_text(&decoded).then(|| View::of_ratio(Encoding::Base64, decoded, span, 3, 4))
    })
}

/// Encoded text has letters in both cases; paths and hashes have not.
fn is_mixed(run: &[u8]) -> bool {
    run.iter().any(u8::is_ascii_uppercase) && run.iter().any(u8::is_ascii_lowercase)
}

/// Whole bytes only: bits at the end that make none are dropped.
fn decode(digits: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(digits.len() / 4 * 3 + 2);
    for group in digits.chunks(4) {
        let bits = group.iter().fold(0_u32, |bits, &digit| bits << 6 | value(digit)) << (6 * (4 - group.len()));
        decoded.extend_from_slice(&bits.to_be_bytes()[1..group.len().max(1)]);
    }
    decoded
}

fn value(digit: u8) -> u32 {
    u32::from(match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' | b'-' => 62,
        _ => 63,
    })
}

#[cfg(test)]
mod tests {
    use ::base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};

    use super::decode;

    #[test]
    fn decoding_agrees_with_the_library() {
        for length in 0..20_u8 {
            let bytes: Vec<u8> = (0..length).map(|byte| byte.wrapping_mul(73)).collect();
            assert_eq!(decode(STANDARD_NO_PAD.encode(&bytes).as_bytes()), bytes);
        }
    }
}
