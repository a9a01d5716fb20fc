//! SQL: literals that set passwords, or stand in columns that are named like secrets.

mod tokens;

use self::tokens::{Kind, Token, tokens};
use super::values::{Document, Values, Written};
use crate::{
    Span,
    redact::{
        fields::{Field, field_of},
        json::Quoting,
        writing::Writing,
    },
};

/// How many tokens may stand between words that belong together.
const NEAR: usize = 16;
/// Words that end an expression.
const ENDS: [&[u8]; 30] = [
    b"where",
    b"and",
    b"or",
    b"from",
    b"returning",
    b"order",
    b"group",
    b"limit",
    b"on",
    b"when",
    b"then",
    b"else",
    b"end",
    b"values",
    b"select",
    b"union",
    b"set",
    b"having",
    b"valid",
    b"replace",
    b"require",
    b"account",
    b"options",
    b"default_database",
    b"must_change",
    b"hashed",
    b"for",
    b"with",
    b"into",
    b"using",
];

pub(super) fn read(values: &mut Values<'_>, span: Span) {
    let tokens = tokens(values.text, span);
    values.written.extend(tokens.iter().filter_map(|token| writing(values.text, *token)));
    let mut statements = Statements { values, tokens: &tokens, masked: vec![false; tokens.len()], rows_end: 0 };
    for at in 0..tokens.len() {
        statements.rows(at);
        statements.identified(at);
        statements.named(at);
        statements.document(at);
    }
}

struct Statements<'v, 't> {
    values: &'v mut Values<'t>,
    tokens: &'v [Token],
    /// Which tokens stand in an expression that is masked: each is looked at once.
    masked: Vec<bool>,
    /// Where the rows end that were read last.
    rows_end: usize,
}

/// What the name of a literal says of it.
#[derive(Clone)]
struct Naming {
    field: &'static Field,
    name: Vec<u8>,
}

impl Statements<'_, '_> {
    /// `(name, password) … VALUES (…), (…)`, and `(name, password) SELECT …`: literals by their columns.
    fn rows(&mut self, at: usize) {
        if at < self.rows_end {
            return;
        }
        let Some((columns, after)) = self.columns(at) else { return };
        if columns.iter().all(Option::is_none) {
            return;
        }
        let Some(start) = (after..after + NEAR).find(|at| self.is_word(*at, &[b"values", b"value", b"select"])) else {
            return;
        };
        if self.is_word(start, &[b"select"]) {
            self.rows_end = self.row(start + 1, &columns);
            return;
        }
        let mut next = start + 1;
        while next < self.tokens.len() {
            let open = if self.is_word(next, &[b"row"]) { next + 1 } else { next };
            if !self.is_sign(open, b'(') {
                break;
            }
            next = self.row(open + 1, &columns) + 1;
            if !self.is_sign(next, b',') {
                break;
            }
            next += 1;
        }
        self.rows_end = next;
    }

    /// The names in brackets that start at `at`, and what follows them. None when there is anything else in them.
    fn columns(&self, at: usize) -> Option<(Vec<Option<Naming>>, usize)> {
        if !self.is_sign(at, b'(') {
            return None;
        }
        let (mut columns, mut last) = (Vec::new(), None);
        for next in at + 1.. {
            let token = self.tokens.get(next)?;
            match token.kind {
                Kind::Word | Kind::Quoted => last = Some(self.naming(token.content)),
                Kind::Sign(b'.') => {}
                Kind::Sign(sign @ (b',' | b')')) => {
                    columns.push(last.take()?);
                    if sign == b')' {
                        return Some((columns, next + 1));
                    }
                }
                _ => return None,
            }
        }
        None
    }

    /// Masks what stands in a row, which starts at `at`, by its columns. Gives where the row ends.
    fn row(&mut self, at: usize, columns: &[Option<Naming>]) -> usize {
        let mut start = at;
        for column in columns.iter().map(Some).chain(std::iter::repeat(None)) {
            let end = self.end_of_item(start);
            if let Some(Some(naming)) = column {
                self.mask_expression(start, end, naming);
            }
            if !self.is_sign(end, b',') {
                return end;
            }
            start = end + 1;
        }
        start
    }

