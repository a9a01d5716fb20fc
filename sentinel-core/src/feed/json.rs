//! A view of a JSON document with places: which strings it holds, and where.

use crate::Span;

/// A value of a document. Spans are those of the whole token, quotes and brackets included.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) span: Span,
    pub(super) value: Value,
}

#[derive(Debug)]
pub(super) enum Value {
    Object(Vec<(String, Node)>),
    Array(Vec<Node>),
    String,
    /// A number, `true`, `false` or `null`.
    Scalar,
}

/// Deeper documents are not looked into.
const DEEPEST: usize = 64;

/// True for a whole JSON document.
pub(super) fn is_document(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok())
}

/// The values of a document; none of what is no document, or is too deep.
pub(super) fn read(text: &[u8]) -> Option<Node> {
    if !is_document(text) {
        return None;
    }
    let mut reader = Reader { text, at: 0 };
    reader.value(0)
}

/// The text of a string token. A surrogate without its other half gives the three bytes that a code point of its
/// number would have, so that halves that are split over two strings come together again.
pub(super) fn text_of(token: &[u8]) -> Vec<u8> {
    let inner = &token[1..token.len() - 1];
    let mut text = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        text.extend_from_slice(&rest[..at]);
        let escape = &rest[at + 1..];
        let (decoded, length) = match escape[0] {
            b'u' => unicode(escape),
            b'n' => (u32::from(b'\n'), 1),
            b't' => (u32::from(b'\t'), 1),
            b'r' => (u32::from(b'\r'), 1),
            b'b' => (8, 1),
            b'f' => (12, 1),
            other => (u32::from(other), 1),
        };
        push_code_point(&mut text, decoded);
        rest = &escape[length..];
    }
    text.extend_from_slice(rest);
    text
}

/// What comes next of a text that is split over strings: `half`, the first surrogate of a character, and `part`. A first
/// surrogate at its end stays behind in `half`.
pub(super) fn join_halves(half: &mut Vec<u8>, part: &[u8]) -> Vec<u8> {
    if part.is_empty() {
        return Vec::new();
    }
    let mut text = std::mem::take(half);
    match (surrogate(&text), surrogate(part)) {
        (Some(first @ 0xd800..0xdc00), Some(second @ 0xdc00..0xe000)) => {
            text.clear();
            push_code_point(&mut text, character_of(first, second));
            text.extend_from_slice(&part[3..]);
        }
        _ => text.extend_from_slice(part),
    }
    if let Some(last) =
        text.len().checked_sub(3).filter(|last| matches!(surrogate(&text[*last..]), Some(0xd800..0xdc00)))
    {
        *half = text.split_off(last);
    }
    text
}

/// The surrogate that the text starts with.
fn surrogate(text: &[u8]) -> Option<u32> {
    match text {
        [0xed, second @ 0xa0..=0xbf, third @ 0x80..=0xbf, ..] => {
            Some(0xd000 | (u32::from(*second & 0x3f) << 6) | u32::from(*third & 0x3f))
        }
        _ => None,
    }
}

fn character_of(first: u32, second: u32) -> u32 {
    0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
}

/// The token of a string with this text. Bytes that are no characters become U+FFFD.
pub(super) fn string(text: &[u8]) -> Vec<u8> {
    let mut token = vec![b'"'];
    for chunk in text.utf8_chunks() {
        chunk.valid().chars().for_each(|character| push_escaped(&mut token, character));
        token.extend_from_slice(chunk.invalid());
    }
    token.push(b'"');
    with_surrogates(token)
}

fn push_escaped(token: &mut Vec<u8>, character: char) {
    match character {
        '"' => token.extend(b"\\\""),
        '\\' => token.extend(b"\\\\"),
        '\n' => token.extend(b"\\n"),
        '\r' => token.extend(b"\\r"),
        '\t' => token.extend(b"\\t"),
        // A text with these would end a line of an event for some readers.
        '\0'..' ' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
            token.extend(format!("\\u{:04x}", u32::from(character)).bytes());
        }
        _ => token.extend(character.encode_utf8(&mut [0; 4]).bytes()),
    }
}

