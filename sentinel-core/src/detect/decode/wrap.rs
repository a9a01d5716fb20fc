//! Tokens that are broken: by a backslash or an equals sign at the end of a line, or by quotes and a `+`.
//!
//! An equals sign breaks lines of quoted-printable text (RFC 2045, section 6.7), which are full then. In shorter lines it
//! does where it is surely no end of a value: no padding of base64, and no part of what stands after a name.
//!
//! Documents and tests split tokens on purpose, right after the prefix: `"AKIA" + "…"`. Where fewer than
//! twelve characters stand before such a break it is left alone.

use super::{
    Encoding, View,
    map::{Joints, Kind, Piece},
};
use crate::Span;

/// So many characters stand before a break that is looked through.
const SHORTEST_HEAD: usize = 12;
/// And so many before a mark at the end of a line: nobody splits tokens there on purpose.
const SHORTEST_HEAD_OF_LINE: usize = 4;
/// So long is a line that an equals sign breaks, with it: 76 bytes, but for what would not fit.
const FULL_LINE: std::ops::RangeInclusive<usize> = 70..=76;
/// Lines of source are shorter.
const LONGEST_HEAD: usize = 160;
/// So many at least stand after it.
const SHORTEST_TAIL: usize = 4;
/// A word longer than this is no token.
const LONGEST_WORD: usize = 1024;
/// Of a shorter run nobody can tell whether it is base64.
const SHORTEST_PADDED: usize = 16;
/// So much of the text before the first break is looked at: the word, and what is said before it.
const BEFORE: usize = LONGEST_HEAD + 12;
/// So many blanks may stand at one place round a break.
const MOST_BLANKS: usize = 64;
/// And so many operators and ends of lines.
const MOST_OPERATORS: usize = 5;
/// A break that is not yet known to be one is no longer.
const LONGEST_OPEN: usize = (MOST_OPERATORS + 1) * (MOST_BLANKS + 1) + SHORTEST_TAIL + 2;

/// The views of what stands round each break, without it; the breaks start at `from` or after. With each
/// view the span within which the text must not be cut, so that it stays the same.
pub(super) fn views(text: &[u8], from: usize) -> impl Iterator<Item = (View, Span)> {
    views_from(text, from, signs(text, from))
}

/// The same, where it is known where the line breaks and the `+` stand that [may break](may_break) a word.
pub(super) fn views_of(text: &[u8], signs: impl Iterator<Item = usize>) -> impl Iterator<Item = (View, Span)> {
    views_from(text, 0, signs)
}

fn views_from(text: &[u8], from: usize, signs: impl Iterator<Item = usize>) -> impl Iterator<Item = (View, Span)> {
    broken(text, from, signs).map(|word| {
        let end = word.end(text);
        (word.view(text), Span::new(word.breaks[0].start, end))
    })
}

/// What at the end of a text, which goes on, may yet be a broken word.
#[derive(Debug)]
pub(crate) struct Undecided {
    /// Where the view starts of one that is broken and not at its end, if there is one.
    pub(crate) view: Option<usize>,
    /// What would stand before a break in a view, for each place where one may be.
    pub(crate) heads: Vec<Span>,
}

/// What is undecided at the end of `text`; breaks that start before `from` are not.
pub(crate) fn undecided(text: &[u8], from: usize) -> Undecided {
    let first = text.len().saturating_sub(LONGEST_OPEN).max(from);
    let may_break = |at: &usize| text.get(*at).is_none_or(|byte| is_mark(*byte));
    let heads = (first..=text.len()).filter(may_break);
    // Few marks are open, and what stands before one takes longer to read.
    let open: Vec<usize> = heads.filter(|at| joint(text, *at) == Joint::Open && has_head(text, *at)).collect();
    let last = broken(text, from, signs(text, from)).last();
    let is_open = |word: &Broken| word.tail + AFTER > text.len() || open.iter().any(|at| word.goes_on_at(*at));
    let view = last.filter(is_open).map(|word| word.start);
    let heads = open.into_iter().map(|at| Span::new(start_before(text, at), at)).collect();
    Undecided { view, heads }
}

