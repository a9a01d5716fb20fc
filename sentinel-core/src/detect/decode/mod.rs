//! Looks through encodings: gives decoded views of a text, and the way back from each.
//!
//! - *escapes*: JSON and source-code escapes, percent, HTML entities, zero-width and full-width
//!   characters, terminal colours; each line that holds any in a view;
//! - *base64* and *base64url*, in all four alignments, with or without padding;
//! - *hexadecimal*;
//! - *UTF-16* in both byte orders;
//! - *wraps*: tokens that a marked line break, or quotes and a `+`, break in two.
//!
//! A view is decoded again, to a depth of two. What is found in a view lies, in the outer text, on
//! the encoded bytes that decode to it.

mod base64;
mod escape;
mod hex;
mod map;
mod open;
mod utf16;
mod wrap;

pub(crate) use self::{
    escape::{line, may_hold_escape, unescaped},
    map::View,
    open::{open_run_views, undecided_run},
    utf16::undecided as undecided_utf16,
    wrap::{is_mark as may_start_break, may_break, undecided as undecided_wrap},
};
use super::literal::Rest;
use crate::{Span, words::words};

words! {
    /// An encoding that a finding was found in.
    Encoding {
        /// Escapes, entities or disguised characters.
        Escape = "escape",
        /// Base64 or base64url.
        Base64 = "base64",
        /// Hexadecimal.
        Hex = "hex",
        /// UTF-16.
        Utf16 = "utf16",
        /// Broken by a marked end of a line, or by quotes and a `+`.
        Wrap = "wrap",
    }
}

/// How many encodings are looked through, one inside the other.
pub(crate) const DEPTH: usize = 2;

/// How far from what was decoded a match may lie, in bytes, to count as found through it.
pub(crate) const MARGIN: usize = 4;

/// The decoded views of the lines of `text` in which the sweep saw what escapes may start with.
pub(crate) fn escape_views<'v>(text: &'v [u8], rest: &'v Rest) -> impl Iterator<Item = View> + 'v {
    escape::views(text, &rest.escapes)
}

/// Those of a run of encoded characters.
pub(crate) fn run_views(text: &[u8], run: Span) -> Vec<View> {
    let mut views = Vec::new();
    base64::views(text, run, &mut views);
    hex::views(text, run, &mut views);
    views
}

/// False for a run without views, as most are.
#[inline]
pub(crate) fn may_have_views(text: &[u8], run: Span) -> bool {
    base64::may_have_views(run.of(text)) || hex::may_have_views(text, run)
}

/// Those of UTF-16 and of broken words.
pub(crate) fn other_views(text: &[u8], rest: &Rest) -> impl Iterator<Item = View> {
    let utf16 = rest.zero.map(|zero| utf16::views(text, zero)).into_iter().flatten();
    let wraps = wrap::views_of(text, rest.breaks.iter().copied());
    utf16.chain(wraps).map(|(view, _)| view)
}

/// The lines of `text` that hold escapes, decoded, each with where it starts.
pub(crate) fn escaped_lines(text: &[u8]) -> impl Iterator<Item = (usize, View)> {
    let mut next = 0;
    text.split(|byte| *byte == b'\n').filter_map(move |bytes| {
        let at = next;
        next += bytes.len() + 1;
        let decoded = may_hold_escape(bytes).then(|| line(bytes, true))?;
        (!decoded.escapes.is_empty()).then_some((at, decoded.view))
    })
}

/// Views of UTF-16 and of broken words that start at `from` or after, each with the span within which the
/// text must not be cut, so that it stays the same.
pub(crate) fn views_beside(text: &[u8], from: usize) -> impl Iterator<Item = (View, Span)> {
    utf16::views(text, from).chain(wrap::views(text, from))
}

/// True for bytes that read like text: decoded noise does not.
fn reads_like_text(decoded: &[u8]) -> bool {
    let odd = decoded.iter().filter(is_odd).count();
    !decoded.is_empty() && odd * 4 <= decoded.len()
}

fn is_odd(byte: &&u8) -> bool {
    !(byte.is_ascii_graphic() || byte.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::{
        literal::{LiteralFilter, NoRules, Sweep},
        plan::Plan,
    };

    fn views(text: &[u8]) -> Vec<View> {
        let none: [Plan; 0] = [];
        let Sweep { encoded, rest, .. } = LiteralFilter::new(&none).sweep(text, &NoRules);
        let runs = encoded.into_iter().flat_map(|run| run_views(text, run));
        escape_views(text, &rest).chain(runs).chain(other_views(text, &rest)).collect()
    }

    /// Every view's text, and what the outer text has where `needle` stands in it.
    fn seen(text: &str, needle: &str) -> Vec<(Encoding, String)> {
        let found = |view: View| {
            let at = memchr::memmem::find(&view.text, needle.as_bytes())?;
            let outer = view.outer(Span::new(at, at + needle.len()))?;
            Some((view.encoding, text[outer.start..outer.end].to_owned()))
        };
        views(text.as_bytes()).into_iter().filter_map(found).collect()
    }

    #[test]
    fn each_encoding_leads_back_to_the_encoded_bytes() {
        let table = [
            (r"x=ab\u005fcd;", "ab_cd", Encoding::Escape, r"ab\u005fcd"),
            (r"x=ab\x5Fcd;", "ab_cd", Encoding::Escape, r"ab\x5Fcd"),
            (r#"{"a":"\nab_cd\n"}"#, "ab_cd", Encoding::Escape, "ab_cd"),
            ("q=%3Dab%5fcd&", "ab_cd", Encoding::Escape, "ab%5fcd"),
            ("ab&#95;cd ab", "ab_cd", Encoding::Escape, "ab&#95;cd"),
            ("ab&#x5F;cd ab", "ab_cd", Encoding::Escape, "ab&#x5F;cd"),
            ("ab\u{200b}_c\u{2060}d", "ab_cd", Encoding::Escape, "ab\u{200b}_c\u{2060}d"),
            ("ab＿cd", "ab_cd", Encoding::Escape, "ab＿cd"),
            ("\u{1b}[31mab_cd\u{1b}[0m", "ab_cd", Encoding::Escape, "ab_cd"),
            ("x 61625f63642061625f6364206162 y", "ab_cd ab_cd ab", Encoding::Hex, "61625f63642061625f6364206162"),
            (
                "x da39a3ee5e6b4b0d3255bfef95601890-61625f63642061625f6364206162 y",
                "ab_cd ab_cd ab",
                Encoding::Hex,
                "61625f63642061625f6364206162",
            ),
            ("x=YWJfY2QgYWJfY2QgYWJfY2Q= y", "ab_cd ab_cd ab_cd", Encoding::Base64, "YWJfY2QgYWJfY2QgYWJfY2Q"),
            ("x=AYWJfY2QgYWJfY2QgYWJfY2Q= y", "ab_cd ab_cd ab_cd", Encoding::Base64, "YWJfY2QgYWJfY2QgYWJfY2Q"),
        ];
        for (text, needle, encoding, outer) in table {
            assert_eq!(seen(text, needle), [(encoding, outer.to_owned())], "{text}");
        }
    }

    #[test]
    fn plain_text_hashes_and_identifiers_have_no_view() {
        for text in [
            "2025-08-02 12:00:00 INFO checkout-7d9f took 12 ms",
            "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "/usr/lib/python3/dist-packages/requests/adapters.py",
            "100% of 5 & more",
        ] {
            assert_eq!(views(text.as_bytes()).len(), 0, "{text}");
        }
    }
}
