//! The one error type of the project.

use std::fmt;

/// What every fallible call returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, as callers decide on it. The code of a kind never changes, in any language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An argument or a document does not have the form it must have.
    InvalidInput,
    /// A rule cannot be used: its regex, a field or one of its own examples is wrong.
    InvalidRule,
    /// A `patterns.yaml` or a rule pack cannot be read.
    InvalidPatterns,
    /// The input is larger, or its scan dearer, than the limits allow. The text is withheld.
    LimitExceeded,
    /// What was named does not exist.
    NotFound,
    /// The state of things forbids it: decided already, taken already, or locked by a person.
    Conflict,
    /// The store or a file cannot be read or written.
    Storage,
    /// A remote end cannot be reached or did not accept.
    Network,
    /// A record is not what was once written: the log's chain or a seal is broken.
    Tampered,
    /// Something that this release cannot do.
    Unsupported,
    /// A defect of ours.
    Internal,
    /// A grant or a policy does not allow it.
    Forbidden,
}

impl ErrorKind {
    /// Every kind, in the order of its number.
    pub const ALL: [Self; 12] = [
        Self::InvalidInput,
        Self::InvalidRule,
        Self::InvalidPatterns,
        Self::LimitExceeded,
        Self::NotFound,
        Self::Conflict,
        Self::Storage,
        Self::Network,
        Self::Tampered,
        Self::Unsupported,
        Self::Internal,
        Self::Forbidden,
    ];

    /// The stable code: the same word in Rust, Python, Node and C.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidInput => "invalid_input",
            Self::InvalidRule => "invalid_rule",
            Self::InvalidPatterns => "invalid_patterns",
            Self::LimitExceeded => "limit_exceeded",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::Storage => "storage",
            Self::Network => "network",
            Self::Tampered => "tampered",
            Self::Unsupported => "unsupported",
            Self::Internal => "internal",
            Self::Forbidden => "forbidden",
        }
    }

    /// True when the same call may succeed later without a change by the caller.
    pub const fn is_retryable(self) -> bool {
        matches!(self, Self::Storage | Self::Network)
    }
}

/// An error: its kind, the operation that failed, and what it was about.
///
/// The text of an error names fields, rules and files. It never holds a byte of a scanned text.
#[derive(Debug)]
pub struct Error {
    inner: Box<Inner>,
}

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    operation: &'static str,
    message: String,
    context: Vec<(&'static str, String)>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error of `kind` in `operation`; `message` says what is wrong in a few words.
    pub fn new(kind: ErrorKind, operation: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { inner: Box::new(Inner { kind, operation, message, context: Vec::new(), source: None }) }
    }

    /// Adds what it was about: `("field", "severity")`, `("file", "patterns.yaml")`.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl fmt::Display) -> Self {
        self.inner.context.push((key, value.to_string()));
        self
    }

    /// Adds the error below this one. Only for sources whose text cannot hold scanned bytes.
    #[must_use]
    pub fn caused_by(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.inner.source = Some(Box::new(source));
        self
    }

    /// What went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The stable code of the kind.
    pub fn code(&self) -> &'static str {
        self.inner.kind.code()
    }

    /// True when the same call may succeed later without a change by the caller.
    pub fn is_retryable(&self) -> bool {
        self.inner.kind.is_retryable()
    }

    /// The operation that failed.
    pub fn operation(&self) -> &'static str {
        self.inner.operation
    }

    /// What is wrong, in a few words; `Display` adds the operation and the context.
    pub fn message(&self) -> &str {
        &self.inner.message
    }

    /// What it was about, in the order in which it was added.
    pub fn context(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.inner.context.iter().map(|(key, value)| (*key, value.as_str()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { operation, message, context, source, .. } = &*self.inner;
        write!(f, "{operation}: {message}")?;
        for (index, (key, value)) in context.iter().enumerate() {
            write!(f, "{}{key}: {value}", if index == 0 { " (" } else { ", " })?;
        }
        if !context.is_empty() {
            f.write_str(")")?;
        }
        match source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner.source.as_ref().map(|source| &**source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_words() {
        let codes: std::collections::BTreeSet<_> = ErrorKind::ALL.iter().map(|kind| kind.code()).collect();
        assert_eq!(codes.len(), ErrorKind::ALL.len());
    }

    #[test]
    fn display_names_operation_and_context() {
        let error = Error::new(ErrorKind::InvalidRule, "load rules", "unknown validator")
            .with("rule", "X")
            .with("field", "validate");
        assert_eq!(error.to_string(), "load rules: unknown validator (rule: X, field: validate)");
    }
}