/// A word with breaks in it.
struct Broken {
    /// Where its view starts.
    start: usize,
    breaks: Vec<Span>,
    /// Where the word ends.
    tail: usize,
}

/// So much is seen of what stands after a word, for what a rule says about the text after its match.
const AFTER: usize = 2;

impl Broken {
    /// Where its view ends: no character is cut in two.
    fn end(&self, text: &[u8]) -> usize {
        let most = (self.tail + AFTER).min(text.len());
        let mut end = self.tail;
        while let Some(next) = text.get(end).map(|byte| end + width(*byte)).filter(|next| *next <= most) {
            end = next;
        }
        end
    }

    /// True for a place after the last break and in the same word.
    fn goes_on_at(&self, at: usize) -> bool {
        self.breaks.last().is_some_and(|last| last.end <= at) && at <= self.tail
    }

    fn view(&self, text: &[u8]) -> View {
        let (mut decoded, mut pieces, mut joints) = (Vec::new(), Vec::new(), Joints::default());
        let mut at = self.start;
        let ends = self.breaks.iter().map(|found| (found.start, found.end)).chain([(self.end(text), 0)]);
        for (end, next) in ends {
            let outer = Span::new(at, end);
            if at > self.start {
                joints.push(decoded.len());
            }
            pieces.push(Piece { decoded: decoded.len(), outer, kind: Kind::Same });
            decoded.extend_from_slice(outer.of(text));
            at = next;
        }
        View::of_pieces(Encoding::Wrap, decoded, pieces, joints)
    }
}

/// How many bytes the character has that starts with this one. What is no start of one stands alone.
fn width(byte: u8) -> usize {
    match byte.leading_ones() {
        width @ 2..=4 => width as usize,
        _ => 1,
    }
}

/// Breaks that follow each other in one word stand together.
fn broken(text: &[u8], from: usize, signs: impl Iterator<Item = usize>) -> impl Iterator<Item = Broken> {
    let mut breaks = breaks(text, from, signs).peekable();
    std::iter::from_fn(move || {
        let first = breaks.next()?;
        let mut word =
            Broken { start: start_before(text, first.start), tail: word_end(text, first.end), breaks: vec![first] };
        while let Some(next) = breaks.next_if(|next| word.goes_on_at(next.start)) {
            word.tail = word_end(text, next.end);
            word.breaks.push(next);
        }
        Some(word)
    })
}

/// The line breaks and the `+` from `from` on.
fn signs(text: &[u8], from: usize) -> impl Iterator<Item = usize> {
    memchr::memchr2_iter(b'\n', b'+', &text[from..]).map(move |at| from + at)
}

/// False when what stands before and after the line break or the `+` at `at` shows that it does not break a word in two.
#[inline]
pub(crate) fn may_break(text: &[u8], at: usize) -> bool {
    let before = match &text[..at] {
        [before @ .., b'\r'] => before,
        before => before,
    };
    let Some(before) = before.last() else { return false };
    // A word goes on behind a mark at the end of a line, and behind quotes where there is nothing but more of the break.
    is_line_mark(*before)
        || MAY_STAND_IN_BREAK[usize::from(*before)]
            && text.get(at + 1).is_none_or(|after| MAY_STAND_IN_BREAK[usize::from(*after)])
}

/// In one with quotes.
static MAY_STAND_IN_BREAK: [bool; 256] = {
    let mut may = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        may[byte] = is_quote(byte as u8) || is_operator(byte as u8) || matches!(byte as u8, b' ' | b'\t');
        byte += 1;
    }
    may
};

