//! How a value is written where it stands.

use std::borrow::Cow;

use zeroize::Zeroizing;

use super::json::{Quoting, escape, unescape, unescape_single};
use crate::Span;

/// How values are written in a place of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    /// As they are.
    Plain,
    /// In a JSON string, which stands in so many other JSON strings.
    String { depth: u8 },
    /// As a JSON number, or another word without quotes; what stands for it becomes a string.
    Bare { depth: u8 },
    /// As the digits of a member of what may be JSON, in so many JSON strings; what stands for them and is no number
    /// becomes a string.
    Member { depth: u8 },
    /// In a JSON string, as `String`, in quotes of a shell.
    ShellString { quoting: Quoting, depth: u8 },
    /// As a JSON number, as `Bare`, in quotes of a shell.
    ShellBare { quoting: Quoting, depth: u8 },
    /// Between such quotes in SQL, where a quote is doubled.
    SqlQuoted(u8),
    /// As a number or a word of SQL; what stands for it gets such quotes.
    SqlBare(u8),
}

impl Writing {
    /// How digits are written that stand in `text`, after `before`: as those of a member where a name in double quotes and
    /// a colon stand before them in the line, else plainly.
    pub(super) fn of_digits(before: &[u8], text: &[u8], digits: Span) -> Self {
        if digits.is_empty() || !digits.of(text).iter().all(u8::is_ascii_digit) {
            return Self::Plain;
        }
        let mut back = text[..digits.start].iter().rev().chain(before.iter().rev()).copied().take(LOOK_BACK).peekable();
        while back.next_if(|byte| matches!(byte, b' ' | b'\t')).is_some() {}
        if back.next() != Some(b':') {
            return Self::Plain;
        }
        while back.next_if(|byte| matches!(byte, b' ' | b'\t')).is_some() {}
        if back.next() != Some(b'"') {
            return Self::Plain;
        }
        // In a string a quote has one backslash, in a string of that three.
        match back.take_while(|byte| *byte == b'\\').count() {
            0 => Self::Member { depth: 0 },
            1 => Self::Member { depth: 1 },
            3 => Self::Member { depth: 2 },
            _ => Self::Plain,
        }
    }

    /// The value that is written so.
    pub(super) fn read(self, written: &[u8]) -> Cow<'_, [u8]> {
        let levels = match self {
            Self::Plain | Self::Member { .. } | Self::SqlBare(_) => 0,
            Self::SqlQuoted(quote) => return sql_unquoted(written, quote),
            Self::ShellString { quoting: Quoting::Single, depth } => {
                let decoded = unescape_single(written);
                return Cow::Owned(Self::String { depth }.read(&decoded.text).into_owned());
            }
            Self::ShellString { depth, .. } => depth + 1,
            Self::ShellBare { depth, .. } => depth,
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

    /// The same in a document that stands in quotes of a shell.
    pub(super) fn in_shell(self, quoting: Quoting) -> Self {
        match self {
            Self::String { depth } if quoting != Quoting::Plain => Self::ShellString { quoting, depth },
            Self::Bare { depth } if quoting != Quoting::Plain => Self::ShellBare { quoting, depth },
            other => other,
        }
    }

    /// A value, written so.
    pub(super) fn write(self, value: String) -> String {
        match self {
            Self::Plain => value,
            Self::Member { .. } if is_number(&value) => value,
            Self::ShellString { quoting, depth } => in_shell(&Self::String { depth }.write(value), quoting),
            Self::ShellBare { quoting, depth } => in_shell(&Self::Bare { depth }.write(value), quoting),
            Self::SqlQuoted(quote) => sql_quoted(&value, quote),
            Self::SqlBare(quote) => {
                let mark = char::from(quote);
                format!("{mark}{}{mark}", sql_quoted(&value, quote))
            }
            Self::String { depth } => (0..=depth).fold(value, |text, _| escape(&text)),
            Self::Bare { depth } | Self::Member { depth } => {
                (0..depth).fold(format!("\"{}\"", escape(&value)), |text, _| escape(&text))
            }
        }
    }
}

/// So far back from digits a name is looked for, in bytes. A stream keeps more than that.
const LOOK_BACK: usize = 32;

/// True for what JSON reads as a number, digits alone.
fn is_number(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_digit()) && (value == "0" || !value.starts_with('0')) && !value.is_empty()
}

