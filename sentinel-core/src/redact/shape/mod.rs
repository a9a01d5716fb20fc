//! Redaction of texts of a known shape: what a name says is secret is masked, whatever it looks like.

mod command;
mod environment;
mod headers;
mod sql;
mod url;

use std::{borrow::Cow, sync::Arc};

use super::{
    Memory, WITHHELD_BLOCKED, add_apart, field_name,
    fields::Field,
    planned::{Placed, Plan, Planned, redact_planned},
    preview,
    writing::Writing,
};
use crate::{Finding, Keep, Proof, Redacted, Replacements, Result, Scanner, Span, detect::Call, words::words};

words! {
    /// What kind of text it is, where the host knows.
    Shape {
        /// One URL, or a path with a query: userinfo, values of the query and of the fragment.
        Url = "url",
        /// Headers of HTTP, one a line, with or without the line of the request before them.
        Headers = "headers",
        /// What was typed into a shell: options, assignments, headers and URLs in it.
        Command = "command",
        /// Variables of an environment: `NAME=value`, one a line or ended by zero bytes.
        Environment = "environment",
        /// SQL: literals that set passwords.
        Sql = "sql",
    }
}

impl Scanner {
    /// The text, read as one of this shape: what its names say is secret is masked as a whole, whatever it looks like,
    /// and all else is redacted as by [`redact`](Self::redact). The result is of the same shape, and names stay. What
    /// is not of the shape is redacted as text.
    ///
    /// Never fails: where scanning does, the text is withheld.
    ///
    /// ```
    /// use sentinel_core::{Scanner, Shape};
    ///
    /// let scanner = Scanner::builtin();
    /// let redacted = scanner.redact_as(Shape::Url, "https://ann:horse@example.org/x?page=2&api_key=v");
    /// assert_eq!(redacted.text, "https://ann:[REDACTED:PASSWORD]@example.org/x?page=2&api_key=[REDACTED:API_KEY]");
    /// let redacted = scanner.redact_as(Shape::Command, "PGPASSWORD=horse psql -h db");
    /// assert_eq!(redacted.text, "PGPASSWORD=[REDACTED:PASSWORD] psql -h db");
    /// ```
    pub fn redact_as(&self, shape: Shape, text: &str) -> Redacted {
        match self.planned_shape(shape, text) {
            Ok(Planned { text: redacted, clean, .. }) => {
                let text = match redacted {
                    _ if clean.blocked => WITHHELD_BLOCKED.to_owned(),
                    Cow::Borrowed(_) => text.to_owned(),
                    Cow::Owned(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
                };
                let replacements = Replacements::new(clean.replacements);
                Redacted { text, findings: clean.findings, replacements, error: None }
            }
            Err(error) => {
                let (findings, replacements) = Default::default();
                Redacted { text: self.withhold(error.kind()).to_owned(), findings, replacements, error: Some(error) }
            }
        }
    }

    fn planned_shape<'t>(&self, shape: Shape, text: &'t str) -> Result<Planned<'t>> {
        self.count_call(text.len());
        self.check_size(text.as_bytes())?;
        let (call, mut memory) = (self.call(), Memory::default());
        let mut treating = self.treating(None, &mut memory);
        let mut planned = redact_planned(text.as_bytes(), &mut treating, |text| plan(self, shape, text, &call))?;
        self.count(&planned.clean);
        planned.clean.findings = self.with_components(text.as_bytes(), planned.clean.findings);
        Ok(planned)
    }
}

/// A value that a name masks.
struct Named {
    span: Span,
    field: &'static Field,
    name: String,
}

/// Collects values that names mask.
struct Values<'t> {
    text: &'t [u8],
    named: Vec<Named>,
}

impl Values<'_> {
    /// Masks `span` if it holds anything.
    fn mask(&mut self, span: Span, field: &'static Field, name: &[u8]) {
        if !span.is_empty() {
            let name = field_name(&String::from_utf8_lossy(name));
            self.named.push(Named { span, field, name });
        }
    }

    fn of(&self, span: Span) -> &[u8] {
        span.of(self.text)
    }
}