/// Replaces each surrogate's three bytes by its escape, and other bytes that are no characters by U+FFFD.
fn with_surrogates(token: Vec<u8>) -> Vec<u8> {
    let Err(_) = std::str::from_utf8(&token) else { return token };
    let mut out = Vec::with_capacity(token.len() + 16);
    let mut at = 0;
    while at < token.len() {
        let rest = &token[at..];
        if let Some(unit) = surrogate(rest) {
            out.extend(format!("\\u{unit:04x}").bytes());
            at += 3;
            continue;
        }
        let width = rest.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
        if width == 0 {
            out.extend("\u{FFFD}".bytes());
        } else {
            out.extend_from_slice(&rest[..width]);
        }
        at += width.max(1);
    }
    out
}

/// The code point of `u` and four digits, with the second half where one follows; and how many bytes that is.
fn unicode(escape: &[u8]) -> (u32, usize) {
    let unit = |at: usize| {
        let digits = std::str::from_utf8(escape.get(at..at + 4)?).ok()?;
        u32::from_str_radix(digits, 16).ok()
    };
    let first = unit(1).unwrap_or(0xfffd);
    if (0xd800..0xdc00).contains(&first)
        && escape.get(5..7) == Some(b"\\u")
        && let Some(second @ 0xdc00..0xe000) = unit(7)
    {
        return (character_of(first, second), 11);
    }
    (first, 5)
}

fn push_code_point(text: &mut Vec<u8>, code_point: u32) {
    if let Some(character) = char::from_u32(code_point) {
        text.extend(character.encode_utf8(&mut [0; 4]).bytes());
        return;
    }
    let [high, middle, low] = [code_point >> 12, code_point >> 6, code_point].map(|bits| bits as u8 & 0x3f);
    text.extend([0xe0 | high & 0x0f, 0x80 | middle, 0x80 | low]);
}

/// Walks along a document that is known to be one.
struct Reader<'t> {
    text: &'t [u8],
    at: usize,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Option<Node> {
        if depth > DEEPEST {
            return None;
        }
        self.blanks();
        let start = self.at;
        let value = match self.text.get(start)? {
            b'{' => Value::Object(self.object(depth)?),
            b'[' => Value::Array(self.array(depth)?),
            b'"' => {
                self.string()?;
                Value::String
            }
            _ => {
                let ends = |byte: &u8| matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r');
                self.at += self.text[start..].iter().position(ends).unwrap_or(self.text.len() - start);
                Value::Scalar
            }
        };
        Some(Node { span: Span::new(start, self.at), value })
    }

    fn object(&mut self, depth: usize) -> Option<Vec<(String, Node)>> {
        let mut entries = Vec::new();
        while self.goes_on(b'}')? {
            let key = self.string()?;
            let key = String::from_utf8_lossy(&text_of(key.of(self.text))).into_owned();
            self.blanks();
            self.at += 1;
            entries.push((key, self.value(depth + 1)?));
        }
        Some(entries)
    }

    fn array(&mut self, depth: usize) -> Option<Vec<Node>> {
        let mut values = Vec::new();
        while self.goes_on(b']')? {
            values.push(self.value(depth + 1)?);
        }
        Some(values)
    }

    /// Passes over the opening bracket or a comma to what follows, or over the closing bracket.
    fn goes_on(&mut self, closing: u8) -> Option<bool> {
        self.blanks();
        if *self.text.get(self.at)? == closing {
            self.at += 1;
            return Some(false);
        }
        self.at += 1;
        self.blanks();
        if *self.text.get(self.at)? == closing {
            self.at += 1;
            return Some(false);
        }
        Some(true)
    }

    fn string(&mut self) -> Option<Span> {
        let start = self.at;
        self.at += 1;
        loop {
            self.at += memchr::memchr2(b'"', b'\\', self.text.get(self.at..)?)?;
            match self.text[self.at] {
                b'"' => break,
                _ => self.at += 2,
            }
        }
        self.at += 1;
        Some(Span::new(start, self.at))
    }

    fn blanks(&mut self) {
        let blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        self.at += self.text[self.at..].iter().take_while(blank).count();
    }
}

