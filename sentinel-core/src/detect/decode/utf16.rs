//! UTF-16, in both byte orders: ASCII text of which every other byte is zero.

use super::{Encoding, View};
use crate::Span;

/// Fewer zero bytes, each beside one that is not, are no text.
const SHORTEST: usize = 8;

/// The stretches of ASCII text in UTF-16 of which the first zero byte stands at `from` or after, read as
/// bytes. Text without a zero byte costs one `memchr`. With each view the span within which the text must
/// not be cut, so that it stays the same.
pub(super) fn views(text: &[u8], from: usize) -> impl Iterator<Item = (View, Span)> {
    let mut at = from;
    std::iter::from_fn(move || {
        while let Some(zero) = memchr::memchr(0, &text[at..]).map(|zero| at + zero) {
            if !is_start(text, zero) {
                at = zero + 1;
                continue;
            }
            let pairs = text[zero..].chunks_exact(2).take_while(|pair| pair[0] == 0 && is_text(pair[1])).count();
            // A last character whose zero byte comes first, or which is followed by nothing.
            let zeros = pairs + usize::from(text.get(zero + 2 * pairs) == Some(&0));
            // Zeros side by side are passed over at once.
            let more = text[zero..].iter().position(|byte| *byte != 0).unwrap_or(text.len() - zero);
            at = (zero + more.max(2 * pairs + 1)).min(text.len());
            if zeros >= SHORTEST {
                let span = stretch(text, zero, pairs, zeros);
                let decoded = span.of(text).iter().copied().filter(|byte| *byte != 0).collect();
                let uncut = Span::new(zero.saturating_sub(1), span.end);
                return Some((View::of_ratio(Encoding::Utf16, decoded, span, 1, 2), uncut));
            }
        }
        None
    })
}

/// Where what may yet be a stretch, or a longer one, starts at the end of `text`, which goes on.
pub(crate) fn undecided(text: &[u8], from: usize) -> Option<usize> {
    let last = text.len().checked_sub(1).filter(|last| *last >= from)?;
    let zero = if text[last] == 0 { Some(last) } else { last.checked_sub(1).filter(|at| text[*at] == 0) };
    let next_is_first = || text[last].is_ascii_graphic().then_some(last);
    let Some(mut zero) = zero.filter(|at| *at == last || is_text(text[last])) else { return next_is_first() };
    if zero > 0 && text[zero - 1] == 0 {
        return next_is_first();
    }
    while zero >= 2 && !is_start(text, zero) {
        zero -= 2;
    }
    Some(zero.saturating_sub(1).max(from))
}

fn is_text(byte: u8) -> bool {
    byte.is_ascii_graphic() || byte.is_ascii_whitespace()
}

/// True for a zero byte that follows no other, and does not carry on a stretch. Only what stands just
/// before it counts: a text may be read from anywhere on.
fn is_start(text: &[u8], zero: usize) -> bool {
    let before = |back: usize| zero.checked_sub(back).map(|at| text[at]);
    let carries_on = before(2) == Some(0) && before(1).is_some_and(is_text) && before(3) != Some(0);
    before(1) != Some(0) && !carries_on
}

/// The whole characters: zero bytes come second, as on Windows, unless what stands at the ends says that they come first. A
/// blank that may belong to what stands before is left out.
fn stretch(text: &[u8], zero: usize, pairs: usize, zeros: usize) -> Span {
    let before = zero.checked_sub(1).map(|at| text[at]).filter(|byte| is_text(*byte));
    let last = zero + 2 * pairs - 1;
    // One of the two is not part of it: of words and quotes, it is the quote.
    let zero_first =
        |before: u8| zeros == pairs && !before.is_ascii_alphanumeric() && text[last].is_ascii_alphanumeric();
    match before {
        Some(before) if !zero_first(before) => {
            let blank = usize::from(before.is_ascii_whitespace());
            Span::new(zero - 1 + 2 * blank, zero - 1 + 2 * zeros)
        }
        _ => Span::new(zero, last + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(bytes: &[u8]) -> Vec<(String, Span)> {
        views(bytes, 0)
            .map(|(view, _)| {
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
    fn what_stands_beside_a_stretch_says_which_byte_comes_first() {
        let text = "token abcdefgh12";
        for (before, after) in [("", "\n"), ("", "\""), ("\n", "\n"), ("\"", "\""), ("x\n", "")] {
            for unit in [u16::to_le_bytes, u16::to_be_bytes] {
                let bytes = [before.as_bytes(), &units(text, unit), after.as_bytes()].concat();
                let whole = Span::new(before.len(), before.len() + 2 * text.len());
                assert_eq!(seen(&bytes), [(text.to_owned(), whole)], "{before:?} {after:?}");
            }
        }
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

    #[test]
    fn a_stretch_at_the_end_is_undecided() {
        let table: [(&[u8], Option<usize>); 9] = [
            (b"ab c", Some(3)),
            (b"ab ", None),
            (b"ab\0", Some(1)),
            (b"ab\0c", Some(1)),
            (b"\xffa\0b\0c\0", Some(1)),
            (b"a\0\0", None),
            (b"a\0\0b", Some(3)),
            (b"a\0\xff\xfe", None),
            (b"", None),
        ];
        for (text, start) in table {
            assert_eq!(undecided(text, 0), start, "{text:?}");
        }
    }
}
