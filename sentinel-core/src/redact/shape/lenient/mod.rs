//! Names and values as people and programs print them: `name=value`, `"name": 'value'`, `:name => value`.

mod name;
mod value;

use self::{
    name::{Separator, name_before, separator},
    value::Value,
};
use super::values::Values;
use crate::{
    Span,
    redact::fields::{Field, field_of},
};

/// Masks what stands after names, wherever in the text they stand: literals, words, and all that lists and calls hold.
pub(super) fn read(values: &mut Values<'_>, span: Span) {
    each_name(values, span, |values, separator, field, name| {
        let value = Value { separator, span, field, name };
        value.any(values)
    });
}

/// Masks literals after names, as they stand in source code: other values are expressions there.
pub(super) fn literals(values: &mut Values<'_>, span: Span) {
    each_name(values, span, |values, separator, field, name| {
        let value = Value { separator, span, field, name };
        value.literal(values)
    });
}

/// Masks a value that ends with its line, of a name that stands elsewhere. False when that is no secret's name.
pub(super) fn value(values: &mut Values<'_>, span: Span, name: &[u8]) -> bool {
    let Some(field) = field_of(name) else { return false };
    let separator = Separator { span: Span::new(span.start, span.start), sets: true, colon: false };
    Value { separator, span, field, name }.any(values);
    true
}

/// Calls `mask` for each name that says that its value is secret. It gives where reading goes on.
fn each_name(
    values: &mut Values<'_>,
    span: Span,
    mask: impl Fn(&mut Values<'_>, Separator, &'static Field, &[u8]) -> usize,
) {
    let mut at = span.start;
    while let Some(found) = memchr::memchr2(b'=', b':', &values.text[at..span.end]) {
        let start = at + found;
        let Some(separator) = separator(values.text, span, start) else {
            at = start + 1;
            continue;
        };
        at = separator.span.end;
        let Some((name, field)) = name_before(values.text, span, separator) else { continue };
        let name = values.of(name);
        at = mask(values, separator, field, name).max(at);
    }
}
