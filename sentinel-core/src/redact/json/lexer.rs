//! Reads JSON without building anything: RFC 8259 to the letter, one pass over the bytes.

use std::convert::Infallible;

use super::specials::Specials;
use crate::Span;

/// What is told of each part of a document, in order.
pub(crate) trait Visit {
    /// Why it wants to see no more.
    type Stop;

    fn key(&mut self, text: Quoted) -> Result<(), Self::Stop>;
    fn string(&mut self, text: Quoted) -> Result<(), Self::Stop>;
    /// A number, `true`, `false` or `null`.
    fn bare(&mut self, span: Span, number: bool) -> Result<(), Self::Stop>;
    /// An object, or an array, starts.
    fn open(&mut self, array: bool) -> Result<(), Self::Stop>;
    fn close(&mut self);
}

/// A string without its quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quoted {
    pub(crate) content: Span,
    /// True when there is a backslash in it.
    pub(crate) escaped: bool,
}

/// Why reading ends early.
#[derive(Debug)]
pub(crate) enum Stop<S> {
    /// The text is no JSON from this offset on.
    Syntax(usize),
    /// The visitor gave up.
    Visitor(S),
}

/// Reads one document.
pub(crate) fn read<V: Visit>(text: &[u8], visitor: &mut V) -> Result<(), Stop<V::Stop>> {
    let mut lexer = Lexer { text, at: 0, specials: Specials::default() };
    lexer.specials.start(text);
    match document(&mut lexer, visitor) {
        Ok(Some(())) => Ok(()),
        Ok(None) => Err(Stop::Syntax(lexer.at)),
        Err(stop) => Err(Stop::Visitor(stop)),
    }
}

/// None where the text is no JSON at the lexer's place.
fn document<V: Visit>(lexer: &mut Lexer<'_>, visitor: &mut V) -> Result<Option<()>, V::Stop> {
    let mut around = Nesting::default();
    loop {
        // A value is next.
        match lexer.next_byte() {
            Some(b'"') => {
                let Some(text) = lexer.string() else { return Ok(None) };
                visitor.string(text)?;
            }
            Some(bracket @ (b'{' | b'[')) => {
                let array = bracket == b'[';
                visitor.open(array)?;
                lexer.at += 1;
                if lexer.next_byte() == Some(closing(array)) {
                    lexer.at += 1;
                    visitor.close();
                } else {
                    around.push(array);
                    if !array {
                        let Some(key) = lexer.key() else { return Ok(None) };
                        visitor.key(key)?;
                        if lexer.colon().is_none() {
                            return Ok(None);
                        }
                    }
                    continue;
                }
            }
            Some(b'-' | b'0'..=b'9') => {
                let Some(span) = lexer.number() else { return Ok(None) };
                visitor.bare(span, true)?;
            }
            _ => {
                let Some(span) = lexer.literal() else { return Ok(None) };
                visitor.bare(span, false)?;
            }
        }
        // A value has ended.
        loop {
            let next = lexer.next_byte();
            let Some(array) = around.innermost() else {
                return Ok(next.is_none().then_some(()));
            };
            if next == Some(b',') {
                lexer.at += 1;
                if !array {
                    lexer.next_byte();
                    let Some(key) = lexer.key() else { return Ok(None) };
                    visitor.key(key)?;
                    if lexer.colon().is_none() {
                        return Ok(None);
                    }
                }
                break;
            }
            if next != Some(closing(array)) {
                return Ok(None);
            }
            lexer.at += 1;
            around.pop();
            visitor.close();
        }
    }
}

fn closing(array: bool) -> u8 {
    if array { b']' } else { b'}' }
}

/// What stands around a value, as bits: set for an array.
#[derive(Default)]
struct Nesting {
    depth: usize,
    /// The innermost, up to 64.
    near: u64,
    /// The others, 64 each.
    far: Vec<u64>,
}

impl Nesting {
    fn push(&mut self, array: bool) {
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.far.push(self.near);
        }
        self.near = self.near << 1 | u64::from(array);
        self.depth += 1;
    }

    fn pop(&mut self) {
        self.near >>= 1;
        self.depth -= 1;
        if self.depth.is_multiple_of(64)
            && let Some(near) = self.far.pop()
        {
            self.near = near;
        }
    }

    fn innermost(&self) -> Option<bool> {
        (self.depth > 0).then_some(self.near & 1 == 1)
    }
}

struct Lexer<'t> {
    text: &'t [u8],
    at: usize,
    specials: Specials,
}

