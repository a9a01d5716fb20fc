//! What a vault notes of each attempt.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Grant, RestoreAttempt};
use crate::{ErrorKind, Head, LogEntry, LogKind, Timestamp};

/// What became of an attempt to put values back.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum VaultEvent<'a> {
    /// All values were put back: the rules that had found them, in the order of the text.
    Restored(RestoreAttempt<'a>, Vec<&'a str>),
    /// None was, and why.
    Refused(RestoreAttempt<'a>, ErrorKind),
}

impl VaultEvent<'_> {
    /// The entry that notes it after `head`. `clean` redacts the words of the caller: name, purpose, tenant, session.
    pub fn log_entry(&self, head: &Head, time: Timestamp, clean: impl Fn(&str) -> String) -> LogEntry {
        let (kind, attempt, fact, value) = match self {
            Self::Restored(attempt, rules) => {
                let rules: BTreeSet<&&str> = rules.iter().collect();
                (LogKind::TokensRestored, attempt, "rules", json!(rules))
            }
            Self::Refused(attempt, reason) => (LogKind::RestoreRefused, attempt, "reason", Value::from(reason.code())),
        };
        let body = json!({
            "tenant": clean(&attempt.scope.tenant),
            "session": clean(&attempt.scope.session),
            "sink": attempt.sink.as_str(),
            "purpose": clean(attempt.purpose),
            "tokens": attempt.tokens,
            fact: value,
        });
        LogEntry::after(head, time, &clean(&attempt.by.to_string()), kind, &body)
    }
}

impl<'a> RestoreAttempt<'a> {
    pub(super) fn new(grant: &'a Grant, tokens: usize) -> Self {
        let Grant { by, sink, purpose, scope, .. } = grant;
        Self { by, scope, sink: *sink, purpose, tokens }
    }
}
