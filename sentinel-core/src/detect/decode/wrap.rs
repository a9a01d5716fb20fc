//! Tokens that are broken: by a backslash, an equals sign or nothing at the end of a line, or by quotes
//! and a `+`.
//!
//! Documents and tests split tokens on purpose, right after the prefix: `"AKIA" + "…"`. Where fewer than
//! twelve characters stand before the break it is left alone.

use super::{
    Encoding, View,
    map::{Kind, Piece},
};
use crate::Span;

/// So many characters stand before a break that is looked through.
const SHORTEST_HEAD: usize = 12;
/// And so many after it.
const SHORTEST_TAIL: usize = 4;
/// So much of the text before the first break is looked at, to the start of a word.
const BEFORE: usize = 64;
/// And so many where only a line break says so.
const SHORTEST_BARE: usize = 8;
/// Two lines that are full are a block of encoded bytes, not a token.
const FULL_LINE: usize = 64;
/// A word longer than this is no token.
const LONGEST_WORD: usize = 1024;
/// So many blanks may stand round a break.
const MOST_BLANKS: usize = 64;

/// What stands round each break, without it. Breaks that follow each other in one word share a view.
pub(super) fn views(text: &[u8]) -> impl Iterator<Item = View> {
    let mut breaks = breaks(text).peekable();
    std::iter::from_fn(move || {
        let first = breaks.next()?;
        let start = start_before(text, first.start);
        let mut joined = Joined::new(text, start);
        let mut last = first;
        joined.push(first.start, first.end);
        while let Some(next) = breaks.next_if(|next| word(text, last.end).end >= next.start) {
            joined.push(next.start, next.end);
            last = next;
        }
        // Two bytes more, for what a rule says about the text after its match.
        let end = (word(text, last.end).end + 2).min(text.len());
        Some(joined.finish(end))
    })
}

struct Joined<'t> {
    outer: &'t [u8],
    text: Vec<u8>,
    pieces: Vec<Piece>,
    at: usize,
}

impl<'t> Joined<'t> {
    fn new(outer: &'t [u8], at: usize) -> Self {
        Self { outer, text: Vec::new(), pieces: Vec::new(), at }
    }

    /// Takes the text up to `end`, and goes on at `next`.
    fn push(&mut self, end: usize, next: usize) {
        let outer = Span::new(self.at, end);
        self.pieces.push(Piece { decoded: self.text.len(), outer, kind: Kind::Same });
        self.text.extend_from_slice(outer.of(self.outer));
        self.at = next;
    }

    fn finish(mut self, end: usize) -> View {
        self.push(end, end);
        View::of_pieces(Encoding::Wrap, self.text, self.pieces)
    }
}

/// What is to be left out at each break, in order.
fn breaks(text: &[u8]) -> impl Iterator<Item = Span> {
    let mut done = 0;
    memchr::memchr2_iter(b'\n', b'+', text).filter_map(move |at| {
        let found = match text[at] {
            b'+' => concatenation(text, at, at + 1),
            _ => line_end(text, at),
        }?;
        // A `+` at the end of a line is met twice.
        let fresh = found.start >= done && is_long_enough(text, found);
        if fresh {
            done = found.end;
        }
        fresh.then_some(found)
    })
}

fn line_end(text: &[u8], newline: usize) -> Option<Span> {
    let end = if newline > 0 && text[newline - 1] == b'\r' { newline - 1 } else { newline };
    let next = newline + 1;
    match *text[..end].last()? {
        b'\\' => Some(Span::new(end - 1, next + blanks(&text[next..]))),
        b'=' => Some(Span::new(end - 1, next)),
        b'"' | b'\'' | b'`' | b' ' | b'\t' | b'&' => concatenation(text, end, next),
        b'.' => concatenation(text, end, next).or_else(|| bare(text, end, next)),
        last if is_token(last) => bare(text, end, next),
        _ => None,
    }
}

/// The rest of the word is all of the next line, and reads like the rest of a token.
fn bare(text: &[u8], end: usize, next: usize) -> Option<Span> {
    let rest = word(text, next);
    let alone = matches!(text.get(rest.end), None | Some(b'\n' | b'\r'));
    let short = tail_of(&text[..end]) < FULL_LINE && rest.len() < FULL_LINE;
    (alone && short && is_random(rest.of(text))).then(|| Span::new(end, next))
}

/// Letters and digits, with no name or key in front.
fn is_random(rest: &[u8]) -> bool {
    let padded = rest.iter().rev().take_while(|byte| **byte == b'=').count();
    let rest = &rest[..rest.len() - padded];
    let has = |class: fn(&u8) -> bool| rest.iter().any(class);
    rest.len() >= SHORTEST_BARE
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
        && !has(|byte| matches!(byte, b'=' | b':' | b'%' | b'~'))
}

/// True when the first break in what was found is a bare line break, which may be just the end of a line.
pub(crate) fn is_bare_break(found: &[u8]) -> bool {
    let Some(newline) = memchr::memchr(b'\n', found) else { return false };
    let before = found[..newline].strip_suffix(b"\r").unwrap_or(&found[..newline]);
    before.last().is_some_and(|last| is_token(*last) && *last != b'=') && !before.ends_with(b"+")
}