impl Node {
    /// The value under a key of an object; the last, where there are several.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        let Value::Object(entries) = &self.value else { return None };
        entries.iter().rev().find(|(name, _)| name == key).map(|(_, node)| node)
    }

    pub(super) fn entries(&self) -> &[(String, Node)] {
        if let Value::Object(entries) = &self.value { entries } else { &[] }
    }

    pub(super) fn items(&self) -> &[Node] {
        if let Value::Array(items) = &self.value { items } else { &[] }
    }

    pub(super) fn is_string(&self) -> bool {
        matches!(self.value, Value::String)
    }

    /// The text of a string.
    pub(super) fn text(&self, document: &[u8]) -> Option<Vec<u8>> {
        self.is_string().then(|| text_of(self.span.of(document)))
    }

    /// A whole number.
    pub(super) fn number(&self, document: &[u8]) -> Option<u64> {
        std::str::from_utf8(self.span.of(document)).ok()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_lead_to_their_text_and_back() {
        let table: [(&str, &[u8]); 6] = [
            (r#""a\"b\\c\/d\n""#, b"a\"b\\c/d\n"),
            (r#""\u00e9\ud83d\udd11""#, "é🔑".as_bytes()),
            (r#""x\ud83d""#, b"x\xed\xa0\xbd"),
            (r#""\udd11x""#, b"\xed\xb4\x91x"),
            (r#""\b\f\u0000""#, b"\x08\x0c\0"),
            (r#""""#, b""),
        ];
        for (token, text) in table {
            assert_eq!(text_of(token.as_bytes()), text, "{token}");
            let again = string(text);
            assert_eq!(text_of(&again), text, "{token}");
            assert!(is_document(&again), "{token}");
        }
        assert_eq!(string(b"a\xffb"), "\"a\u{FFFD}b\"".as_bytes());
    }

    #[test]
    fn halves_of_a_character_come_together() {
        let (mut half, mut text) = (Vec::new(), Vec::new());
        for part in [r#""a\ud83d""#, r#""""#, r#""\udd11b\ud83d""#, r#""x\ud83d""#, r#""\ud83d""#] {
            let part = text_of(part.as_bytes());
            text.extend(join_halves(&mut half, &part));
        }
        assert_eq!(text, [&b"a"[..], "🔑".as_bytes(), b"b\xed\xa0\xbdx\xed\xa0\xbd"].concat());
        assert_eq!(half, b"\xed\xa0\xbd");
    }

    #[test]
    fn values_are_found_where_they_stand() {
        let text = br#" { "a" : [ {"b":"x\"y"} , 12, null ], "a\u0062" : "z", "e":{},"f":[] } "#;
        let node = read(text).unwrap();
        let [object, number, null] = node.get("a").unwrap().items() else { panic!("three items") };
        assert_eq!(object.get("b").unwrap().text(text).unwrap(), b"x\"y");
        assert_eq!((number.number(text), null.number(text)), (Some(12), None));
        assert_eq!(node.get("ab").unwrap().span.of(text), b"\"z\"");
        assert!(node.get("e").unwrap().entries().is_empty() && node.get("f").unwrap().items().is_empty());
        for broken in ["{", "[1,]", "", "{\"a\":1}x", "[DONE]"] {
            assert!(read(broken.as_bytes()).is_none(), "{broken}");
        }
        assert!(read(&[b"[".repeat(100), b"]".repeat(100)].concat()).is_none());
    }
}