/// What means something between these quotes is written as JSON escapes it.
fn in_shell(json: &str, quoting: Quoting) -> String {
    match quoting {
        Quoting::Plain => json.to_owned(),
        Quoting::Single | Quoting::Dollar => json.replace('\'', "\\u0027"),
        Quoting::Double => json.replace('$', "\\u0024").replace('`', "\\u0060"),
    }
}

/// Two quotes stand for one, and in some dialects so does one after a backslash.
fn sql_unquoted(written: &[u8], quote: u8) -> Cow<'_, [u8]> {
    if memchr::memchr2(quote, b'\\', written).is_none() {
        return Cow::Borrowed(written);
    }
    let mut value = Vec::with_capacity(written.len());
    let mut at = 0;
    while at < written.len() {
        let next = written.get(at + 1).copied();
        at += match written[at] {
            byte if byte == quote && next == Some(quote) => 1,
            b'\\' if next == Some(quote) || next == Some(b'\\') => 1,
            _ => 0,
        };
        value.push(written[at]);
        at += 1;
    }
    Cow::Owned(value)
}

/// Read in the same way where a backslash escapes, and where it does not.
fn sql_quoted(value: &str, quote: u8) -> String {
    let mark = char::from(quote);
    let mut written = String::with_capacity(value.len());
    for letter in value.chars() {
        if letter == mark || letter == '\\' {
            written.push(letter);
        }
        written.push(letter);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let value = "a\"b\\c\né";
        for writing in
            [Writing::Plain, Writing::String { depth: 0 }, Writing::String { depth: 2 }, Writing::SqlQuoted(b'"')]
        {
            assert_eq!(&*writing.read(writing.write(value.to_owned()).as_bytes()), value.as_bytes());
        }
        assert_eq!(Writing::Member { depth: 1 }.write("x".to_owned()), "\\\"x\\\"");
        assert_eq!(Writing::Member { depth: 0 }.write("17".to_owned()), "17");
        assert_eq!(Writing::Member { depth: 0 }.write("017".to_owned()), "\"017\"");
        assert_eq!(Writing::Member { depth: 0 }.write(String::new()), "\"\"");
        assert_eq!(Writing::Bare { depth: 0 }.write("x".to_owned()), "\"x\"");
        assert_eq!(Writing::Bare { depth: 1 }.write("x".to_owned()), "\\\"x\\\"");
    }

    #[test]
    fn digits_behind_a_quoted_name_are_those_of_a_member() {
        for (before, depth) in [
            (r#"{"a":"#, Some(0)),
            (r#"{ "a"  : "#, Some(0)),
            (r#"{\"a\": "#, Some(1)),
            (r#"{\\\"a\\\": "#, Some(2)),
            (r#"{\\"a\\": "#, None),
            ("a: ", None),
            ("{'a': ", None),
            ("\"a\":\n", None),
            ("\"a\" ", None),
            (":", None),
            ("", None),
        ] {
            let expected = depth.map_or(Writing::Plain, |depth| Writing::Member { depth });
            for cut in 0..=before.len() {
                let (before, text) = before.split_at(cut);
                let digits = Span::new(text.len(), text.len() + 2);
                let text = format!("{text}17,");
                assert_eq!(Writing::of_digits(before.as_bytes(), text.as_bytes(), digits), expected, "{before} {text}");
            }
        }
        let no_digits = b"\"a\":1.7";
        for span in [Span::new(4, 7), Span::new(4, 4)] {
            assert_eq!(Writing::of_digits(b"", no_digits, span), Writing::Plain);
        }
    }
}
