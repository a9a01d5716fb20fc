//! Values that are drawn below the code that they stand in: `│ └ 'value'`.

use super::super::{
    lenient,
    values::{Values, trimmed},
};
use crate::Span;

/// Marks before a value.
const CAPS: [&[u8]; 2] = ["└ ".as_bytes(), b"-> "];

/// Masks the value on this line by the name above it in the code. False when no value is drawn there.
pub(super) fn read(values: &mut Values<'_>, source: Span, line: Span) -> bool {
    let text = values.text;
    let drawn = trimmed(text, line).of(text);
    if !["│".as_bytes(), "└".as_bytes(), b"|", b"->"].iter().any(|mark| drawn.starts_with(mark)) {
        return false;
    }
    let Some((at, length)) = CAPS.iter().find_map(|cap| {
        let at = memchr::memmem::find(line.of(text), cap)?;
        Some((line.start + at, cap.len()))
    }) else {
        // Only lines go on.
        return !drawn.is_empty() && drawn.iter().all(|byte| matches!(byte, b' ' | b'|' | 0xe2 | 0x94 | 0x82));
    };
    let value = Span::new(at + length, line.end);
    let column = characters(&text[line.start..at]);
    let masked = match name_at(text, source, column) {
        Some(name) => lenient::value(values, value, name.of(text)),
        None => false,
    };
    if !masked {
        lenient::read(values, value);
    }
    true
}

/// The name that stands in the code at this column.
fn name_at(text: &[u8], source: Span, column: usize) -> Option<Span> {
    let mut starts = source.of(text).iter().enumerate().filter(|(_, byte)| *byte & 0xc0 != 0x80);
    let at = source.start + starts.nth(column)?.0;
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_' || **byte >= 0x80;
    let before = text[source.start..at].iter().rev().take_while(is_name).count();
    let after = text[at..source.end].iter().take_while(is_name).count();
    (after > 0).then(|| Span::new(at - before, at + after))
}

fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}
