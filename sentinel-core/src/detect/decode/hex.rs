//! Hexadecimal: two digits a byte.

use super::{Encoding, View, reads_like_text};
use crate::Span;

/// Fewer digits hold no secret.
const SHORTEST: usize = 28;

/// The stretches of digits in a run, decoded. One of odd length may start with a digit that is not
/// part of it.
pub(super) fn views(text: &[u8], run: Span, views: &mut Vec<View>) {
    let is_digit = |at: &usize| text[*at].is_ascii_hexdigit();
    // Every stretch that is long enough has a digit at one of these places.
    let mut at = run.start + SHORTEST - 1;
    while at < run.end {
        if !is_digit(&at) {
            at += SHORTEST;
            continue;
        }
        let start = (run.start..at).rev().take_while(is_digit).last().unwrap_or(at);
        let end = (at + 1..run.end).find(|at| !is_digit(at)).unwrap_or(run.end);
        if end - start >= SHORTEST {
            views.extend((start..=start + (end - start) % 2).filter_map(|from| view(text, Span::new(from, end))));
        }
        at = end + SHORTEST;
    }
}

fn view(text: &[u8], span: Span) -> Option<View> {
    let digits = span.of(text);
    if !may_be_text(digits) {
        return None;
    }
    let decoded = decode(digits);
    reads_like_text(&decoded).then(|| View::of_ratio(Encoding::Hex, decoded, span, 1, 2))
}

/// False when the first digits of a stretch show that it does not decode to text.
fn may_be_text(digits: &[u8]) -> bool {
    reads_like_text(&decode(&digits[..SHORTEST.min(digits.len())]))
}

/// True when a stretch that starts with these digits may decode to text, however it goes on.
pub(super) fn may_become_text(digits: &[u8]) -> bool {
    digits.len() <= SHORTEST || may_be_text(digits) || may_be_text(&digits[1..])
}

fn decode(digits: &[u8]) -> Vec<u8> {
    digits.chunks_exact(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
}

fn digit(byte: u8) -> u8 {
    char::from(byte).to_digit(16).map_or(0, |digit| digit as u8)
}
