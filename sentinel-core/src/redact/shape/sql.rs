//! SQL: literals that set passwords.

use super::Values;
use crate::{Span, redact::fields::field_of};

/// How far before a literal its name may stand, in bytes.
const REACH: usize = 96;

/// Looks at each literal in single quotes, and at the words before it.
pub(super) fn read(values: &mut Values<'_>, span: Span) {
    let mut at = span.start;
    while let Some(open) = super::find(values.text, Span::new(at, span.end), b'\'') {
        let end = end_of_literal(values.text, open + 1, span.end);
        let before = values.of(Span::new(open.saturating_sub(REACH).max(span.start), open)).to_vec();
        if let Some((field, name)) = named_before(&before).and_then(|name| field_of(&name).zip(Some(name))) {
            values.mask(Span::new(open + 1, end), field, &name);
        }
        at = (end + 1).min(span.end);
    }
}

/// Two quotes in a row stand for one.
fn end_of_literal(text: &[u8], mut at: usize, end: usize) -> usize {
    while at < end {
        match text[at] {
            b'\\' => at += 2,
            b'\'' if text.get(at + 1) == Some(&b'\'') => at += 2,
            b'\'' => return at,
            _ => at += 1,
        }
    }
    end
}

/// The name of what a literal sets: `PASSWORD '`, `password = '`, `IDENTIFIED … BY '`, `PASSWORD FOR name = '`.
fn named_before(before: &[u8]) -> Option<Vec<u8>> {
    let words: Vec<Vec<u8>> = before
        .split(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'_'))
        .filter(|word| !word.is_empty())
        .map(<[u8]>::to_ascii_lowercase)
        .collect();
    let near = |word: &[u8]| words.iter().rev().take(5).any(|known| known == word);
    let last = words.last()?;
    let ends = before.iter().rev().find(|byte| !byte.is_ascii_whitespace());
    match last.as_slice() {
        b"by" | b"as" if near(b"identified") => Some(b"password".to_vec()),
        _ if near(b"for") && near(b"password") && ends == Some(&b'=') => Some(b"password".to_vec()),
        name if ends
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'=' | b'(' | b'"' | b'`')) =>
        {
            Some(name.to_vec())
        }
        _ => None,
    }
}
