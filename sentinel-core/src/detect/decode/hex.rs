//! Hexadecimal: two digits a byte.

use super::{Encoding, View, reads_like_text};
use crate::Span;

/// Fewer digits hold no secret.
const SHORTEST: usize = 28;

/// The stretches of digits in a run, decoded. One of odd length may start with a digit that is not
/// part of it.
pub(super) fn views(text: &[u8], run: Span) -> impl Iterator<Item = View> {
    let mut at = run.start;
    run.of(text).split(|byte| !byte.is_ascii_hexdigit()).flat_map(move |digits| {
        let start = at;
        at += digits.len() + 1;
        let ends = if digits.len() < SHORTEST { 0 } else { 1 + digits.len() % 2 };
        (start..start + ends).filter_map(move |from| view(text, Span::new(from, start + digits.len())))
    })
}

fn view(text: &[u8], span: Span) -> Option<View> {
    let decoded: Vec<u8> = span.of(text).chunks_exact(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect();
    reads_like_text(&decoded).then(|| View::of_ratio(Encoding::Hex, decoded, span, 1, 2))
}

fn digit(byte: u8) -> u8 {
    char::from(byte).to_digit(16).map_or(0, |digit| digit as u8)
}
