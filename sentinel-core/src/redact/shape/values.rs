//! Values that names mask, and the parts of texts that they are found in.

use crate::{
    Span,
    redact::{field_name, fields::Field, json::Quoting, writing::Writing},
};

/// A value that a name masks.
pub(super) struct Named {
    pub(super) span: Span,
    pub(super) field: &'static Field,
    pub(super) name: String,
    pub(super) writing: Writing,
}

/// A JSON document in a text of another shape.
#[derive(Clone, Copy)]
pub(super) struct Document {
    pub(super) span: Span,
    pub(super) quoting: Quoting,
}

/// A stretch, and how values are written in it.
#[derive(Clone, Copy)]
pub(super) struct Written {
    pub(super) span: Span,
    pub(super) writing: Writing,
}

/// Collects values that names mask, and documents whose names do.
pub(super) struct Values<'t> {
    pub(super) text: &'t [u8],
    pub(super) named: Vec<Named>,
    pub(super) documents: Vec<Document>,
    /// In order and apart; elsewhere values stand as they are.
    pub(super) written: Vec<Written>,
}

impl<'t> Values<'t> {
    pub(super) fn of_text(text: &'t [u8]) -> Self {
        Self { text, named: Vec::new(), documents: Vec::new(), written: Vec::new() }
    }

    /// Masks `span` if it holds anything.
    pub(super) fn mask(&mut self, span: Span, field: &'static Field, name: &[u8]) {
        self.mask_written(span, field, name, Writing::Plain);
    }

    /// As [`mask`](Self::mask), of a value that is written so.
    pub(super) fn mask_written(&mut self, span: Span, field: &'static Field, name: &[u8], writing: Writing) {
        if !span.is_empty() {
            let name = field_name(&String::from_utf8_lossy(name));
            self.named.push(Named { span, field, name, writing });
        }
    }

    pub(super) fn of(&self, span: Span) -> &'t [u8] {
        span.of(self.text)
    }
}

/// The parts of `span` between bytes that `separates` names.
pub(super) fn split(text: &[u8], span: Span, separates: impl Fn(u8) -> bool) -> Vec<Span> {
    let mut start = span.start;
    let part = |part: &[u8]| {
        let here = Span::new(start, start + part.len());
        start = here.end + 1;
        here
    };
    span.of(text).split(|byte| separates(*byte)).map(part).collect()
}

/// Where `byte` first stands in `span`.
pub(super) fn find(text: &[u8], span: Span, byte: u8) -> Option<usize> {
    memchr::memchr(byte, span.of(text)).map(|at| span.start + at)
}

/// Without white space at its ends.
pub(super) fn trimmed(text: &[u8], span: Span) -> Span {
    let bytes = span.of(text);
    let start = span.start + bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let end = span.end - bytes.iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count();
    if start < end { Span::new(start, end) } else { Span::new(span.start, span.start) }
}

/// Without the quotes around it.
pub(super) fn unquoted(text: &[u8], span: Span) -> Span {
    match span.of(text) {
        [open @ (b'"' | b'\''), .., close] if open == close && span.len() > 1 => {
            Span::new(span.start + 1, span.end - 1)
        }
        _ => span,
    }
}

/// Where the line ends that goes on at `from`.
pub(super) fn line_end(text: &[u8], from: usize, end: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &text[from..end]).map_or(end, |length| from + length)
}

/// Without the white space and the lines that are drawn around it.
pub(super) fn trimmed_box(text: &[u8], span: Span) -> Span {
    let mut inside = trimmed(text, span);
    loop {
        let bytes = inside.of(text);
        let start = if is_drawn(bytes) { 3 } else { 0 };
        let end = if bytes.len() >= 3 + start && is_drawn(&bytes[bytes.len() - 3..]) { 3 } else { 0 };
        if start + end == 0 {
            return inside;
        }
        inside = trimmed(text, Span::new(inside.start + start, inside.end - end));
    }
}

/// True for what starts with a character that draws lines.
pub(super) fn is_drawn(bytes: &[u8]) -> bool {
    matches!(bytes, [0xe2, 0x94 | 0x95, _, ..])
}
