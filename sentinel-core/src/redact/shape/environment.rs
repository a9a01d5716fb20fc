//! Variables of an environment.

use super::{
    settings, url,
    values::{Document, Values, find, trimmed, unquoted},
};
use crate::{
    Span,
    redact::{fields::field_of, json::Quoting},
};

/// `NAME=value`, one a line or ended by zero bytes. A value that a name masks may have several lines in quotes, or where
/// each but the last ends with a backslash.
pub(super) fn read(values: &mut Values<'_>, span: Span) {
    let end = if find(values.text, span, 0).is_some() { 0 } else { b'\n' };
    let mut rest = span;
    while !rest.is_empty() {
        let mut line = Span::new(rest.start, find(values.text, rest, end).unwrap_or(rest.end));
        let exported = ["export ", "declare -x ", "set "].into_iter();
        // What was put out of use may still be a secret.
        let comment = values.of(line).iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b'#').count();
        let start = line.start + comment;
        let after = Span::new(start, line.end);
        let prefix = exported.filter(|word| values.of(after).starts_with(word.as_bytes())).map(str::len).next();
        let start = start + prefix.unwrap_or(0);
        let setting = setting(values.text, Span::new(start, line.end));
        let masks = setting.is_some_and(|(name, _)| field_of(values.of(name)).is_some());
        match setting {
            Some((_, value)) if masks && end == b'\n' => line.end = value_end(values.text, value, rest.end),
            Some((_, value)) if !masks => document(values, value),
            _ => {}
        }
        assignment(values, trimmed(values.text, Span::new(start, line.end)));
        rest = Span::new((line.end + 1).min(span.end), span.end);
    }
}

/// Reads a value that is one as JSON.
fn document(values: &mut Values<'_>, value: Span) {
    let span = unquoted(values.text, trimmed(values.text, value));
    if let [b'{', .., b'}'] | [b'[', .., b']'] = values.of(span) {
        values.documents.push(Document { span, quoting: Quoting::Plain });
    }
}

/// Where the line ends in which a value ends that starts on this one.
fn value_end(text: &[u8], value: Span, end: usize) -> usize {
    let line_end = |from: usize| find(text, Span::new(from, end), b'\n').unwrap_or(end);
    if let Some(quote @ (b'"' | b'\'')) = value.of(text).first() {
        let close = closing(text, Span::new(value.start + 1, end), *quote).filter(|close| *close > value.end);
        // A quote that more follows after does not close.
        let line = close.map(|close| Span::new(close + 1, line_end(close)));
        return line.filter(|line| line.of(text).trim_ascii().is_empty()).map_or(value.end, |line| line.end);
    }
    let mut line = value;
    while line.end < end && matches!(line.of(text), [.., b'\\'] | [.., b'\\', b'\r']) {
        line.end = line_end(line.end + 1);
    }
    line.end
}

/// Where a quote stands that no backslash escapes.
fn closing(text: &[u8], mut rest: Span, quote: u8) -> Option<usize> {
    loop {
        let at = find(text, rest, quote)?;
        let backslashes = text[rest.start..at].iter().rev().take_while(|byte| **byte == b'\\').count();
        if quote == b'\'' || backslashes % 2 == 0 {
            return Some(at);
        }
        rest = Span::new(at + 1, rest.end);
    }
}

/// `NAME=value`; false when it is none.
pub(super) fn assignment(values: &mut Values<'_>, span: Span) -> bool {
    let Some((name, value)) = setting(values.text, span) else { return false };
    let (name, value) = (values.of(name).to_vec(), unquoted(values.text, value));
    match field_of(&name) {
        Some(field) => values.mask(value, field, &name),
        None => inside(values, value),
    }
    true
}

/// The name and the value of `NAME=value`.
fn setting(text: &[u8], span: Span) -> Option<(Span, Span)> {
    let equals = find(text, span, b'=')?;
    let name = trimmed(text, Span::new(span.start, equals));
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    let blanks = text[equals + 1..span.end].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let value = Span::new(equals + 1 + blanks, span.end);
    (!name.is_empty() && name.of(text).iter().all(is_name)).then_some((name, value))
}

/// Masks what names in a value say that is secret: in a URL, or in settings.
pub(super) fn inside(values: &mut Values<'_>, value: Span) {
    if url::is_url(values.of(value)) {
        url::read(values, value);
    }
    settings::read(values, value);
}