/// What is to be left out at each break, in order.
fn breaks(text: &[u8], from: usize, signs: impl Iterator<Item = usize>) -> impl Iterator<Item = Span> {
    let mut done = from;
    // How many signs stand side by side up to here.
    let (mut last, mut row) = (usize::MAX, 0);
    signs.filter_map(move |at| {
        row = if at.checked_sub(1) == Some(last) { row + 1 } else { 1 };
        last = at;
        if row > MOST_OPERATORS + 1 {
            // None of them is a mark, and no mark stands near enough.
            return None;
        }
        let head = mark_before(text, at).filter(|head| *head >= done)?;
        match joint(text, head) {
            Joint::Ends(end) if at < end && has_head(text, head) => {
                // Several signs in one break lead to it.
                done = end;
                Some(Span::new(head, end))
            }
            _ => None,
        }
    })
}

/// What stands between two parts of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    Not,
    /// The text ends before it is known.
    Open,
    Ends(usize),
}

/// The break that starts at `at`.
fn joint(text: &[u8], at: usize) -> Joint {
    let joint = match text.get(at) {
        None => Joint::Open,
        Some(b'\\') => match line_end(text, at + 1) {
            Joint::Ends(next) => Joint::Ends(next + blanks(&text[next..])),
            other => other,
        },
        Some(b'=') => line_end(text, at + 1),
        Some(quote) if is_quote(*quote) => concatenation(text, at + 1, *quote),
        Some(_) => Joint::Not,
    };
    let Joint::Ends(end) = joint else { return joint };
    let tail = word_end(text, end);
    match tail - end {
        length if length < SHORTEST_TAIL && tail == text.len() => Joint::Open,
        SHORTEST_TAIL..LONGEST_WORD => joint,
        _ => Joint::Not,
    }
}

fn line_end(text: &[u8], at: usize) -> Joint {
    let at = at + usize::from(text.get(at) == Some(&b'\r'));
    match text.get(at) {
        None => Joint::Open,
        Some(b'\n') => Joint::Ends(at + 1),
        Some(_) => Joint::Not,
    }
}

/// After a closing quote: operators or ends of lines, and an opening quote of the same kind.
fn concatenation(text: &[u8], mut at: usize, quote: u8) -> Joint {
    let mut splits = false;
    for _ in 0..=MOST_OPERATORS {
        at += blanks(&text[at..]);
        match text.get(at) {
            None => return Joint::Open,
            Some(byte) if *byte == quote => return if splits { Joint::Ends(at + 1) } else { Joint::Not },
            Some(b'+' | b'\n') => splits = true,
            Some(byte) if is_operator(*byte) => {}
            Some(_) => return Joint::Not,
        }
        at += 1;
    }
    Joint::Not
}

/// Where the break may start that the `+` or the line end at `at` is part of.
fn mark_before(text: &[u8], at: usize) -> Option<usize> {
    if text[at] == b'\n' {
        let line = text[..at].strip_suffix(b"\r").unwrap_or(&text[..at]);
        if line.last().is_some_and(|last| is_line_mark(*last)) {
            return Some(line.len() - 1);
        }
    }
    let mut before = &text[..at];
    for _ in 0..=MOST_OPERATORS {
        let (last, rest) = trimmed(before).split_last()?;
        match *last {
            quote if is_quote(quote) => return Some(rest.len()),
            operator if is_operator(operator) => before = rest,
            _ => return None,
        }
    }
    None
}

/// True for a byte that a break may start with.
pub(crate) const fn is_mark(byte: u8) -> bool {
    is_line_mark(byte) || is_quote(byte)
}

/// True for what a line may end with that the next one goes on.
const fn is_line_mark(byte: u8) -> bool {
    matches!(byte, b'\\' | b'=')
}

const fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

const fn is_operator(byte: u8) -> bool {
    matches!(byte, b'+' | b'.' | b'&' | b'\r' | b'\n')
}

/// True when what stands before `at` may be the start of a broken token.
fn has_head(text: &[u8], at: usize) -> bool {
    let length = text[..at].iter().rev().take(LONGEST_HEAD + 1).take_while(|byte| is_token(**byte)).count();
    if text.get(at) == Some(&b'=') && ends_value(&text[..at]) {
        return false;
    }
    let ends_line = text.get(at).is_none_or(|mark| is_line_mark(*mark));
    let shortest = if ends_line { SHORTEST_HEAD_OF_LINE } else { SHORTEST_HEAD };
    (shortest..=LONGEST_HEAD).contains(&length)
}

