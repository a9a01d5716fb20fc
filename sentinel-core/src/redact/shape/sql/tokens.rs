//! SQL as tokens, in any of its dialects.

use crate::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword, a name, a parameter.
    Word,
    /// A name in double quotes, backticks or brackets; in some dialects a literal stands in double quotes.
    Quoted,
    /// A literal in single quotes, or between dollars.
    Literal,
    Number,
    /// One other byte.
    Sign(u8),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// All of it.
    pub(super) span: Span,
    /// Without quotes.
    pub(super) content: Span,
}

/// What may stand right before the quote of a literal.
const PREFIXES: [&[u8]; 8] = [b"e", b"n", b"b", b"x", b"u&", b"r", b"q", b"nq"];

/// The tokens of a text. Dialects do not agree whether a backslash escapes a quote; that it does is believed as long as
/// no literal is left open by it.
pub(super) fn tokens(text: &[u8], span: Span) -> Vec<Token> {
    let escaping = Lexer::new(text, span, Backslash::Escapes).all();
    if !escaping.open {
        return escaping.tokens;
    }
    let plain = Lexer::new(text, span, Backslash::IsPlain).all();
    if plain.open { escaping.tokens } else { plain.tokens }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Backslash {
    Escapes,
    IsPlain,
}

struct Lexer<'t> {
    text: &'t [u8],
    at: usize,
    end: usize,
    backslash: Backslash,
    tokens: Vec<Token>,
    /// True when a literal has no end.
    open: bool,
}

impl<'t> Lexer<'t> {
    fn new(text: &'t [u8], span: Span, backslash: Backslash) -> Self {
        Self { text, at: span.start, end: span.end, backslash, tokens: Vec::new(), open: false }
    }

    fn all(mut self) -> Self {
        while self.at < self.end {
            self.one();
        }
        self
    }

    fn rest(&self) -> &'t [u8] {
        &self.text[self.at..self.end]
    }

    fn one(&mut self) {
        let rest = self.rest();
        match rest[0] {
            byte if byte.is_ascii_whitespace() => self.at += 1,
            b'-' if rest.starts_with(b"--") => self.skip_past(b"\n"),
            // In other places it is an operator.
            b'#' if rest.starts_with(b"# ") && self.starts_line() => self.skip_past(b"\n"),
            b'/' if rest.starts_with(b"/*") => self.skip_past(b"*/"),
            quote @ (b'\'' | b'"' | b'`') => self.quoted(self.at, quote, self.backslash),
            b'[' => match bracketed(rest) {
                Some(length) => self.push(Kind::Quoted, length, 1, 1),
                None => self.push(Kind::Sign(b'['), 1, 0, 0),
            },
            b'$' => match dollar_tag(rest) {
                Some(tag) => self.between_dollars(tag),
                None => self.word(),
            },
            byte if is_word(byte) => self.word(),
            sign => self.push(Kind::Sign(sign), 1, 0, 0),
        }
    }

    fn push(&mut self, kind: Kind, length: usize, opening: usize, closing: usize) {
        let span = Span::new(self.at, self.at + length);
        let content = Span::new(span.start + opening, (span.end - closing).max(span.start + opening));
        self.tokens.push(Token { kind, span, content });
        self.at = span.end;
    }

    fn skip_past(&mut self, end: &[u8]) {
        self.at = memchr::memmem::find(self.rest(), end).map_or(self.end, |found| self.at + found + end.len());
    }

    fn starts_line(&self) -> bool {
        let before = self.text[..self.at].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t'));
        matches!(before, None | Some(b'\n'))
    }

    fn word(&mut self) {
        let rest = self.rest();
        let length = rest.iter().take_while(|byte| is_word(**byte)).count().max(1);
        let word = rest[..length].to_ascii_lowercase();
        let quote = rest.get(length).copied();
        if quote == Some(b'\'') && (PREFIXES.contains(&&*word) || word.starts_with(b"_")) {
            let start = self.at;
            self.at += length;
            // PostgreSQL's `E'…'` escapes whatever others do.
            let backslash = if *word == *b"e" { Backslash::Escapes } else { self.backslash };
            return self.quoted(start, b'\'', backslash);
        }
        let kind = if word[0].is_ascii_digit() { Kind::Number } else { Kind::Word };
        self.push(kind, length, 0, 0);
    }

    /// What stands in quotes from here on, of a token that starts at `start`. Two quotes in a row stand for one.
    fn quoted(&mut self, start: usize, quote: u8, backslash: Backslash) {
        let content = self.at + 1;
        let mut at = content;
        let end = loop {
            match self.text[..self.end].get(at) {
                None => {
                    self.open = true;
                    break self.end;
                }
                Some(b'\\') if backslash == Backslash::Escapes && quote != b'`' => at += 2,
                Some(byte) if *byte == quote && self.text[..self.end].get(at + 1) == Some(&quote) => at += 2,
                Some(byte) if *byte == quote => break at,
                Some(_) => at += 1,
            }
        };
        let kind = if quote == b'\'' { Kind::Literal } else { Kind::Quoted };
        let whole = Span::new(start, (end + 1).min(self.end));
        self.tokens.push(Token { kind, span: whole, content: Span::new(content.min(end), end) });
        self.at = whole.end;
    }

    /// `$tag$ … $tag$`.
    fn between_dollars(&mut self, tag: &[u8]) {
        let inside = self.at + tag.len();
        let found = memchr::memmem::find(&self.text[inside..self.end], tag);
        self.open |= found.is_none();
        let end = found.map_or(self.end, |found| inside + found);
        let span = Span::new(self.at, (end + tag.len()).min(self.end));
        self.tokens.push(Token { kind: Kind::Literal, span, content: Span::new(inside, end) });
        self.at = span.end;
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'@' | b'$' | b'&') || byte >= 0x80
}

/// The length of a name in brackets.
fn bracketed(text: &[u8]) -> Option<usize> {
    let is_name = |byte: &u8| is_word(*byte) || matches!(byte, b' ' | b':' | b'#' | b'-' | b'.' | b'*');
    let length = 1 + text[1..].iter().take_while(|byte| is_name(byte)).count();
    let is_index = text[1..length].iter().all(u8::is_ascii_digit);
    (text.get(length) == Some(&b']') && !is_index).then_some(length + 1)
}

/// `$$` or `$tag$`.
fn dollar_tag(text: &[u8]) -> Option<&[u8]> {
    let length = 1 + text[1..].iter().take_while(|byte| byte.is_ascii_alphabetic() || **byte == b'_').count();
    (text.get(length) == Some(&b'$')).then(|| &text[..=length])
}
