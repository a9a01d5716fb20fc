//! Options of programs that send requests: headers, cookies, credentials, forms and documents.

use super::super::{
    headers, url,
    values::{Document, Values, find},
};
use crate::{
    Span,
    redact::{fields::field_of, json::Quoting},
};

/// What the value of an option is.
#[derive(Clone, Copy)]
enum Part {
    Header,
    Cookies,
    /// `name:password`.
    Login,
    /// A form or a document.
    Body,
    Token,
}

/// Options whose value is one part of a request.
struct Options {
    names: &'static [&'static [u8]],
    part: Part,
}

const OPTIONS: [Options; 5] = [
    Options { names: &[b"-H", b"--header", b"--proxy-header"], part: Part::Header },
    Options { names: &[b"-b", b"--cookie"], part: Part::Cookies },
    Options {
        names: &[b"-u", b"-U", b"--user", b"--proxy-user", b"--creds", b"--src-creds", b"--dest-creds"],
        part: Part::Login,
    },
    Options {
        names: &[
            b"-d",
            b"-F",
            b"--data",
            b"--data-raw",
            b"--data-binary",
            b"--data-ascii",
            b"--data-urlencode",
            b"--json",
            b"--form",
            b"--form-string",
            b"--post-data",
            b"--body-data",
        ],
        part: Part::Body,
    },
    Options { names: &[b"--oauth2-bearer"], part: Part::Token },
];
/// Programs that take the value of a letter with nothing between.
const ATTACHED: [&[u8]; 2] = [b"curl", b"wget"];
/// Programs that take headers as words.
const HEADERS_AS_WORDS: [&[u8]; 4] = [b"http", b"https", b"xh", b"xhs"];

/// Masks in the value of an option, which is in the word itself or in the next. False for another word.
pub(super) fn option(values: &mut Values<'_>, program: &[u8], word: Span, next: Option<Span>) -> bool {
    let text = values.of(word);
    if HEADERS_AS_WORDS.contains(&program) && is_header(text) {
        headers::one(values, word);
        return true;
    }
    for Options { names, part } in OPTIONS {
        // Of other programs `-b` names something else.
        let of_program = |name: &&&[u8]| **name != b"-b" || ATTACHED.contains(&program);
        for name in names.iter().filter(of_program) {
            if text == *name {
                let Some(next) = next else { return false };
                return self::part(values, part, next);
            }
            let is_letter = name.len() == 2;
            let Some(rest) = text.strip_prefix(*name).filter(|rest| !rest.is_empty()) else { continue };
            let attached = is_letter && ATTACHED.contains(&program);
            if attached || !is_letter && rest[0] == b'=' {
                let skipped = name.len() + usize::from(!is_letter);
                return self::part(values, part, Span::new(word.start + skipped, word.end));
            }
        }
    }
    false
}

/// Masks in a value, which may stand in quotes. False when it is none of its kind.
fn part(values: &mut Values<'_>, part: Part, word: Span) -> bool {
    let (value, quoting) = quoted(values.text, word);
    match part {
        Part::Header => headers::one(values, value),
        // Without `=` it names a file.
        Part::Cookies if find(values.text, value, b'=').is_none() => return false,
        Part::Cookies => headers::cookies(values, value),
        Part::Login => {
            let colon = find(values.text, value, b':');
            if let Some((colon, field)) = colon.zip(field_of(b"password")) {
                values.mask(Span::new(colon + 1, value.end), field, b"password");
            }
        }
        Part::Body => body(values, value, quoting),
        Part::Token => {
            if let Some(field) = field_of(b"authorization") {
                values.mask(value, field, b"authorization");
            }
        }
    }
    true
}

fn body(values: &mut Values<'_>, value: Span, quoting: Quoting) {
    let first = values.of(value).iter().find(|byte| !byte.is_ascii_whitespace());
    match first {
        Some(b'{' | b'[') => values.documents.push(Document { span: value, quoting }),
        _ => url::pairs(values, value),
    }
}

/// What a word holds, and how it is written.
fn quoted(text: &[u8], word: Span) -> (Span, Quoting) {
    match word.of(text) {
        [b'$', b'\'', .., b'\''] if word.len() > 2 => (Span::new(word.start + 2, word.end - 1), Quoting::Dollar),
        [b'\'', .., b'\''] if word.len() > 1 => (Span::new(word.start + 1, word.end - 1), Quoting::Single),
        [b'"', .., b'"'] if word.len() > 1 => (Span::new(word.start + 1, word.end - 1), Quoting::Double),
        _ => (word, Quoting::Double),
    }
}

/// `Name:value`.
fn is_header(word: &[u8]) -> bool {
    let name = word.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
    let after = word.get(name + 1);
    name > 0
        && word.get(name) == Some(&b':')
        && !matches!(after, None | Some(b'=' | b'/'))
        && !after.unwrap_or(&0).is_ascii_digit()
}