/// True when an equals sign at the end of a line is the last of a value, and breaks nothing.
fn ends_value(before: &[u8]) -> bool {
    let near = &before[before.len().saturating_sub(BEFORE)..];
    let line = near.len() - near.iter().rev().take_while(|byte| **byte != b'\n').count();
    let line = &near[line..];
    let is_base64 = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'+' | b'/' | b'-' | b'_');
    let run = line.iter().rev().take_while(is_base64).count();
    if line.last() == Some(&b'=') || (run + 1 >= SHORTEST_PADDED && (run + 1).is_multiple_of(4)) {
        return true;
    }
    let blank = |byte: &&u8| matches!(**byte, b' ' | b'\t');
    let value = line.len() - line.iter().rev().take_while(|byte| is_value(**byte)).count();
    let named = matches!(line[..value].iter().rev().find(|byte| !blank(byte)), Some(b'=' | b':'));
    named && !FULL_LINE.contains(&(line.len() + 1))
}

fn is_value(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'=' | b':')
}

/// Where the word ends that starts at `from`.
fn word_end(text: &[u8], from: usize) -> usize {
    from + text[from..].iter().take(LONGEST_WORD).take_while(|byte| is_token(**byte)).count()
}

/// Where to start to see a whole word and what is said before it on its line. A word that is cut off
/// would look like one that starts there.
fn start_before(text: &[u8], at: usize) -> usize {
    let far = at.saturating_sub(BEFORE);
    let before = &text[far..at];
    match memchr::memrchr(b'\n', before) {
        Some(newline) => far + newline + 1,
        None if far == 0 => 0,
        None => far + before.iter().position(|byte| !is_token(*byte)).map_or(before.len(), |other| next(before, other)),
    }
}

