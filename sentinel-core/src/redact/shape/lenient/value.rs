//! The value after a name: a literal, a word, or what a list or a call holds.

use super::name::Separator;
use crate::{
    Span,
    redact::{
        fields::Field,
        shape::{
            headers::after_scheme,
            values::{Values, line_end, trimmed_box},
        },
    },
};

/// Up to where the end of a list or a call is looked for, in bytes.
const LONGEST_LIST: usize = 2048;
/// How many lines of a box a literal may stand in.
const MOST_LINES: usize = 64;
/// Bytes that end a word without quotes.
const STOPS: &[u8] = b",;()[]{}<>\"'`|&";
/// In a list, where words may be names.
const STOPS_IN_LIST: &[u8] = b",;()[]{}<>\"'`|&=";
/// Words that stand where no secret does.
const SAYS_NOTHING: [&[u8]; 12] =
    [b"none", b"null", b"nil", b"<nil>", b"true", b"false", b"undefined", b"yes", b"no", b"...", b"nan", b"self"];

/// A value, to be masked.
pub(super) struct Value<'n> {
    pub(super) separator: Separator,
    /// The text that it stands in.
    pub(super) span: Span,
    pub(super) field: &'static Field,
    pub(super) name: &'n [u8],
}

/// What stands between quotes.
struct Literal {
    content: Span,
    /// Where what follows it starts.
    end: usize,
    closed: bool,
}

impl Value<'_> {
    /// Masks the value, whatever its form. Gives its end.
    pub(super) fn any(&self, values: &mut Values<'_>) -> usize {
        let start = self.start(values);
        if let Some(end) = self.literal_at(values, start) {
            return end;
        }
        if !self.separator.sets || !self.is_near(values, start) {
            return start;
        }
        if matches!(values.text[..self.span.end].get(start), Some(b'[' | b'{' | b'(')) {
            return self.list(values, start);
        }
        self.word(values, start)
    }

    /// Masks the value if it is a literal. Gives its end.
    pub(super) fn literal(&self, values: &mut Values<'_>) -> usize {
        let start = self.start(values);
        self.literal_at(values, start).unwrap_or(start)
    }

    fn start(&self, values: &Values<'_>) -> usize {
        let after = Span::new(self.separator.span.end, self.span.end).of(values.text);
        self.separator.span.end + after.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
    }

    /// What stands farther away is no value: there is none.
    fn is_near(&self, values: &Values<'_>, start: usize) -> bool {
        let separator = self.separator.span;
        let spaced = separator.is_empty()
            || self.separator.colon
            || separator.start > self.span.start && matches!(values.text[separator.start - 1], b' ' | b'\t');
        start - separator.end <= usize::from(spaced)
    }

    fn literal_at(&self, values: &mut Values<'_>, start: usize) -> Option<usize> {
        let literal = literal(values.text, Span::new(start, self.span.end))?;
        self.mask(values, literal.content);
        if literal.closed { Some(literal.end) } else { Some(self.next_lines(values, start, literal)) }
    }

    /// A literal that a box breaks into lines goes on below.
    fn next_lines(&self, values: &mut Values<'_>, start: usize, first: Literal) -> usize {
        let text = values.text;
        let quote = text[first.content.start.saturating_sub(1).max(start)];
        let mut at = first.end;
        for _ in 0..MOST_LINES {
            let line =
                Span::new((at + 1).min(self.span.end), line_end(text, (at + 1).min(self.span.end), self.span.end));
            let inside = trimmed_box(text, line);
            // Outside of boxes lines are not broken.
            if inside.start == line.start || inside.end == line.end || inside.is_empty() {
                break;
            }
            if let Some(close) = memchr::memchr(quote, inside.of(text)) {
                self.mask(values, Span::new(inside.start, inside.start + close));
                return inside.start + close + 1;
            }
            self.mask(values, inside);
            at = line.end;
        }
        at
    }

    fn mask(&self, values: &mut Values<'_>, content: Span) {
        let credentials = match &*self.field.rule {
            "AUTHORIZATION" => after_scheme(values, content),
            _ => content,
        };
        values.mask(credentials, self.field, self.name);
    }

    /// Masks a word without quotes.
    fn word(&self, values: &mut Values<'_>, start: usize) -> usize {
        let is_cookie = &*self.field.rule == "COOKIE" && self.separator.colon;
        let reach = if is_cookie { self.span.end } else { (start + LONGEST_LIST).min(self.span.end) };
        let line = Span::new(start, line_end(values.text, start, reach));
        let line = Span::new(start, trimmed_box(values.text, line).end.max(start));
        if is_cookie {
            values.mask(line, self.field, self.name);
            return line.end;
        }
        let start = if &*self.field.rule == "AUTHORIZATION" { after_scheme(values, line).start } else { start };
        let end = word_end(values.text, Span::new(start, line.end), STOPS);
        let word = Span::new(start, end);
        // The type of what follows.
        let is_type = word.of(values.text).last() == Some(&b'=') || is_set(values.text, Span::new(end, line.end));
        match values.text[..line.end].get(end) {
            Some(b'(' | b'[' | b'{') => return self.list(values, end),
            _ if self.separator.colon && is_type => return end,
            _ => {}
        }
        if !says_nothing(values.of(word)) {
            values.mask(word, self.field, self.name);
        }
        end
    }

    /// Masks all that stands in brackets, names apart.
    fn list(&self, values: &mut Values<'_>, open: usize) -> usize {
        let limit = (open + LONGEST_LIST).min(self.span.end);
        let mut inside = Vec::new();
        if let Some(end) = leaves(values.text, Span::new(open, limit), &mut inside) {
            inside.into_iter().for_each(|leaf| self.mask(values, leaf));
            return end;
        }
        // What has no end is read to the end of its line.
        let end = line_end(values.text, open, self.span.end);
        inside.into_iter().filter(|leaf| leaf.end <= end).for_each(|leaf| self.mask(values, leaf));
        end
    }
}

