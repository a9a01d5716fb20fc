//! URLs.

use super::{
    settings,
    values::{Values, find, split},
};
use crate::{
    Span,
    redact::fields::{Field, field_of, field_of_rule},
};

/// Names that mask in a query, and would say too little elsewhere.
const IN_QUERIES: [(&[u8], &str); 9] = [
    (b"sig", "TOKEN"),
    (b"signature", "TOKEN"),
    (b"code", "TOKEN"),
    (b"key", "API_KEY"),
    (b"auth", "TOKEN"),
    (b"assertion", "TOKEN"),
    (b"x-amz-signature", "TOKEN"),
    (b"x-amz-credential", "TOKEN"),
    (b"x-goog-signature", "TOKEN"),
];

/// A URL, or a path with a query.
pub(super) fn read(values: &mut Values<'_>, span: Span) {
    let fragment = find(values.text, span, b'#').unwrap_or(span.end);
    let query = find(values.text, Span::new(span.start, fragment), b'?').unwrap_or(fragment);
    let place = Span::new(span.start, query);
    userinfo(values, place);
    // `;name=value` after the host or a part of the path.
    if let Some(semicolon) = find(values.text, place, b';') {
        settings::read(values, Span::new(semicolon + 1, query));
    }
    if query < fragment {
        pairs(values, Span::new(query + 1, fragment));
    }
    if fragment < span.end {
        pairs(values, Span::new(fragment + 1, span.end));
    }
}

/// True for what holds a URL.
pub(super) fn is_url(text: &[u8]) -> bool {
    memchr::memmem::find(text, b"://").is_some()
}

/// `name=value&name=value`.
pub(super) fn pairs(values: &mut Values<'_>, span: Span) {
    for pair in split(values.text, span, |byte| matches!(byte, b'&' | b';')) {
        let Some(equals) = find(values.text, pair, b'=') else { continue };
        let name = percent_decoded(values.of(Span::new(pair.start, equals)));
        if let Some(field) = field_in_query(&name) {
            values.mask(Span::new(equals + 1, pair.end), field, &name);
        }
    }
}

fn field_in_query(name: &[u8]) -> Option<&'static Field> {
    let known = || IN_QUERIES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    field_of(name).or_else(|| field_of_rule(known()?.1))
}

/// The password before the host. What stands before the last `@` is userinfo, since a password may hold one.
fn userinfo(values: &mut Values<'_>, span: Span) {
    let scheme = memchr::memmem::find(values.of(span), b"://").map(|scheme| scheme + 3);
    // One without a scheme has that of the page it stands on.
    let relative = || values.of(span).starts_with(b"//").then_some(2);
    let Some(skipped) = scheme.or_else(relative) else { return };
    let start = span.start + skipped;
    let authority = Span::new(start, find(values.text, Span::new(start, span.end), b'/').unwrap_or(span.end));
    let Some(at) = memchr::memrchr(b'@', values.of(authority)).map(|at| start + at) else { return };
    if let Some(colon) = find(values.text, Span::new(start, at), b':')
        && let Some(field) = field_of(b"password")
    {
        values.mask(Span::new(colon + 1, at), field, b"password");
    }
}

fn percent_decoded(name: &[u8]) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let mut decoded = Vec::with_capacity(name.len());
    let mut at = 0;
    while at < name.len() {
        let pair = name.get(at + 1).and_then(|high| digit(*high)).zip(name.get(at + 2).and_then(|low| digit(*low)));
        match (name[at], pair) {
            (b'%', Some((high, low))) => {
                decoded.push((high * 16 + low) as u8);
                at += 3;
            }
            (b'+', _) => {
                decoded.push(b' ');
                at += 1;
            }
            (byte, _) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    decoded
}