/// Where the character after that of the byte at `at` starts.
fn next(text: &[u8], at: usize) -> usize {
    let rest = &text[at + 1..];
    at + 1 + rest.iter().take_while(|byte| **byte & 0xc0 == 0x80).count()
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
    use proptest::prelude::*;

    use super::*;

    fn seen(text: &str) -> Vec<String> {
        views(text.as_bytes(), 0).map(|(view, _)| String::from_utf8(view.text).unwrap()).collect()
    }

    #[test]
    fn breaks_in_a_word_are_looked_through() {
        let whole = "k=abcdefghijklmnop";
        for broken in ["k=abcdefghijkl\\\nmnop", "k=abcdefghijkl\\\r\n    mnop"] {
            assert_eq!(seen(broken), [whole], "{broken}");
        }
        for joint in ["\" + \"", "\"+\"", "\" +\n    \"", "\"\n  + \"", "\"\n\"", "\" .\n \""] {
            let broken = format!("k = \"abcdefghijkl{joint}mnop\"");
            assert_eq!(seen(&broken), ["k = \"abcdefghijklmnop\""], "{broken}");
        }
    }

    #[test]
    fn an_equals_sign_that_ends_a_value_breaks_nothing() {
        let line = |length: usize, word: &str| format!("{} {word}=\n", "x".repeat(length - word.len() - 2));
        let (word, named, padded) = ("abcdefghijkl", "k=abcdefghijkl", "k=abcdefghijklabc");
        for length in [20, 60, 69, 70, 75, 76, 77, 100] {
            assert_eq!(seen(&(line(length, word) + "mnop")), [line(length, word).replace("=\n", "mnop")], "{length}");
            // In a name and a value, where the line is full.
            let expected =
                if FULL_LINE.contains(&length) { vec![line(length, named).replace("=\n", "mnop")] } else { vec![] };
            assert_eq!(seen(&(line(length, named) + "mnop")), expected, "{length}");
            assert_eq!(seen(&(line(length, padded) + "NAME=1")), Vec::<String>::new(), "{length}");
        }
        for value in ["NAME=Sommer2024=", "name: Sommer2024=", "key abcdefghijkl==", "Bearer abcdefghijklabc="] {
            for end in ["\n", "\r\n"] {
                assert_eq!(seen(&format!("{value}{end}PORT=8080\n")), Vec::<String>::new(), "{value}");
            }
        }
    }

    #[test]
    fn no_character_beside_a_word_is_cut_in_two() {
        let broken = |around: &str| format!("{around}k=abcdefghijkl\\\nmnop{around}{around}");
        for (character, after) in [("é", "é"), ("。", ""), ("🔑", ""), (";", ";;"), (";é", ";")] {
            assert_eq!(seen(&broken(character)), [format!("{character}k=abcdefghijklmnop{after}")], "{character}");
            for before in 1..100 {
                let before = character.repeat(before);
                let view = seen(&format!("{before}k=abcdefghijkl\\\nmnop")).concat();
                assert!(before.ends_with(view.strip_suffix("k=abcdefghijklmnop").unwrap()), "{character}");
            }
        }
    }

    #[test]
    fn a_word_may_be_broken_more_than_once() {
        assert_eq!(seen("abcdefghijkl\\\nabcdefghijkl\\\nmnop x"), ["abcdefghijklabcdefghijklmnop x"]);
    }

    #[test]
    fn many_signs_side_by_side_are_no_break() {
        for count in 1..20 {
            let at = |signs: &str| seen(&format!("k = \"abcdefghijkl\"{}\"mnop\"", signs.repeat(count))).len();
            let most = usize::from(count <= MOST_OPERATORS);
            assert_eq!((at("+"), at("\n")), (most, most), "{count}");
        }
    }

    proptest! {
        #[test]
        fn no_break_is_passed_over(text in "([a-z0-9]{12,14}[\\\\=\"]?[ .&+\r\n]{0,3}\"?){1,6}") {
            let text = text.as_bytes();
            let told: Vec<usize> = signs(text, 0).filter(|at| may_break(text, *at)).collect();
            let spans = |views: &mut dyn Iterator<Item = (View, Span)>| views.map(|(view, _)| view.text.to_vec()).collect::<Vec<_>>();
            prop_assert_eq!(spans(&mut views_of(text, told.into_iter())), spans(&mut views(text, 0)));
        }
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
            "k=abcdefghijkl\nmnop1234\n",
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
        let (view, _) = views(text, 0).next().unwrap();
        let at = memchr::memmem::find(&view.text, b"abcdefghijklmnop").unwrap();
        let outer = view.outer(Span::new(at, at + 16)).unwrap();
        assert_eq!(outer.of(text), b"abcdefghijkl\" +\n  \"mnop");
    }

    #[test]
    fn what_may_yet_be_broken_is_undecided() {
        type Case = (&'static str, Option<usize>, &'static [(usize, usize)]);
        let table: [Case; 12] = [
            ("k abcdefghijkl", None, &[(0, 14)]),
            ("k abcdefghijkl\\", None, &[(0, 14)]),
            ("k abcdefghijkl\" + ", None, &[(0, 14)]),
            ("k abcdefghijkl\" +\n \"mno", None, &[(0, 14)]),
            ("x\nk abcdefghijkl\\\nmnop", Some(2), &[(18, 22)]),
            ("k abcdefghijkl\\\nmnop x", None, &[]),
            ("k abcdefghijkl\", ", None, &[]),
            ("k abcd", None, &[(0, 6)]),
            ("k abcdefghijk\\", None, &[(0, 13)]),
            ("k abcdefghijk\"", None, &[]),
            ("k abc", None, &[]),
            ("", None, &[]),
        ];
        for (text, view, heads) in table {
            let found = undecided(text.as_bytes(), 0);
            let spans: Vec<_> = found.heads.iter().map(|head| (head.start, head.end)).collect();
            assert_eq!((found.view, &spans[..]), (view, heads), "{text}");
        }
    }
}
