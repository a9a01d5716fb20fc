//! UTF-16, in both byte orders: ASCII text of which every other byte is zero.

use super::{Encoding, View};
use crate::Span;

/// Fewer zero bytes, each beside one that is not, are no text.
const SHORTEST: usize = 8;

/// The stretches of ASCII text in UTF-16, read as bytes. Text without a zero byte costs one `memchr`.
pub(super) fn views(text: &[u8]) -> impl Iterator<Item = View> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(zero) = memchr::memchr(0, &text[at..]).map(|zero| at + zero) {
            let pairs = text[zero..].chunks_exact(2).take_while(|pair| pair[0] == 0 && is_text(pair[1])).count();
            // A last character whose zero byte comes first, or which is followed by nothing.
            let zeros = pairs + usize::from(text.get(zero + 2 * pairs) == Some(&0));
            if zeros >= SHORTEST {
                let span = stretch(text, zero, pairs, zeros);
                at = span.end.max(zero + 2 * zeros - 1);
                let decoded = span.of(text).iter().copied().filter(|byte| *byte != 0).collect();
                return Some(View::of_ratio(Encoding::Utf16, decoded, span, 1, 2));
            }
            // Zeros side by side are passed over at once.
            let more = text[zero..].iter().position(|byte| *byte != 0).unwrap_or(text.len() - zero);
            at = zero + more.max(2 * pairs);
        }
        None
    })
}

fn is_text(byte: u8) -> bool {
    byte.is_ascii_graphic() || byte.is_ascii_whitespace()
}

/// The whole characters: zero bytes come second, as on Windows, unless a mark or the ends of the text say
/// that they come first.
fn stretch(text: &[u8], zero: usize, pairs: usize, zeros: usize) -> Span {
    let before = zero.checked_sub(1).map(|at| text[at]).filter(|byte| is_text(*byte));
    let ends_with_character = zero + 2 * pairs == text.len();
    if before.is_some() && !ends_with_character {
        Span::new(zero - 1, zero - 1 + 2 * zeros)
    } else {
        Span::new(zero, zero + 2 * pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(bytes: &[u8]) -> Vec<(String, Span)> {
        views(bytes)
            .map(|view| {
                let whole = view.outer(Span::new(0, view.text.len())).unwrap();
                (String::from_utf8(view.text).unwrap(), whole)
            })
            .collect()
    }

    fn units(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn both_byte_orders_are_read_with_and_without_a_mark() {
        let text = "user=7 ab_cd\r\n";
        let whole = |from: usize| vec![(text.to_owned(), Span::new(from, from + 2 * text.len()))];
        assert_eq!(seen(&units(text, u16::to_le_bytes)), whole(0));
        assert_eq!(seen(&units(text, u16::to_be_bytes)), whole(0));
        let marked = format!("\u{feff}{text}");
        assert_eq!(seen(&units(&marked, u16::to_le_bytes)), whole(2));
        assert_eq!(seen(&units(&marked, u16::to_be_bytes)), whole(2));
    }

    #[test]
    fn a_stretch_ends_where_other_characters_stand() {
        let little = [&b"x: "[..], &units("abcdefgh", u16::to_le_bytes), &[0, 0, 0, 0], b"tail of it"].concat();
        assert_eq!(seen(&little), [("abcdefgh".to_owned(), Span::new(3, 19))]);
        let mixed = units("abcdefghijк12345678", u16::to_le_bytes);
        let texts: Vec<_> = seen(&mixed).into_iter().map(|(text, _)| text).collect();
        assert_eq!(texts, ["abcdefghij", "12345678"]);
    }

    #[test]
    fn binary_data_has_no_view() {
        let counters: Vec<u8> = (0..500_u32).flat_map(u32::to_le_bytes).collect();
        for bytes in [&vec![0; 1000][..], b"ab\0\0cd\0\0ef\0\0gh\0\0ij\0\0kl\0\0mn\0\0op", b"plain", b"", &counters] {
            assert_eq!(seen(bytes), []);
        }
    }
}
