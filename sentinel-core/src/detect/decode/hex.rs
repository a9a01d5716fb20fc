//! Hexadecimal: two digits a byte.

use super::{
    Encoding, View, reads_like_text,
    runs::{alphabet, runs},
};
use crate::Span;

const DIGITS: &[bool; 256] = &alphabet(b"", true);
/// Shorter runs hold no secret.
const SHORTEST: usize = 28;

pub(super) fn views(text: &[u8]) -> impl Iterator<Item = View> {
    // A run of odd length may start with a digit that is not part of it.
    let aligned =
        |run: Span| [run.start, run.start + 1].into_iter().take(1 + run.len() % 2).map(move |from| (from, run.end));
    runs(text, DIGITS, SHORTEST).flat_map(aligned).filter_map(|(from, to)| {
        let decoded: Vec<u8> =
            text[from..to].chunks_exact(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect();
        let span = Span::new(from, to);
        reads_like_text(&decoded).then(|| View::of_ratio(Encoding::Hex, decoded, span, 1, 2))
    })
}

fn digit(byte: u8) -> u8 {
    char::from(byte).to_digit(16).map_or(0, |digit| digit as u8)
}
