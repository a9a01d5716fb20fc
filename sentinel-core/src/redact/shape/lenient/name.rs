//! What stands between a name and its value, and the name before it.

use crate::{
    Span,
    redact::fields::{Field, field_of},
};

/// How far names are looked for, in bytes.
const REACH: usize = 64;

/// What stands between a name and its value.
#[derive(Clone, Copy)]
pub(super) struct Separator {
    pub(super) span: Span,
    /// False when it compares.
    pub(super) sets: bool,
    pub(super) colon: bool,
}

/// The separator that starts at `at`, where `=` or `:` stands: `=`, `:`, `:=`, `=>`, `==`, `!=`.
pub(super) fn separator(text: &[u8], span: Span, at: usize) -> Option<Separator> {
    let byte = |at: usize| (span.start <= at && at < span.end).then(|| text[at]);
    let before = at.checked_sub(1).and_then(byte);
    let (length, sets) = match (text[at], byte(at + 1), byte(at + 2)) {
        // Of a path, an address or an operator.
        (b':', Some(b':' | b'/' | b'\\'), _) if byte(at + 1) != Some(b'\\') || !is_quote(byte(at + 2)) => return None,
        (b':', Some(b'='), _) => (2, true),
        (b':', ..) if before == Some(b':') => return None,
        (b':', ..) => (1, true),
        (_, Some(b'='), Some(b'=')) => (3, false),
        (_, Some(b'='), _) => (2, false),
        (_, Some(b'>'), _) => (2, true),
        _ if before == Some(b'!') => (1, false),
        _ if matches!(before, Some(b'<' | b'>' | b'=' | b'+' | b'-' | b'*' | b'~')) => return None,
        _ => (1, true),
    };
    let start = if before == Some(b'!') { at - 1 } else { at };
    Some(Separator { span: Span::new(start, at + length), sets, colon: text[at] == b':' && length == 1 })
}

/// The name before a separator, if it says that its value is secret.
pub(super) fn name_before(text: &[u8], span: Span, separator: Separator) -> Option<(Span, &'static Field)> {
    let name = name_that_ends(text, Span::new(span.start, separator.span.start))?;
    if let Some(field) = field_of(name.of(text)) {
        return Some((name, field));
    }
    // `name: type = value`.
    let before = without_spaces(text, Span::new(span.start, name.start));
    if separator.colon || !separator.sets || text[before.start..before.end].last() != Some(&b':') {
        return None;
    }
    let name = name_that_ends(text, Span::new(span.start, before.end - 1))?;
    field_of(name.of(text)).map(|field| (name, field))
}

/// The name at the end of this stretch, without quotes and brackets.
fn name_that_ends(text: &[u8], before: Span) -> Option<Span> {
    let mut before = without_spaces(text, before);
    if text[before.start..before.end].last() == Some(&b']') {
        before = Span::new(before.start, before.end - 1);
    }
    let from = before.end.saturating_sub(REACH).max(before.start);
    let near = Span::new(from, before.end).of(text);
    if let Some(quote @ (b'"' | b'\'' | b'`')) = near.last().copied() {
        let escaped = near.len() > 1 && near[near.len() - 2] == b'\\';
        let end = before.end - if escaped { 2 } else { 1 };
        let open = memchr::memrchr(quote, &text[from..end])?;
        return (from + open + 1 < end).then(|| Span::new(from + open + 1, end));
    }
    let length = near.iter().rev().take_while(|byte| is_name(**byte)).count();
    let start = before.end - length;
    // A part of a path is no name.
    let is_path = start > before.start && matches!(text[start - 1], b'/' | b'\\');
    let marks = text[start..before.end].iter().take_while(|byte| matches!(byte, b'@' | b'$' | b'.' | b'-')).count();
    (!is_path && marks < length).then(|| Span::new(start + marks, before.end))
}

fn without_spaces(text: &[u8], span: Span) -> Span {
    let spaces = span.of(text).iter().rev().take(REACH).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    Span::new(span.start, span.end - spaces)
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'$' | b'@') || byte >= 0x80
}

fn is_quote(byte: Option<u8>) -> bool {
    matches!(byte, Some(b'"' | b'\''))
}
