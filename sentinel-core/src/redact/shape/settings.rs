//! Several settings in one word: `host=h password=x`, `a=1,db.password=x`, `Server=h;Pwd={x;y}`.

use super::values::{Values, find};
use crate::{Span, redact::fields::field_of};

/// Masks the values of names that say that they are secret. Values may stand in quotes, or in braces; between semicolons
/// blanks and commas are part of them.
pub(super) fn read(values: &mut Values<'_>, span: Span) {
    let by_semicolon = find(values.text, span, b';').is_some();
    let mut at = span.start;
    while let Some(equals) = find(values.text, Span::new(at, span.end), b'=') {
        at = equals + 1;
        let name = name_before(values.text, Span::new(span.start, equals)).to_vec();
        let Some(field) = field_of(&name) else { continue };
        let value = value(values.text, Span::new(at, span.end), by_semicolon);
        values.mask(value, field, &name);
        at = value.end;
    }
}

/// The name that ends here, if nothing stands before it but what separates settings.
fn name_before(text: &[u8], before: Span) -> &[u8] {
    let bytes = before.of(text);
    let length = bytes.iter().rev().take_while(|byte| is_name(**byte)).count();
    let (before, name) = bytes.split_at(bytes.len() - length);
    match before.last() {
        None => name,
        Some(byte) if is_separator(*byte) || matches!(byte, b'"' | b'\'' | b'=') => name,
        Some(_) => &[],
    }
}

/// The value that starts here, without what encloses it.
fn value(text: &[u8], rest: Span, by_semicolon: bool) -> Span {
    let bytes = rest.of(text);
    let close = match bytes.first() {
        Some(quote @ (b'"' | b'\'')) => Some(*quote),
        Some(b'{') => Some(b'}'),
        _ => None,
    };
    if let Some(close) = close
        && let Some(end) = find(text, Span::new(rest.start + 1, rest.end), close)
    {
        return Span::new(rest.start + 1, end);
    }
    let ends = |at: &usize| match bytes[*at] {
        b';' => true,
        b',' => !by_semicolon && starts_setting(&bytes[at + 1..]),
        byte => !by_semicolon && byte.is_ascii_whitespace(),
    };
    Span::new(rest.start, rest.start + (0..bytes.len()).find(ends).unwrap_or(bytes.len()))
}

fn starts_setting(text: &[u8]) -> bool {
    let name = text.iter().take_while(|byte| is_name(**byte)).count();
    name > 0 && text.get(name) == Some(&b'=')
}

fn is_separator(byte: u8) -> bool {
    matches!(byte, b',' | b';') || byte.is_ascii_whitespace()
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-')
}
