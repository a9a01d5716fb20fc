//! The text that a string stands for, and the way back into the string.

use zeroize::Zeroizing;

use crate::Span;

/// A string's content, decoded.
pub(crate) struct Unescaped {
    pub(crate) text: Zeroizing<Vec<u8>>,
    escapes: Vec<Escape>,
    /// How long the content is, in bytes.
    outer: usize,
}

/// One escape, or two that make one character.
#[derive(Clone, Copy, Debug)]
struct Escape {
    inner: Span,
    outer: Span,
}

/// Decodes the content of a string whose escapes are valid. A lone surrogate becomes U+FFFD.
pub(crate) fn unescape(content: &[u8]) -> Unescaped {
    decoded_by(content, b'\\', decode)
}

/// The same, where the way back is not needed.
pub(crate) fn unescaped_text(content: &[u8]) -> Zeroizing<Vec<u8>> {
    decoded_text(content, b'\\', decode, |_| ())
}

/// Decodes what stands between double quotes in a shell, where few characters can be escaped.
pub(crate) fn unescape_double(content: &[u8]) -> Unescaped {
    decoded_by(content, b'\\', |escape| match escape.get(1) {
        Some(escaped @ (b'"' | b'\\' | b'$' | b'`')) => (2, char::from(*escaped)),
        _ => (1, '\\'),
    })
}

/// Decodes what stands between single quotes in a shell, where a quote is put in between two such texts.
pub(crate) fn unescape_single(content: &[u8]) -> Unescaped {
    let length = |escape: &[u8]| if escape.starts_with(br"'\''") { 4 } else { 1 };
    decoded_by(content, b'\'', |escape| (length(escape), '\''))
}

/// The content as it stands.
pub(crate) fn plain(content: &[u8]) -> Unescaped {
    Unescaped { text: Zeroizing::new(content.to_vec()), escapes: Vec::new(), outer: content.len() }
}

fn decoded_by(content: &[u8], mark: u8, decode: impl Fn(&[u8]) -> (usize, char)) -> Unescaped {
    let mut escapes = Vec::new();
    let text = decoded_text(content, mark, decode, |escape| escapes.push(escape));
    Unescaped { text, escapes, outer: content.len() }
}

fn decoded_text(
    content: &[u8],
    mark: u8,
    decode: impl Fn(&[u8]) -> (usize, char),
    mut take: impl FnMut(Escape),
) -> Zeroizing<Vec<u8>> {
    let mut text = Zeroizing::new(Vec::with_capacity(content.len()));
    let mut at = 0;
    while let Some(next) = memchr::memchr(mark, &content[at..]) {
        text.extend_from_slice(&content[at..at + next]);
        let start = at + next;
        let (length, character) = decode(&content[start..]);
        at = start + length;
        let inner = text.len();
        text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        take(Escape { inner: Span::new(inner, text.len()), outer: Span::new(start, at) });
    }
    text.extend_from_slice(&content[at..]);
    text
}

fn decode(escape: &[u8]) -> (usize, char) {
    // Of what is decoded twice, a lone backslash may be left.
    let Some(escaped) = escape.get(1) else { return (1, '\\') };
    let simple = match *escaped {
        b'u' => return decode_unit(escape),
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        other => char::from(other),
    };
    (2, simple)
}

fn decode_unit(escape: &[u8]) -> (usize, char) {
    let Some(unit) = unit(escape) else { return (2, char::REPLACEMENT_CHARACTER) };
    let low = escape.get(6..).and_then(self::unit).filter(|low| (0xdc00..0xe000).contains(low));
    match (unit, low) {
        (0xd800..0xdc00, Some(low)) => {
            let code = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
            (12, char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
        }
        _ => (6, char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)),
    }
}

fn unit(escape: &[u8]) -> Option<u32> {
    let digits = escape.strip_prefix(b"\\u")?.get(..4)?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

impl Unescaped {
    /// Where in the content a span of the text stands, escapes whole.
    pub(crate) fn outer(&self, inner: Span) -> Span {
        Span::new(self.outer_offset(inner.start, false), self.outer_offset(inner.end, true))
    }

    /// Where in the text a span of the content stands, characters whole.
    pub(crate) fn inner(&self, outer: Span) -> Span {
        Span::new(self.inner_offset(outer.start, false), self.inner_offset(outer.end, true))
    }

    /// The span of the content, made larger so that it cuts no escape.
    pub(crate) fn whole_escapes(&self, outer: Span) -> Span {
        self.outer(self.inner(outer))
    }

    /// True when nothing in it was escaped.
    pub(crate) fn is_plain(&self) -> bool {
        self.escapes.is_empty()
    }

    fn outer_offset(&self, inner: usize, up: bool) -> usize {
        let before = self.escapes.partition_point(|escape| escape.inner.end <= inner);
        match self.escapes.get(before) {
            Some(escape) if escape.inner.start < inner => {
                if up {
                    escape.outer.end
                } else {
                    escape.outer.start
                }
            }
            _ => match before.checked_sub(1).map(|last| self.escapes[last]) {
                Some(escape) => (inner - escape.inner.end + escape.outer.end).min(self.outer),
                None => inner,
            },
        }
    }

    fn inner_offset(&self, outer: usize, up: bool) -> usize {
        let before = self.escapes.partition_point(|escape| escape.outer.end <= outer);
        match self.escapes.get(before) {
            Some(escape) if escape.outer.start < outer => {
                if up {
                    escape.inner.end
                } else {
                    escape.inner.start
                }
            }
            _ => match before.checked_sub(1).map(|last| self.escapes[last]) {
                Some(escape) => outer - escape.outer.end + escape.inner.end,
                None => outer,
            },
        }
    }
}

/// The text as it stands inside a JSON string.
pub(crate) fn escape(text: &str) -> String {
    let plain = |byte: u8| byte >= 0x20 && byte != b'"' && byte != b'\\';
    if text.bytes().all(plain) {
        return text.to_owned();
    }
    let quoted = serde_json::to_string(text).unwrap_or_default();
    quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_into_the_text_and_back() {
        let content = r"a\n\ud83d\udd11b\u00e9c";
        let decoded = unescape(content.as_bytes());
        assert_eq!(&**decoded.text, "a\n🔑béc".as_bytes());
        let table = [
            ((0, 1), (0, 1)),
            ((1, 2), (1, 3)),
            ((2, 6), (3, 15)),
            ((3, 5), (3, 15)),
            ((6, 7), (15, 16)),
            ((7, 10), (16, 23)),
        ];
        for (inner, outer) in table {
            assert_eq!(decoded.outer(Span::new(inner.0, inner.1)), Span::new(outer.0, outer.1), "{inner:?}");
        }
        assert_eq!(decoded.inner(Span::new(4, 16)), Span::new(2, 7));
        assert_eq!(decoded.whole_escapes(Span::new(2, 10)), Span::new(1, 15));
    }

    #[test]
    fn a_lone_surrogate_is_a_character_of_its_own() {
        assert_eq!(&**unescape(br"\ud83dx\udd11").text, "\u{fffd}x\u{fffd}".as_bytes());
    }

    #[test]
    fn escaping_is_undone_by_unescaping() {
        for text in ["plain", "a\"b\\c\n\u{1}é🔑"] {
            assert_eq!(&**unescape(escape(text).as_bytes()).text, text.as_bytes());
        }
    }
}