/// Values between the bracket that opens at the start and the one that closes it, after which it ends. None when no
/// bracket does.
fn leaves(text: &[u8], span: Span, leaves: &mut Vec<Span>) -> Option<usize> {
    let (mut at, mut depth) = (span.start, 0_usize);
    while at < span.end {
        if let Some(literal) = literal(text, Span::new(at, span.end)) {
            if !is_name_of(text, Span::new(literal.end, span.end)) && !says_nothing(literal.content.of(text)) {
                leaves.push(literal.content);
            }
            at = literal.end.max(at + 1);
            continue;
        }
        match text[at] {
            b'[' | b'{' | b'(' => depth += 1,
            b']' | b'}' | b')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {
                let end = word_end(text, Span::new(at, span.end), STOPS_IN_LIST);
                if end > at {
                    let is_name = is_name_of(text, Span::new(end, span.end))
                        || matches!(text[..span.end].get(end), Some(b'(' | b'{' | b'['));
                    if !is_name && !says_nothing(&text[at..end]) {
                        leaves.push(Span::new(at, end));
                    }
                    at = end;
                    continue;
                }
            }
        }
        at += text[at..span.end].iter().skip(1).take_while(|byte| **byte & 0xc0 == 0x80).count() + 1;
    }
    None
}

/// True when a value follows what stands before.
fn is_name_of(text: &[u8], after: Span) -> bool {
    let bytes = after.of(text);
    let next = bytes.iter().position(|byte| !matches!(byte, b' ' | b'\t'));
    matches!(next.map(|next| bytes[next]), Some(b':' | b'='))
}

/// True when ` = ` follows.
fn is_set(text: &[u8], after: Span) -> bool {
    let bytes = after.of(text);
    bytes.starts_with(b" = ") || bytes.starts_with(b" =\n")
}

fn says_nothing(word: &[u8]) -> bool {
    word.is_empty() || SAYS_NOTHING.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// The literal that starts here, with the letters that may stand before its quote.
fn literal(text: &[u8], span: Span) -> Option<Literal> {
    let bytes = span.of(text);
    let letters = bytes.iter().take(3).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let prefixes: [&[u8]; 6] = [b"", b"b", b"r", b"u", b"f", b"rb"];
    let is_prefix = prefixes.iter().any(|prefix| prefix.eq_ignore_ascii_case(&bytes[..letters]));
    let rest = &bytes[letters..];
    let start = span.start + letters;
    match rest.first()? {
        _ if !is_prefix => None,
        b'\\' if letters == 0 && matches!(rest.get(1), Some(b'"' | b'\'')) => {
            Some(closed_by(text, Span::new(start + 2, span.end), &rest[..2]))
        }
        quote @ (b'"' | b'\'' | b'`') => {
            let triple = [*quote; 3];
            let length = if rest.starts_with(&triple) && *quote != b'`' { 3 } else { 1 };
            Some(closed_by(text, Span::new(start + length, span.end), &triple[..length]))
        }
        _ => None,
    }
}

/// What stands before `quote`, on one line unless there are three of it.
fn closed_by(text: &[u8], span: Span, quote: &[u8]) -> Literal {
    let limit = if quote.len() == 3 { (span.start + LONGEST_LIST).min(span.end) } else { span.end };
    let mut at = span.start;
    while at < limit && (quote.len() == 3 || !matches!(text[at], b'\n' | b'\r')) {
        if text[at..limit].starts_with(quote) {
            return Literal { content: Span::new(span.start, at), end: at + quote.len(), closed: true };
        }
        let escapes = text[at] == b'\\' && quote[0] != b'\\' && at + 1 < limit;
        at += if escapes && !matches!(text[at + 1], b'\n' | b'\r') { 2 } else { 1 };
    }
    let line = line_end(text, span.start, span.end);
    let content = trimmed_box(text, Span::new(span.start, line)).end.max(span.start);
    Literal { content: Span::new(span.start, content), end: line, closed: false }
}

/// Where a word without quotes ends.
fn word_end(text: &[u8], span: Span, stops: &[u8]) -> usize {
    let bytes = span.of(text);
    if bytes.first() == Some(&b'<')
        && let Some(close) = bytes.iter().take(96).position(|byte| *byte == b'>')
        && !bytes[..close].contains(&b'\n')
    {
        return span.start + close + 1;
    }
    let ends = |at: usize| {
        let byte = bytes[at];
        let drawn = byte == 0xe2 && matches!(bytes.get(at + 1), Some(0x94 | 0x95));
        let stops = stops.contains(&byte) && !is_padding(&bytes[at..]);
        byte.is_ascii_whitespace() || drawn || stops || byte == b'\\' && matches!(bytes.get(at + 1), Some(b'"' | b'\''))
    };
    let mut end = (0..bytes.len()).find(|at| ends(*at)).unwrap_or(bytes.len());
    // The end of a sentence, or of a name.
    while end > 0 && matches!(bytes[end - 1], b':' | b'.') {
        end -= 1;
    }
    span.start + end
}

/// The end of base64.
fn is_padding(bytes: &[u8]) -> bool {
    let padding = bytes.iter().take_while(|byte| **byte == b'=').count();
    (1..=2).contains(&padding) && bytes.get(padding).is_none_or(|byte| b" ,;)]}&\n\r\t\"'".contains(byte))
}
