//! Escapes and disguises, decoded in one view of the lines that hold any.

mod builder;

use self::builder::Builder;
use super::View;
use crate::{Secret, Span};

/// A control sequence with more parameters is none.
const MOST_PARAMETERS: usize = 32;

/// The lines of `text` that hold escapes, decoded, each a view of its own. `markers` are where escapes may start. One is made
/// when it is asked for: the next can have the memory of one that is done with.
pub(super) fn views<'v>(text: &'v [u8], markers: &'v [usize]) -> impl Iterator<Item = View> + 'v {
    // The last line ends at `end`.
    let (mut left, mut end) = (markers, 0);
    std::iter::from_fn(move || {
        loop {
            let mut next = next_escape(text, Span::new(end, text.len()), &mut left);
            let marker = next?.0;
            let start = memchr::memrchr(b'\n', &text[end..marker]).map_or(end, |newline| end + newline + 1);
            end = memchr::memchr(b'\n', &text[marker..]).map_or(text.len(), |newline| marker + newline);
            let others = left.iter().take(builder::ROOM_FOR_ESCAPES).take_while(|marker| **marker < end).count();
            let mut builder = Builder::with_room(end - start, others + 1);
            // It is copied up to `same`.
            let mut same = start;
            while let Some((marker, escape)) = next {
                builder.same(text, Span::new(same, marker));
                same = builder.run(text, marker, escape);
                next = next_escape(text, Span::new(same, end), &mut left);
            }
            builder.same(text, Span::new(same, end));
            if let Some(view) = builder.view() {
                return Some(view);
            }
        }
    })
}

/// The first escape in `span`, and where it starts. Markers up to there are done with.
#[inline]
fn next_escape(text: &[u8], span: Span, left: &mut &[usize]) -> Option<(usize, Escape)> {
    // A run of escapes leaves many markers behind: they are gone over in one loop, and not by way of `left`.
    let passed = left.iter().position(|marker| *marker >= span.start).unwrap_or(left.len());
    let mut markers = &left[passed..];
    let mut found = None;
    while let Some((&marker, rest)) = markers.split_first()
        && marker < span.end
        && found.is_none()
    {
        markers = rest;
        found = decode_one(&text[marker..]).map(|escape| (marker, escape));
    }
    *left = markers;
    found
}

/// One line, decoded, whether or not it holds escapes.
pub(crate) struct Line {
    pub(crate) view: View,
    /// Where the escapes stand.
    pub(crate) escapes: Vec<Span>,
    /// Where a sequence starts that more text may make an escape; the view ends there. The end of the
    /// line when there is none.
    pub(crate) open: usize,
}

/// Decodes `text`, in which no line ends. Unless `ended`, more of the line is to come.
pub(crate) fn line(text: &[u8], ended: bool) -> Line {
    let mut builder = Builder::default();
    let (mut at, mut same, mut open) = (0, 0, text.len());
    let mut escapes = Vec::new();
    while let Some(next) = text[at..].iter().position(|byte| is_marker(*byte)) {
        let marker = at + next;
        let Some(escape) = decode_one(&text[marker..]) else {
            if !ended && may_become_escape(&text[marker..]) {
                open = marker;
                break;
            }
            at = marker + 1;
            continue;
        };
        at = marker + escape.length();
        builder.same(text, Span::new(same, marker));
        builder.decoded(&escape, Span::new(marker, at));
        escapes.push(Span::new(marker, at));
        same = at;
    }
    builder.same(text, Span::new(same, open));
    Line { view: builder.done(), escapes, open }
}

/// False when nothing in `text` can start an escape.
pub(crate) fn may_hold_escape(text: &[u8]) -> bool {
    text.iter().any(|byte| is_marker(*byte))
}

/// Zero-width and full-width characters and soft hyphens start with the last three.
fn is_marker(byte: u8) -> bool {
    matches!(byte, b'\\' | b'%' | b'&' | 0x1b | 0xc2 | 0xe2 | 0xef)
}

/// All of `text` with its escapes decoded; none when it holds none.
pub(crate) fn unescaped(text: &[u8]) -> Option<Secret> {
    let (mut decoded, mut same) = (Vec::with_capacity(text.len()), 0);
    for at in 0..text.len() {
        if at >= same
            && let Some(escape) = decode_one(&text[at..])
        {
            decoded.extend_from_slice(&text[same..at]);
            decoded.extend_from_slice(escape.bytes());
            same = at + escape.length();
        }
    }
    decoded.extend_from_slice(&text[same..]);
    (same > 0).then(|| Secret::new(decoded))
}

/// An escape: what it stands for is at most one character.
#[derive(Clone, Copy)]
struct Escape {
    bytes: [u8; 4],
    count: u8,
    length: u8,
}

const _: () = assert!(MOST_PARAMETERS < 250, "a byte counts the length of an escape");

