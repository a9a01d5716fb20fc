//! Variables of an environment.

use super::{
    url,
    values::{Values, find, split, trimmed, unquoted},
};
use crate::{Span, redact::fields::field_of};

/// `NAME=value`, one a line or ended by zero bytes.
pub(super) fn read(values: &mut Values<'_>, span: Span) {
    let zeros = find(values.text, span, 0).is_some();
    for line in split(values.text, span, |byte| byte == 0 || !zeros && byte == b'\n') {
        let line = trimmed(values.text, line);
        let exported = ["export ", "declare -x ", "set "].into_iter();
        let prefix = exported.filter(|word| values.of(line).starts_with(word.as_bytes())).map(str::len).next();
        assignment(values, Span::new(line.start + prefix.unwrap_or(0), line.end));
    }
}

/// `NAME=value`; false when it is none.
pub(super) fn assignment(values: &mut Values<'_>, span: Span) -> bool {
    let Some(equals) = find(values.text, span, b'=') else { return false };
    let name = values.of(Span::new(span.start, equals)).to_vec();
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    if name.is_empty() || !name.iter().all(is_name) {
        return false;
    }
    let value = unquoted(values.text, Span::new(equals + 1, span.end));
    match field_of(&name) {
        Some(field) => values.mask(value, field, &name),
        None if url::is_url(values.of(value)) => url::read(values, value),
        None => {}
    }
    true
}
