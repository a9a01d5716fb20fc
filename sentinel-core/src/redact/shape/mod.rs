//! Redaction of texts of a known shape: what a name says is secret is masked, whatever it looks like.

mod command;
mod environment;
mod headers;
mod lenient;
mod plan;
mod settings;
mod sql;
mod traceback;
mod url;
mod values;

use std::str::FromStr;

use super::{
    Memory,
    planned::{Planned, redact_planned},
};
use crate::{Error, ErrorKind, Redacted, Replacements, Result, Scanner, words::words};

words! {
    /// What kind of text it is, where the host knows.
    Shape {
        /// One URL, or a path with a query: userinfo, values of the query and of the fragment.
        Url = "url",
        /// Headers of HTTP, one a line, with or without the line of the request before them.
        Headers = "headers",
        /// What was typed into a shell: options, assignments, headers, URLs, forms and JSON in it.
        Command = "command",
        /// Variables of an environment: `NAME=value`, one a line or ended by zero bytes.
        Environment = "environment",
        /// SQL: literals that set passwords, or that columns named like secrets are set to or compared with.
        Sql = "sql",
        /// What a program prints when it fails, in Python (with the values of variables too), Java, JavaScript, Go, .NET,
        /// Ruby or Rust: values of variables, arguments and fields. Paths, lines and functions stay.
        Traceback = "traceback",
    }
}

impl FromStr for Shape {
    type Err = Error;

    /// Reads a word.
    ///
    /// # Errors
    ///
    /// `InvalidInput`, with the field and the words that there are, for another.
    fn from_str(word: &str) -> Result<Self> {
        Self::parse(word).ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|shape| shape.as_str()).collect();
            let error = Error::new(ErrorKind::InvalidInput, "redact as", "no such shape");
            error.with("field", "shape").with("shapes", known.join(", "))
        })
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
        let Redacted { text, findings, replacements, error } = self.redact_bytes_as(shape, text.as_bytes());
        // Rules match whole characters unless they are made to cut one in two.
        let text = String::from_utf8(text).unwrap_or_else(|cut| String::from_utf8_lossy(cut.as_bytes()).into_owned());
        Redacted { text, findings, replacements, error }
    }

    /// As [`redact_as`](Self::redact_as), for bytes that need not be UTF-8.
    pub fn redact_bytes_as(&self, shape: Shape, text: &[u8]) -> Redacted<Vec<u8>> {
        match self.planned_shape(shape, text) {
            Ok(Planned { clean, .. }) => {
                let replacements = Replacements::new(clean.replacements);
                Redacted { text: clean.text.into_owned(), findings: clean.findings, replacements, error: None }
            }
            Err(error) => {
                let (findings, replacements) = Default::default();
                Redacted { text: self.withhold(error.kind()).into(), findings, replacements, error: Some(error) }
            }
        }
    }

    fn planned_shape<'t>(&self, shape: Shape, text: &'t [u8]) -> Result<Planned<'t>> {
        self.count_call(text.len());
        self.check_size(text)?;
        let (call, mut memory) = (self.call(), Memory::default());
        let mut treating = self.treating(None, &mut memory);
        let plan = |text: &[u8]| plan::plan(self, shape, text, &call);
        let mut planned = redact_planned(text, plan(text)?, &mut treating, plan)?;
        self.count(&planned.clean);
        planned.clean.findings = self.with_components(text, planned.clean.findings);
        Ok(planned)
    }
}