fn plan(scanner: &Scanner, shape: Shape, text: &[u8], call: &Call<'_>) -> Result<Plan> {
    let mut findings = scanner.find(text, call)?;
    let mut values = Values { text, named: Vec::new() };
    let whole = Span::new(0, text.len());
    match shape {
        Shape::Url => url::read(&mut values, whole),
        Shape::Headers => headers::read(&mut values, whole),
        Shape::Command => command::read(&mut values, whole),
        Shape::Environment => environment::read(&mut values, whole),
        Shape::Sql => sql::read(&mut values, whole),
    }
    let mut named = values.named;
    // One that lies in another was read twice: the outer one counts.
    named.sort_by_key(|value| (value.span.start, usize::MAX - value.span.end));
    named.dedup_by(|next, kept| next.span.start < kept.span.end);
    let treated = |span: Span| scanner.is_written(text, span) || scanner.policy().looks_treated(span.of(text));
    named.retain(|value| !treated(value.span));
    let apart = |finding: &&Finding| !named.iter().any(|value| value.span.contains(finding.cover));
    let mut places: Vec<Placed> =
        findings.iter().filter(apart).map(|finding| placed(finding.clone(), None, false)).collect();
    let mut by_name = Vec::new();
    for Named { span, field, name } in named {
        let touching = findings.iter().find(|finding| finding.cover.overlaps(span));
        let finding = match touching {
            Some(finding) => Finding { span, cover: span, ..finding.clone() },
            None => {
                let finding = finding_by_name(scanner, text, span, field, call);
                by_name.push(finding.clone());
                finding
            }
        };
        places.push(placed(finding, Some(name), true));
    }
    add_apart(&mut findings, by_name);
    Ok(Plan { findings, places })
}

fn placed(finding: Finding, field: Option<String>, by_name: bool) -> Placed {
    Placed { finding, field, writing: Writing::Plain, by_name }
}

fn finding_by_name(scanner: &Scanner, text: &[u8], span: Span, field: &Field, call: &Call<'_>) -> Finding {
    let value = span.of(text);
    Finding {
        rule: Arc::clone(&field.rule),
        category: field.category,
        severity: field.severity,
        confidence: 1.0,
        span,
        preview: preview(value, Keep::default()),
        fingerprint: call.key.map(|key| key.fingerprint(&field.rule, value)),
        proof: Proof::Context,
        encodings: Vec::new(),
        components: Vec::new(),
        ruleset: Arc::clone(scanner.detector().digest()),
        cover: span,
        issuer_known: false,
    }
}

/// The parts of `span` between bytes that `separates` names.
fn split(text: &[u8], span: Span, separates: impl Fn(u8) -> bool) -> Vec<Span> {
    let mut start = span.start;
    let part = |part: &[u8]| {
        let here = Span::new(start, start + part.len());
        start = here.end + 1;
        here
    };
    span.of(text).split(|byte| separates(*byte)).map(part).collect()
}

/// Where `byte` first stands in `span`.
fn find(text: &[u8], span: Span, byte: u8) -> Option<usize> {
    memchr::memchr(byte, span.of(text)).map(|at| span.start + at)
}

/// Without white space at its ends.
fn trimmed(text: &[u8], span: Span) -> Span {
    let bytes = span.of(text);
    let start = span.start + bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let end = span.end - bytes.iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count();
    if start < end { Span::new(start, end) } else { Span::new(span.start, span.start) }
}

/// Without the quotes around it.
fn unquoted(text: &[u8], span: Span) -> Span {
    match span.of(text) {
        [open @ (b'"' | b'\''), .., close] if open == close && span.len() > 1 => {
            Span::new(span.start + 1, span.end - 1)
        }
        _ => span,
    }
}