impl Escape {
    /// What stands for nothing.
    fn nothing(length: usize) -> Self {
        Self { bytes: [0; 4], count: 0, length: length as u8 }
    }

    #[inline]
    fn byte(length: usize, byte: u8) -> Self {
        Self { bytes: [byte, 0, 0, 0], count: 1, length: length as u8 }
    }

    #[inline]
    fn character(length: usize, code: u32) -> Option<Self> {
        if code < 0x80 {
            return Some(Self::byte(length, code as u8));
        }
        let mut bytes = [0; 4];
        let count = char::from_u32(code)?.encode_utf8(&mut bytes).len() as u8;
        Some(Self { bytes, count, length: length as u8 })
    }

    /// The byte, if it has this length and stands for one byte.
    #[inline]
    fn of(self, length: usize) -> Option<u8> {
        (self.count == 1 && self.length() == length).then_some(self.bytes[0])
    }

    fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.count)]
    }

    /// How long it is itself.
    fn length(&self) -> usize {
        usize::from(self.length)
    }
}

fn is_marker_at(text: &[u8], at: usize) -> bool {
    text.get(at).is_some_and(|byte| is_marker(*byte))
}

/// The escape at the start of `text`.
#[inline]
fn decode_one(text: &[u8]) -> Option<Escape> {
    // Nearly all that texts hold.
    if let Some(byte) = text.first_chunk().and_then(simple) {
        return Some(Escape::byte(2, byte));
    }
    if text[0] == 0xe2 { disguise(text) } else { decode_other(text) }
}

/// A backslash and a character that needs no more.
#[inline]
fn simple([mark, escaped]: &[u8; 2]) -> Option<u8> {
    let byte = SIMPLE[usize::from(*escaped)];
    (*mark == b'\\' && byte != 0).then_some(byte)
}

#[inline]
fn percent([mark, digits @ ..]: &[u8; 3]) -> Option<u8> {
    super::hex::byte(*digits).filter(|_| *mark == b'%')
}

#[inline(never)]
fn decode_other(text: &[u8]) -> Option<Escape> {
    match text[0] {
        b'\\' => backslash(text),
        b'%' => Some(Escape::byte(3, percent(text.first_chunk()?)?)),
        b'&' => entity(text),
        0x1b => colour(text).map(Escape::nothing),
        0xc2 | 0xef => disguise(text),
        _ => None,
    }
}

fn backslash(text: &[u8]) -> Option<Escape> {
    match *text.get(1)? {
        b'x' => Some(Escape::byte(4, hex(text.get(2..4)?)? as u8)),
        b'u' if text.get(2) == Some(&b'{') => {
            let digits = text[3..].iter().take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
            let closed = text.get(3 + digits) == Some(&b'}');
            let code = hex(&text[3..3 + digits]).filter(|_| closed)?;
            Escape::character(4 + digits, code)
        }
        b'u' => {
            let unit = hex(text.get(2..6)?)?;
            if !(0xd800..0xdc00).contains(&unit) {
                return Escape::character(6, unit);
            }
            let low = text.get(6..8).filter(|start| *start == b"\\u").and_then(|_| hex(text.get(8..12)?))?;
            let code = 0x10000 + ((unit - 0xd800) << 10) + low.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
            Escape::character(12, code)
        }
        _ => None,
    }
}

fn entity(text: &[u8]) -> Option<Escape> {
    let end = text[..text.len().min(10)].iter().position(|byte| *byte == b';')?;
    let length = end + 1;
    match &text[1..end] {
        [b'#', b'x' | b'X', digits @ ..] => Escape::character(length, hex(digits)?),
        [b'#', digits @ ..] => Escape::character(length, decimal(digits)?),
        b"amp" => Some(Escape::byte(length, b'&')),
        b"lt" => Some(Escape::byte(length, b'<')),
        b"gt" => Some(Escape::byte(length, b'>')),
        b"quot" => Some(Escape::byte(length, b'"')),
        b"apos" => Some(Escape::byte(length, b'\'')),
        b"nbsp" => Some(Escape::byte(length, b' ')),
        _ => None,
    }
}

/// True when more text may make an escape of one that starts here and is none yet.
fn may_become_escape(text: &[u8]) -> bool {
    let rest = &text[1..];
    match text[0] {
        b'\\' => match rest {
            [] => true,
            [b'x' | b'u', digits @ ..] => {
                let such = |byte: &u8| byte.is_ascii_hexdigit() || matches!(byte, b'{' | b'}' | b'\\' | b'u');
                text.len() < 12 && digits.iter().all(such)
            }
            _ => false,
        },
        b'%' => text.len() < 3 && rest.iter().all(u8::is_ascii_hexdigit),
        b'&' => text.len() < 10 && rest.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'#' | b'+')),
        0x1b => match rest {
            [] => true,
            [b'[', parameters @ ..] => {
                parameters.len() <= MOST_PARAMETERS && parameters.iter().all(|byte| (0x20..0x40).contains(byte))
            }
            _ => false,
        },
        0xc2 => text.len() < 2,
        _ => text.len() < 3,
    }
}

