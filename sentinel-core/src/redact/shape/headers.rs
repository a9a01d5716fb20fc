//! Headers of HTTP.

use super::{
    url,
    values::{Values, find, split, trimmed},
};
use crate::{Span, redact::fields::field_of};

/// Words before credentials that say of which kind they are, and stay.
const SCHEMES: [&[u8]; 10] =
    [b"basic", b"bearer", b"digest", b"token", b"negotiate", b"ntlm", b"apikey", b"key", b"hawk", b"aws4-hmac-sha256"];

/// Headers, one a line; a line that starts with white space goes on with the one before.
pub(super) fn read(values: &mut Values<'_>, span: Span) {
    let mut header: Option<Span> = None;
    for line in split(values.text, span, |byte| byte == b'\n') {
        match header {
            Some(open) if matches!(values.of(line).first(), Some(b' ' | b'\t')) => {
                header = Some(Span::new(open.start, line.end));
            }
            _ => {
                if let Some(done) = header.replace(line) {
                    one(values, done);
                }
            }
        }
    }
    if let Some(done) = header {
        one(values, done);
    }
}

/// One header, or the line of a request.
pub(super) fn one(values: &mut Values<'_>, line: Span) {
    // Names of HTTP/2's own start with one.
    let start = line.start + usize::from(values.of(line).first() == Some(&b':'));
    let colon = find(values.text, Span::new(start, line.end), b':');
    let name = colon.map(|colon| trimmed(values.text, Span::new(line.start, colon)));
    let Some((name, colon)) = name.zip(colon).filter(|(name, _)| !values.of(*name).contains(&b' ')) else {
        for word in split(values.text, line, |byte| byte == b' ') {
            url::read(values, word);
        }
        return;
    };
    let value = trimmed(values.text, Span::new(colon + 1, line.end));
    let name = values.of(name).to_ascii_lowercase();
    match &*name {
        b"cookie" => cookies(values, value),
        b"set-cookie" => {
            let end = find(values.text, value, b';').unwrap_or(value.end);
            cookies(values, Span::new(value.start, end));
        }
        _ => match field_of(&name) {
            Some(field) => {
                let credentials = if &*field.rule == "AUTHORIZATION" { after_scheme(values, value) } else { value };
                values.mask(credentials, field, &name);
            }
            None if url::is_url(values.of(value)) || &*name == b":path" => url::read(values, value),
            None => {}
        },
    }
}

/// `name=value; name=value`: every value is masked.
pub(super) fn cookies(values: &mut Values<'_>, span: Span) {
    let Some(field) = field_of(b"cookie") else { return };
    for pair in split(values.text, span, |byte| byte == b';') {
        let start = find(values.text, pair, b'=').map_or(pair.start, |equals| equals + 1);
        let name = trimmed(values.text, Span::new(pair.start, start.saturating_sub(1).max(pair.start)));
        let name = values.of(name).to_vec();
        values.mask(trimmed(values.text, Span::new(start, pair.end)), field, &name);
    }
}

pub(super) fn after_scheme(values: &Values<'_>, value: Span) -> Span {
    let bytes = values.of(value);
    let word = bytes.iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
    let is_scheme = word < bytes.len() && SCHEMES.iter().any(|scheme| scheme.eq_ignore_ascii_case(&bytes[..word]));
    if is_scheme { trimmed(values.text, Span::new(value.start + word, value.end)) } else { value }
}