/// A closing quote, an operator on one side, an opening quote of the same kind. `end` and `next` are
/// where the text before and after goes on; between them is the operator or a line break.
fn concatenation(text: &[u8], end: usize, next: usize) -> Option<Span> {
    let before = trimmed(&text[..end]);
    let before = before.strip_suffix(b"+").map_or(before, trimmed);
    let before = before.strip_suffix(b".").map_or(before, trimmed);
    let (quote, head) = before.split_last().filter(|(last, _)| matches!(**last, b'"' | b'\'' | b'`'))?;
    let mut at = next;
    // An operator may stand at the end of a line or at the start of the next.
    for _ in 0..2 {
        at += blanks(&text[at..]);
        at += usize::from(matches!(text.get(at), Some(b'+' | b'.' | b'&' | b'\n')));
    }
    at += blanks(&text[at..]);
    (text.get(at) == Some(quote)).then(|| Span::new(head.len(), at + 1))
}

fn is_long_enough(text: &[u8], found: Span) -> bool {
    let head = tail_of(&text[..found.start]);
    (SHORTEST_HEAD..LONGEST_WORD).contains(&head)
        && (SHORTEST_TAIL..LONGEST_WORD).contains(&word(text, found.end).len())
}

/// The word that starts at `from`.
fn word(text: &[u8], from: usize) -> Span {
    let length = text[from..].iter().take(LONGEST_WORD).take_while(|byte| is_token(**byte)).count();
    Span::new(from, from + length)
}

/// How long the word at the end of `text` is.
fn tail_of(text: &[u8]) -> usize {
    text.iter().rev().take(LONGEST_WORD).take_while(|byte| is_token(**byte)).count()
}

/// Where to start to see a whole word and what is said before it on its line.
fn start_before(text: &[u8], at: usize) -> usize {
    let word = at - tail_of(&text[..at]);
    let far = word.saturating_sub(BEFORE);
    let line = memchr::memrchr(b'\n', &text[far..word]).map(|newline| far + newline + 1);
    let first = line.unwrap_or_else(|| if far == 0 { 0 } else { far + tail_free(&text[far..word]) });
    // A word that is cut off would look like one that starts there.
    first.min(word)
}

/// How many bytes to pass over so as not to start in a word.
fn tail_free(text: &[u8]) -> usize {
    text.iter().position(|byte| !is_token(*byte)).unwrap_or(text.len())
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'/' | b'.' | b'=' | b'~' | b':' | b'%')
}

fn blanks(text: &[u8]) -> usize {
    text.iter().take(MOST_BLANKS).take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

fn trimmed(text: &[u8]) -> &[u8] {
    let blanks = text.iter().rev().take(MOST_BLANKS).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    &text[..text.len() - blanks]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<String> {
        views(text.as_bytes()).map(|view| String::from_utf8(view.text).unwrap()).collect()
    }

    #[test]
    fn breaks_in_a_word_are_looked_through() {
        let whole = "k=abcdefghijklmnop";
        for broken in ["k=abcdefghijkl\\\nmnop", "k=abcdefghijkl\\\r\n    mnop", "k=abcdefghijkl=\nmnop"] {
            assert_eq!(seen(broken), [whole], "{broken}");
        }
        for newline in ["\n", "\r\n"] {
            assert_eq!(seen(&format!("k=abcdefghijkl{newline}mnop1234\n")), ["k=abcdefghijklmnop1234\n"]);
        }
        for joint in ["\" + \"", "\"+\"", "\" +\n    \"", "\"\n  + \"", "\"\n\"", "\" .\n \""] {
            let broken = format!("k = \"abcdefghijkl{joint}mnop\"");
            assert_eq!(seen(&broken), ["k = \"abcdefghijklmnop\""], "{broken}");
        }
    }

    #[test]
    fn a_word_may_be_broken_more_than_once() {
        assert_eq!(seen("abcdefghijkl\\\nabcdefghijkl\\\nmnop x"), ["abcdefghijklabcdefghijklmnop x"]);
    }

    #[test]
    fn text_that_is_not_broken_has_no_view() {
        let block = format!("{0}\n{0}\n", "a1".repeat(38));
        for text in [
            "k = \"abcd\" + \"efghijklmnop\"",
            "2025-08-02 took=12ms\n2025-08-02 took=13ms",
            "\"abcdefghijklmnop\", \"abcdefghijklmnop\"",
            "\"abcdefghijklmnop\": \"abcdefghijklmnop\"",
            "\"abcdefghijklmnop\" \"abcdefghijklmnop\"",
            "abcdefghijklmnop\n\nabcdefghijklmnop12",
            "abcdefghijklmnop\nnext:\n",
            "KEY=abcdefghijklmnop\nPORT=8080\n",
            "abcdefghijklmnop\ncarried-on\n",
            "a + b",
            "\n\n\n",
            "+",
            &block,
        ] {
            assert_eq!(seen(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn what_is_found_lies_on_all_of_the_broken_word() {
        let text = b"say k=\"abcdefghijkl\" +\n  \"mnop\";";
        let view = views(text).next().unwrap();
        let at = memchr::memmem::find(&view.text, b"abcdefghijklmnop").unwrap();
        let outer = view.outer(Span::new(at, at + 16)).unwrap();
        assert_eq!(outer.of(text), b"abcdefghijkl\" +\n  \"mnop");
    }
}