/// None where the text is no JSON: `at` is then where.
impl Lexer<'_> {
    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// The byte after white space.
    #[inline]
    fn next_byte(&mut self) -> Option<u8> {
        loop {
            match self.peek() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                other => return other,
            }
        }
    }

    /// A name, at the byte where it must start.
    #[inline]
    fn key(&mut self) -> Option<Quoted> {
        if self.peek() == Some(b'"') { self.string() } else { None }
    }

    /// What stands between a name and its value.
    #[inline]
    fn colon(&mut self) -> Option<()> {
        (self.next_byte() == Some(b':')).then(|| self.at += 1)
    }

    // Called in the loop over all tokens: a call would take longer than most strings.
    #[inline(always)]
    fn string(&mut self) -> Option<Quoted> {
        let start = self.at + 1;
        self.at = self.specials.next(self.text, start);
        if self.peek() != Some(b'"') {
            return self.string_with_escapes(start);
        }
        self.at += 1;
        Some(Quoted { content: Span::new(start, self.at - 1), escaped: false })
    }

    /// The string that starts there and goes on where the lexer is.
    #[inline(never)]
    fn string_with_escapes(&mut self, start: usize) -> Option<Quoted> {
        while self.peek() == Some(b'\\') {
            self.at += self.escape()?;
            self.at = self.specials.next(self.text, self.at);
        }
        if self.peek() != Some(b'"') {
            return None;
        }
        self.at += 1;
        Some(Quoted { content: Span::new(start, self.at - 1), escaped: true })
    }

    /// How long the escape is.
    fn escape(&self) -> Option<usize> {
        match self.text.get(self.at + 1)? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
            b'u' => self.text.get(self.at + 2..self.at + 6)?.iter().all(u8::is_ascii_hexdigit).then_some(6),
            _ => None,
        }
    }

    fn number(&mut self) -> Option<Span> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(Span::new(start, self.at))
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn literal(&mut self) -> Option<Span> {
        let rest = &self.text[self.at..];
        let words: [&[u8]; 3] = [b"true", b"false", b"null"];
        let word = words.into_iter().find(|word| rest.starts_with(word))?;
        self.at += word.len();
        Some(Span::new(self.at - word.len(), self.at))
    }
}

/// Looks at nothing: whether a text is JSON.
pub(super) struct Blind;

impl Visit for Blind {
    type Stop = Infallible;

    fn key(&mut self, _: Quoted) -> Result<(), Infallible> {
        Ok(())
    }

    fn string(&mut self, _: Quoted) -> Result<(), Infallible> {
        Ok(())
    }

    fn bare(&mut self, _: Span, _: bool) -> Result<(), Infallible> {
        Ok(())
    }

    fn open(&mut self, _: bool) -> Result<(), Infallible> {
        Ok(())
    }

    fn close(&mut self) {}
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_json(text: &str) -> bool {
        read(text.as_bytes(), &mut Blind).is_ok()
    }

    #[test]
    fn what_is_json_is_taken_and_the_rest_is_not() {
        let good = [
            "0",
            "-0.0e+10",
            "\"\"",
            "[]",
            "{}",
            " [ 1 , 2 ] ",
            r#"{"a":{"b":[]},"c":null}"#,
            r#""\u00e9\ud83d\udd11\/""#,
            "true",
            "[false,null]",
            r#"{"":""}"#,
            "\"\u{7f}é\"",
        ];
        let bad = [
            "",
            " ",
            "01",
            "-",
            "1.",
            ".5",
            "1e",
            "+1",
            "[1,]",
            "[,1]",
            "{\"a\":1,}",
            "{\"a\"}",
            "{a:1}",
            "[1 2]",
            "{]",
            "[}",
            "tru",
            "nul",
            "\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\n\"",
            "\"a\u{1}\"",
            "{} {}",
            "[",
            "{\"a\":",
            "'a'",
            "NaN",
            "\u{feff}[]",
        ];
        good.into_iter().for_each(|text| assert!(is_json(text), "{text}"));
        bad.into_iter().for_each(|text| assert!(!is_json(text), "{text}"));
    }

    #[test]
    fn any_depth_is_read() {
        for depth in [1, 63, 64, 65, 128, 129, 1000] {
            let nested = |open: &str, close: &str| format!("{}0{}", open.repeat(depth), close.repeat(depth));
            assert!(is_json(&nested("[", "]")) && is_json(&nested("{\"a\":[", "]}")), "{depth}");
            assert!(!is_json(&nested("[", "}")) && !is_json(&nested("[[{\"a\":", "]}]")), "{depth}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn it_agrees_with_another_reader(text in r#"([\[\]{},: \n"0-9.eE+\-]|"a"|"\\[nu"]|\\u00e9|true|null|é){0,24}"#) {
            let other = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
            prop_assert_eq!(is_json(&text), other);
        }
    }
}