    /// Where an item of a list ends: at a comma, a bracket that closes, `FROM` or a semicolon.
    fn end_of_item(&self, start: usize) -> usize {
        self.end_where(start, |at| self.is_word(at, &[b"from", b"union", b"select", b"values"]))
    }

    /// Where an expression ends.
    fn end_of_expression(&self, start: usize) -> usize {
        // A function may have the name of a word that ends one.
        self.end_where(start, |at| self.is_word(at, &ENDS) && !self.is_sign(at + 1, b'('))
    }

    fn end_where(&self, start: usize, ends: impl Fn(usize) -> bool) -> usize {
        let mut depth = 0;
        for at in start..self.tokens.len() {
            match self.tokens[at].kind {
                Kind::Sign(b'(') => depth += 1,
                Kind::Sign(b')') if depth == 0 => return at,
                Kind::Sign(b')') => depth -= 1,
                Kind::Sign(b',') if depth == 0 => return at,
                Kind::Sign(b';') => return at,
                Kind::Word if depth == 0 && ends(at) => return at,
                _ => {}
            }
        }
        self.tokens.len()
    }

    /// `IDENTIFIED … BY '…' REPLACE '…'`.
    fn identified(&mut self, at: usize) {
        if !self.is_word(at, &[b"identified"]) {
            return;
        }
        let Some(by) = (at + 1..at + 6).find(|at| self.is_word(*at, &[b"by", b"as"])) else { return };
        let naming = self.password();
        let value = if self.is_word(by + 1, &[b"password"]) { by + 2 } else { by + 1 };
        self.mask_value(value, &naming);
        if self.is_word(value + 1, &[b"replace"]) {
            self.mask_value(value + 2, &naming);
        }
    }

    /// A name, and what is set or compared after it.
    fn named(&mut self, at: usize) {
        if self.masked[at] {
            return;
        }
        let token = self.tokens[at];
        let is_key = token.kind == Kind::Literal && at > 0 && self.is_sign(at - 1, b'>');
        if !is_key && !matches!(token.kind, Kind::Word | Kind::Quoted) {
            return;
        }
        let Some(naming) = self.naming(token.content) else { return };
        if let Some(value) = self.after_operator(at) {
            let end = self.end_of_expression(value);
            return self.mask_expression(value, end, &naming);
        }
        let next = at + 1;
        match self.tokens.get(next).map(|token| token.kind) {
            Some(Kind::Literal) if !is_key => {
                let end = (next..self.tokens.len()).find(|at| self.tokens[*at].kind != Kind::Literal);
                self.mask_expression(next, end.unwrap_or(self.tokens.len()), &naming);
            }
            Some(Kind::Sign(b'(')) => {
                let end = self.end_of_expression(next + 1);
                self.mask_expression(next + 1, end, &naming);
            }
            _ => {}
        }
    }

    /// What stands after `=` and its like, if one belongs to the name at `at`.
    fn after_operator(&self, at: usize) -> Option<usize> {
        let mut next = at + 1;
        if self.is_word(next, &[b"for"]) && self.tokens[at].content.len() == b"password".len() {
            next = (next..next + 8).find(|at| self.is_sign(*at, b'=') || self.is_word(*at, &[b"to"]))?;
        }
        // `DECLARE @password nvarchar(20) = '…'`.
        if self.values.of(self.tokens[at].span).starts_with(b"@") && self.kind(next) == Some(Kind::Word) {
            next = (next..next + 5).find(|at| self.is_sign(*at, b'='))?;
        }
        if self.is_word(next, &[b"not"]) {
            next += 1;
        }
        if self.is_word(next, &[b"like", b"ilike", b"in", b"to", b"rlike", b"regexp"]) {
            return Some(next + 1);
        }
        let signs = (next..next + 3)
            .take_while(|at| matches!(self.kind(*at), Some(Kind::Sign(b'=' | b':' | b'<' | b'>' | b'!' | b'~'))));
        match signs.count() {
            0 => None,
            count => Some(next + count),
        }
    }

