//! Runs of characters that encoded bytes are written in.

use crate::Span;

/// The characters of base64 and base64url at once: a run of one is seldom interrupted by the other's
/// two. Hexadecimal digits are among them.
const ALPHABET: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'+' | b'/' | b'_' | b'-');
        byte += 1;
    }
    table
};
/// Shorter runs hold no secret.
const SHORTEST: usize = 20;

/// The longest runs of at least 20 such characters.
pub(super) fn runs(text: &[u8]) -> impl Iterator<Item = Span> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at + SHORTEST <= text.len() {
            // A run of that length holds every byte of its first stretch: its last tells soonest.
            let window = &text[at..at + SHORTEST];
            if let Some(outside) = window.iter().rposition(|byte| !ALPHABET[usize::from(*byte)]) {
                at += outside + 1;
                continue;
            }
            let start = at;
            let more = text[at + SHORTEST..].iter().take_while(|byte| ALPHABET[usize::from(**byte)]).count();
            at = start + SHORTEST + more;
            return Some(Span::new(start, at));
        }
        None
    })
}
