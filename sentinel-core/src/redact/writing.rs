//! How a value is written where it stands.

use std::borrow::Cow;

use zeroize::Zeroizing;

use super::json::{escape, unescape};

/// How values are written in a place of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    /// As they are.
    Plain,
    /// In a JSON string, which stands in so many other JSON strings.
    String { depth: u8 },
    /// As a JSON number, or another word without quotes; what stands for it becomes a string.
    Bare { depth: u8 },
}

impl Writing {
    /// The value that is written so.
    pub(super) fn read(self, written: &[u8]) -> Cow<'_, [u8]> {
        let levels = match self {
            Self::Plain => 0,
            Self::String { depth } => depth + 1,
            Self::Bare { depth } => depth,
        };
        let decode = |bytes: Cow<'_, [u8]>| Zeroizing::new(bytes.into_owned());
        let mut value = Cow::Borrowed(written);
        for _ in 0..levels {
            if memchr::memchr(b'\\', &value).is_none() {
                break;
            }
            value = Cow::Owned(unescape(&decode(value)).text.to_vec());
        }
        value
    }

    /// A value, written so.
    pub(super) fn write(self, value: String) -> String {
        match self {
            Self::Plain => value,
            Self::String { depth } => (0..=depth).fold(value, |text, _| escape(&text)),
            Self::Bare { depth } => (0..depth).fold(format!("\"{}\"", escape(&value)), |text, _| escape(&text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let value = "a\"b\\c\né";
        for writing in [Writing::Plain, Writing::String { depth: 0 }, Writing::String { depth: 2 }] {
            assert_eq!(&*writing.read(writing.write(value.to_owned()).as_bytes()), value.as_bytes());
        }
        assert_eq!(Writing::Bare { depth: 0 }.write("x".to_owned()), "\"x\"");
        assert_eq!(Writing::Bare { depth: 1 }.write("x".to_owned()), "\\\"x\\\"");
    }
}
