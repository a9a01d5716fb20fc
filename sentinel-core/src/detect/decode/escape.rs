//! Escapes and disguises, decoded in one view of the lines that hold any.

use super::{
    Encoding, View,
    map::{Kind, Piece},
};
use crate::{Secret, Span};

/// A control sequence with more parameters is none.
const MOST_PARAMETERS: usize = 32;

/// The lines of `text` that hold escapes, decoded, each a view of its own. `markers` are where escapes
/// may start.
pub(super) fn views(text: &[u8], markers: &[usize], views: &mut Vec<View>) {
    let mut builder = Builder::default();
    let mut at = 0;
    // The line that is being copied ends at `end`, and is copied up to `same`.
    let (mut same, mut end) = (0, 0);
    for &marker in markers {
        if marker < at {
            continue;
        }
        let Some((length, decoded)) = decode_one(&text[marker..]) else { continue };
        if marker >= end {
            builder.same(text, Span::new(same, end));
            views.extend(builder.take());
            same = memchr::memrchr(b'\n', &text[end..marker]).map_or(end, |newline| end + newline + 1);
            end = memchr::memchr(b'\n', &text[marker..]).map_or(text.len(), |newline| marker + newline);
        }
        at = marker + length;
        builder.same(text, Span::new(same, marker));
        builder.decoded(&decoded, Span::new(marker, at));
        same = at;
    }
    builder.same(text, Span::new(same, end.max(same)));
    views.extend(builder.take());
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
        let Some((length, decoded)) = decode_one(&text[marker..]) else {
            if !ended && may_become_escape(&text[marker..]) {
                open = marker;
                break;
            }
            at = marker + 1;
            continue;
        };
        at = marker + length;
        builder.same(text, Span::new(same, marker));
        builder.decoded(&decoded, Span::new(marker, at));
        escapes.push(Span::new(marker, at));
        same = at;
    }
    builder.same(text, Span::new(same, open));
    Line { view: builder.view(), escapes, open }
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
            && let Some((length, escape)) = decode_one(&text[at..])
        {
            decoded.extend_from_slice(&text[same..at]);
            decoded.extend_from_slice(escape.bytes());
            same = at + length;
        }
    }
    decoded.extend_from_slice(&text[same..]);
    (same > 0).then(|| Secret::new(decoded))
}

#[derive(Default)]
struct Builder {
    text: Vec<u8>,
    pieces: Vec<Piece>,
    /// Where escapes stand, in the decoded text.
    joints: Vec<usize>,
}

impl Builder {
    fn same(&mut self, text: &[u8], outer: Span) {
        self.push(outer.of(text), outer, Kind::Same);
    }

    fn decoded(&mut self, decoded: &Decoded, outer: Span) {
        self.joints.push(self.text.len());
        self.push(decoded.bytes(), outer, Kind::Decoded);
        self.joints.push(self.text.len());
    }

    fn push(&mut self, bytes: &[u8], outer: Span, kind: Kind) {
        if !bytes.is_empty() {
            self.pieces.push(Piece { decoded: self.text.len(), outer, kind });
            self.text.extend_from_slice(bytes);
        }
    }

    fn take(&mut self) -> Option<View> {
        let done = std::mem::take(self);
        (!done.text.is_empty()).then(|| done.view())
    }

    fn view(self) -> View {
        View::of_pieces(Encoding::Escape, self.text, self.pieces, self.joints)
    }
}

/// At most one character.
struct Decoded {
    bytes: [u8; 4],
    length: usize,
}

impl Decoded {
    const NOTHING: Self = Self { bytes: [0; 4], length: 0 };

    fn byte(byte: u8) -> Self {
        Self { bytes: [byte, 0, 0, 0], length: 1 }
    }

    fn character(code: u32) -> Option<Self> {
        let mut bytes = [0; 4];
        let length = char::from_u32(code)?.encode_utf8(&mut bytes).len();
        Some(Self { bytes, length })
    }

    fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// What the escape at the start of `text` stands for, and how long it is.
fn decode_one(text: &[u8]) -> Option<(usize, Decoded)> {
    match text[0] {
        b'\\' => backslash(text),
        b'%' => Some((3, Decoded::byte(hex(text.get(1..3)?)? as u8))),
        b'&' => entity(text),
        0x1b => colour(text).map(|length| (length, Decoded::NOTHING)),
        0xc2 | 0xe2 | 0xef => disguise(text),
        _ => None,
    }
}

fn backslash(text: &[u8]) -> Option<(usize, Decoded)> {
    let simple = |byte| Some((2, Decoded::byte(byte)));
    match *text.get(1)? {
        b'n' => simple(b'\n'),
        b'r' => simple(b'\r'),
        b't' => simple(b'\t'),
        b'b' => simple(8),
        b'f' => simple(12),
        quoted @ (b'"' | b'\'' | b'\\' | b'/' | b'`') => simple(quoted),
        b'x' => Some((4, Decoded::byte(hex(text.get(2..4)?)? as u8))),
        b'u' if text.get(2) == Some(&b'{') => {
            let digits = text[3..].iter().take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
            let closed = text.get(3 + digits) == Some(&b'}');
            let code = hex(&text[3..3 + digits]).filter(|_| closed)?;
            Some((4 + digits, Decoded::character(code)?))
        }
        b'u' => {
            let unit = hex(text.get(2..6)?)?;
            if !(0xd800..0xdc00).contains(&unit) {
                return Some((6, Decoded::character(unit)?));
            }
            let low = text.get(6..8).filter(|start| *start == b"\\u").and_then(|_| hex(text.get(8..12)?))?;
            let code = 0x10000 + ((unit - 0xd800) << 10) + low.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
            Some((12, Decoded::character(code)?))
        }
        _ => None,
    }
}

fn entity(text: &[u8]) -> Option<(usize, Decoded)> {
    let end = memchr::memchr(b';', &text[..text.len().min(10)])?;
    let name = &text[1..end];
    let decoded = match name {
        [b'#', b'x' | b'X', digits @ ..] => Decoded::character(hex(digits)?)?,
        [b'#', digits @ ..] => Decoded::character(std::str::from_utf8(digits).ok()?.parse().ok()?)?,
        b"amp" => Decoded::byte(b'&'),
        b"lt" => Decoded::byte(b'<'),
        b"gt" => Decoded::byte(b'>'),
        b"quot" => Decoded::byte(b'"'),
        b"apos" => Decoded::byte(b'\''),
        b"nbsp" => Decoded::byte(b' '),
        _ => return None,
    };
    Some((end + 1, decoded))
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
fn disguise(text: &[u8]) -> Option<(usize, Decoded)> {
    let length = if text[0] == 0xc2 { 2 } else { 3 };
    let character = std::str::from_utf8(text.get(..length)?).ok()?.chars().next()?;
    match character {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => Some((length, Decoded::NOTHING)),
        '\u{ff01}'..='\u{ff5e}' => Some((length, Decoded::byte((character as u32 - 0xfee0) as u8))),
        _ => None,
    }
}

fn hex(digits: &[u8]) -> Option<u32> {
    let valid = !digits.is_empty() && digits.iter().all(u8::is_ascii_hexdigit);
    u32::from_str_radix(std::str::from_utf8(digits).ok().filter(|_| valid)?, 16).ok()
}