/// A control sequence of ECMA-48: `ESC [`, parameters, one final byte.
fn colour(text: &[u8]) -> Option<usize> {
    let rest = text.strip_prefix(b"\x1b[")?;
    let parameters = rest.iter().take(MOST_PARAMETERS).take_while(|byte| (0x20..0x40).contains(*byte)).count();
    let last = text.get(2 + parameters)?;
    (0x40..0x7f).contains(last).then_some(3 + parameters)
}

/// Characters without a width are dropped; full-width forms become the characters that they show.
#[inline]
fn disguise(text: &[u8]) -> Option<Escape> {
    let length = if text[0] == 0xc2 { 2 } else { 3 };
    let code = match *text.get(..length)? {
        [0xc2, 0xad] => 0xad,
        [first @ (0xe2 | 0xef), second @ 0x80..0xc0, third @ 0x80..0xc0] => {
            u32::from(first & 0xf) << 12 | u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f)
        }
        _ => return None,
    };
    match code {
        0xad | 0x200b..=0x200f | 0x2060..=0x2064 | 0xfeff => Some(Escape::nothing(length)),
        0xff01..=0xff5e => Some(Escape::byte(length, (code - 0xfee0) as u8)),
        _ => None,
    }
}

/// What a character after a backslash stands for; 0 where it needs more, or stands for nothing.
static SIMPLE: [u8; 256] = {
    let pairs = [
        (b'n', b'\n'),
        (b'r', b'\r'),
        (b't', b'\t'),
        (b'b', 8),
        (b'f', 12),
        (b'"', b'"'),
        (b'\'', b'\''),
        (b'\\', b'\\'),
        (b'/', b'/'),
        (b'`', b'`'),
    ];
    let (mut table, mut at) = ([0; 256], 0);
    while at < pairs.len() {
        table[pairs[at].0 as usize] = pairs[at].1;
        at += 1;
    }
    table
};

/// The number that up to eight digits are.
#[inline]
fn hex(digits: &[u8]) -> Option<u32> {
    let value = |digit: u8| char::from(digit).to_digit(16);
    let (first, rest) = digits.split_first()?;
    rest.iter().try_fold(value(*first)?, |number, digit| Some(number << 4 | value(*digit)?))
}

/// The same for decimal digits, up to nine of them; a sign may stand before them.
fn decimal(digits: &[u8]) -> Option<u32> {
    let digits = digits.strip_prefix(b"+").unwrap_or(digits);
    let value = |digit: u8| char::from(digit).to_digit(10);
    let (first, rest) = digits.split_first()?;
    rest.iter().try_fold(value(*first)?, |number, digit| Some(number * 10 + value(*digit)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All of the text, decoded one escape at a time.
    fn plainly(text: &[u8]) -> Vec<u8> {
        let (mut decoded, mut at) = (Vec::new(), 0);
        while at < text.len() {
            let escape = decode_one(&text[at..]);
            decoded.extend_from_slice(escape.as_ref().map_or(&text[at..=at], Escape::bytes));
            at += escape.map_or(1, |escape| escape.length());
        }
        decoded
    }

    const PARTS: [&str; 16] = [
        r"\\",
        r"\n",
        r"\",
        r"\u0041",
        r"\u00e9",
        r"\u{1F511}",
        r"\x41",
        "%41",
        "%4",
        "&#65;",
        "&#x41;",
        "&amp;",
        "\u{200b}",
        "\u{ff21}",
        "\u{1b}[31m",
        "a",
    ];

    proptest! {
        #[test]
        fn escapes_side_by_side_are_decoded_as_one_at_a_time(parts in prop::collection::vec(0..PARTS.len(), 0..20), times in 1..4_usize) {
            let text: String = parts.iter().map(|part| PARTS[*part].repeat(times)).collect();
            let text = text.as_bytes();
            let markers: Vec<usize> = (0..text.len()).filter(|at| is_marker(text[*at])).collect();
            let seen: Vec<View> = views(text, &markers).collect();
            let line = line(text, true).view;
            let expected = plainly(text);
            prop_assert_eq!(&line.text, &expected);
            for view in &seen {
                prop_assert_eq!(&view.text, &expected);
                for start in 0..=expected.len() {
                    for end in start..=expected.len().min(start + 6) {
                        let span = Span::new(start, end);
                        prop_assert_eq!(view.outer(span), line.outer(span));
                        prop_assert_eq!(view.differs(span), line.differs(span));
                    }
                }
            }
            prop_assert_eq!(seen.is_empty(), expected == text || expected.is_empty());
        }
    }
}