    /// A document in a literal masks by its own names.
    fn document(&mut self, at: usize) {
        let token = self.tokens[at];
        let content = self.values.of(token.content);
        let is_plain = !content.iter().any(|byte| matches!(byte, b'\'' | b'\\'));
        if token.kind == Kind::Literal && is_plain && matches!(content.first(), Some(b'{' | b'[')) {
            self.values.documents.push(Document { span: token.content, quoting: Quoting::Plain });
        }
    }

    /// Masks the literals of an expression; a number if it is all of it.
    fn mask_expression(&mut self, start: usize, end: usize, naming: &Naming) {
        let end = end.max(start).min(self.tokens.len());
        self.masked[start.min(end)..end].fill(true);
        if end == start + 1 && self.kind(start) == Some(Kind::Number) {
            return self.mask_value(start, naming);
        }
        for at in start..end {
            let is_quoted = self.kind(at) == Some(Kind::Quoted) && self.is_alone(at);
            if (self.kind(at) == Some(Kind::Literal) || is_quoted) && !self.names_algorithm(at) {
                self.mask_value(at, naming);
            }
        }
    }

    /// True for the argument of `gen_salt('bf')`.
    fn names_algorithm(&self, at: usize) -> bool {
        let function = at.checked_sub(2).filter(|_| self.is_sign(at - 1, b'(')).map(|before| self.tokens[before].span);
        function.is_some_and(|function| self.values.of(function).eq_ignore_ascii_case(b"gen_salt"))
    }

    /// True for what is no part of a longer name, and no function: in double quotes it may be a literal.
    fn is_alone(&self, at: usize) -> bool {
        let is_literal = self.values.text[self.tokens[at].span.start] == b'"';
        let before = at.checked_sub(1).is_some_and(|before| self.is_sign(before, b'.'));
        is_literal && !before && !self.is_sign(at + 1, b'.') && !self.is_sign(at + 1, b'(')
    }

    fn mask_value(&mut self, at: usize, naming: &Naming) {
        let Some(token) = self.tokens.get(at) else { return };
        let written = match token.kind {
            Kind::Word => Some(Written { span: token.span, writing: Writing::SqlBare(b'"') }),
            _ => writing(self.values.text, *token),
        };
        if let Some(Written { span, writing }) = written {
            self.values.mask_written(span, naming.field, &naming.name, writing);
        }
    }

    fn naming(&self, name: Span) -> Option<Naming> {
        let name = self.values.of(name);
        let name = name.strip_prefix(b"@").unwrap_or(name);
        field_of(name).map(|field| Naming { field, name: name.to_vec() })
    }

    fn password(&self) -> Naming {
        let name = b"password".to_vec();
        let field = field_of(&name).expect("the file of fields has passwords");
        Naming { field, name }
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn is_sign(&self, at: usize, sign: u8) -> bool {
        self.kind(at) == Some(Kind::Sign(sign))
    }

    fn is_word(&self, at: usize, words: &[&[u8]]) -> bool {
        let word = |token: &Token| words.iter().any(|word| word.eq_ignore_ascii_case(self.values.of(token.span)));
        self.tokens.get(at).is_some_and(|token| token.kind == Kind::Word && word(token))
    }
}

/// How a value is written in a token. None in what holds no value.
fn writing(text: &[u8], token: Token) -> Option<Written> {
    let (span, writing) = match (token.kind, text.get(token.content.start.wrapping_sub(1))) {
        (Kind::Literal | Kind::Quoted, Some(quote @ (b'\'' | b'"'))) => (token.content, Writing::SqlQuoted(*quote)),
        (Kind::Literal | Kind::Quoted, _) => (token.content, Writing::Plain),
        (Kind::Number, _) => (token.span, Writing::SqlBare(b'\'')),
        (Kind::Word | Kind::Sign(_), _) => return None,
    };
    Some(Written { span, writing })
}
