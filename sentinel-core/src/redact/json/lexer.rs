//! Reads JSON without building anything: RFC 8259 to the letter, one pass over the bytes.

use crate::{Error, Span};

/// What is told of each part of a document, in order.
pub(crate) trait Visit {
    fn key(&mut self, text: Quoted) -> crate::Result<()>;
    fn string(&mut self, text: Quoted) -> crate::Result<()>;
    /// A number, `true`, `false` or `null`.
    fn bare(&mut self, span: Span, number: bool) -> crate::Result<()>;
    /// An object, or an array, starts.
    fn open(&mut self, array: bool) -> crate::Result<()>;
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
pub(crate) enum Stop {
    /// The text is no JSON from this offset on.
    Syntax(usize),
    /// The visitor gave up.
    Visitor(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Visitor(error)
    }
}

/// Reads one document.
pub(crate) fn read(text: &[u8], visitor: &mut impl Visit) -> Result<(), Stop> {
    let mut lexer = Lexer { text, at: 0 };
    let mut arrays: Vec<bool> = Vec::new();
    loop {
        // A value is next.
        match lexer.next_byte()? {
            b'"' => {
                let text = lexer.string()?;
                visitor.string(text)?;
            }
            b'{' => {
                visitor.open(false)?;
                lexer.at += 1;
                if lexer.next_byte()? == b'}' {
                    lexer.at += 1;
                    visitor.close();
                } else {
                    arrays.push(false);
                    lexer.key(visitor)?;
                    continue;
                }
            }
            b'[' => {
                visitor.open(true)?;
                lexer.at += 1;
                if lexer.next_byte()? == b']' {
                    lexer.at += 1;
                    visitor.close();
                } else {
                    arrays.push(true);
                    continue;
                }
            }
            b'-' | b'0'..=b'9' => {
                let span = lexer.number()?;
                visitor.bare(span, true)?;
            }
            _ => {
                let span = lexer.literal()?;
                visitor.bare(span, false)?;
            }
        }
        // A value has ended.
        loop {
            lexer.skip_space();
            let Some(array) = arrays.last().copied() else {
                return if lexer.at == text.len() { Ok(()) } else { Err(lexer.syntax()) };
            };
            match (lexer.peek(), array) {
                (Some(b','), _) => {
                    lexer.at += 1;
                    if !array {
                        lexer.next_byte()?;
                        lexer.key(visitor)?;
                    }
                    break;
                }
                (Some(b'}'), false) | (Some(b']'), true) => {
                    lexer.at += 1;
                    arrays.pop();
                    visitor.close();
                }
                _ => return Err(lexer.syntax()),
            }
        }
    }
}

struct Lexer<'t> {
    text: &'t [u8],
    at: usize,
}

impl Lexer<'_> {
    fn syntax(&self) -> Stop {
        Stop::Syntax(self.at)
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// The byte after white space; there must be one.
    fn next_byte(&mut self) -> Result<u8, Stop> {
        self.skip_space();
        self.peek().ok_or_else(|| self.syntax())
    }

    /// A key and its colon.
    fn key(&mut self, visitor: &mut impl Visit) -> Result<(), Stop> {
        if self.peek() != Some(b'"') {
            return Err(self.syntax());
        }
        let text = self.string()?;
        visitor.key(text)?;
        if self.next_byte()? != b':' {
            return Err(self.syntax());
        }
        self.at += 1;
        Ok(())
    }

    fn string(&mut self) -> Result<Quoted, Stop> {
        let start = self.at + 1;
        let mut escaped = false;
        self.at = start;
        loop {
            self.at = next_special(self.text, self.at);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Quoted { content: Span::new(start, self.at - 1), escaped });
                }
                Some(b'\\') => {
                    escaped = true;
                    self.at += self.escape().ok_or_else(|| self.syntax())?;
                }
                _ => return Err(self.syntax()),
            }
        }
    }

    /// How long the escape is.
    fn escape(&self) -> Option<usize> {
        match self.text.get(self.at + 1)? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
            b'u' => self.text.get(self.at + 2..self.at + 6)?.iter().all(u8::is_ascii_hexdigit).then_some(6),
            _ => None,
        }
    }

    fn number(&mut self) -> Result<Span, Stop> {
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
        Ok(Span::new(start, self.at))
    }

    fn digits(&mut self) -> Result<(), Stop> {
        let length = self.text[self.at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += length;
        if length > 0 { Ok(()) } else { Err(self.syntax()) }
    }

    fn literal(&mut self) -> Result<Span, Stop> {
        let rest = &self.text[self.at..];
        let words: [&[u8]; 3] = [b"true", b"false", b"null"];
        let word = words.into_iter().find(|word| rest.starts_with(word)).ok_or_else(|| self.syntax())?;
        self.at += word.len();
        Ok(Span::new(self.at - word.len(), self.at))
    }
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Where the next quote, backslash or control character stands; the end if there is none.
fn next_special(text: &[u8], mut at: usize) -> usize {
    while let Some(eight) = text.get(at..at + 8).and_then(|bytes| <[u8; 8]>::try_from(bytes).ok()) {
        let word = u64::from_le_bytes(eight);
        let zero = |word: u64| word.wrapping_sub(ONES) & !word;
        let quote = zero(word ^ (ONES * u64::from(b'"')));
        let backslash = zero(word ^ (ONES * u64::from(b'\\')));
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        let special = (quote | backslash | control) & HIGH;
        if special != 0 {
            // What a borrow marks wrongly stands above what is marked rightly.
            return at + special.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    at + text[at..].iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).unwrap_or(text.len() - at)
}

/// Looks at nothing: whether a text is JSON.
pub(super) struct Blind;

impl Visit for Blind {
    fn key(&mut self, _: Quoted) -> crate::Result<()> {
        Ok(())
    }

    fn string(&mut self, _: Quoted) -> crate::Result<()> {
        Ok(())
    }

    fn bare(&mut self, _: Span, _: bool) -> crate::Result<()> {
        Ok(())
    }

    fn open(&mut self, _: bool) -> crate::Result<()> {
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

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn it_agrees_with_another_reader(text in r#"([\[\]{},: \n"0-9.eE+\-]|"a"|"\\[nu"]|\\u00e9|true|null|é){0,24}"#) {
            let other = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
            prop_assert_eq!(is_json(&text), other);
        }
    }
}
