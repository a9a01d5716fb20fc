//! Names that stand beside their values: `{"name": "Cookie", "value": …}`, `[["Cookie", …], …]`.

use super::{lexer::Quoted, unescape::unescaped_text};
use crate::{
    Span,
    redact::{
        fields::{Field, field_of},
        writing::Writing,
    },
};

/// What an object, or an array of two, has told of a name and of its value so far.
#[derive(Clone, Copy, Default)]
pub(super) struct Pair {
    /// One that masks its value.
    pub(super) name: Option<(Quoted, &'static Field)>,
    /// A string or number that no name masked yet, and how it is written.
    pub(super) value: Option<(Span, Writing)>,
}

/// True for a key whose string may be the name of what stands under another: `name`, `key`, `headerName`.
#[inline]
pub(super) fn is_name_key(key: &[u8]) -> bool {
    const NAME: u32 = u32::from_le_bytes(*b"name");
    // The bit that tells small letters from capitals.
    const SMALL: u32 = u32::from_le_bytes([0x20; 4]);
    match key.last_chunk() {
        Some(end) => u32::from_le_bytes(*end) | SMALL == NAME,
        None => key.eq_ignore_ascii_case(b"key"),
    }
}

/// True for the key of the value that such a name is for.
pub(super) fn is_value_key(key: &[u8]) -> bool {
    key.eq_ignore_ascii_case(b"value")
}

/// True when an array that starts there is the first of an array: those in it may be rows of names and values.
pub(super) fn starts_rows(text: &[u8], at: usize) -> bool {
    text[..at].iter().rfind(|byte| !byte.is_ascii_whitespace()) == Some(&b'[')
}

/// What a string names, if its content is the name of a field that masks.
pub(super) fn named_by(text: &[u8], string: Quoted) -> Option<&'static Field> {
    let content = string.content.of(text);
    if string.escaped { field_of(&unescaped_text(content)) } else { field_of(content) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_under_keys_that_say_so() {
        for key in ["name", "Name", "NAME", "headerName", "field_name", "key", "Key", "KEY"] {
            assert!(is_name_key(key.as_bytes()), "{key}");
        }
        for key in ["", "k", "ke", "keys", "apikey", "nam", "names", "n\u{c}me", "value"] {
            assert!(!is_name_key(key.as_bytes()), "{key}");
        }
    }
}
