//! Who may have which values back, where, what for and until when.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Scope, Sink};
use crate::{Actor, Error, ErrorKind, Result, Timestamp};

const OPERATION: &str = "read grant";

/// Leave to put values back. It allows what it says and nothing else: no rule unless it is named.
///
/// ```
/// use sentinel_core::{Actor, Grant, Sink, Timestamp};
///
/// let until = Timestamp::parse("2025-08-02T13:00:00Z").unwrap();
/// let grant = Grant::new(Actor::machine("deploy-agent"), Sink::File, "write .env", until).rule("AWS_ACCESS_KEY");
/// assert!(grant.allows("AWS_ACCESS_KEY") && !grant.allows("GITHUB_TOKEN"));
/// ```
#[derive(Clone, Debug)]
pub struct Grant {
    pub(crate) by: Actor,
    pub(crate) sink: Sink,
    pub(crate) purpose: String,
    pub(crate) until: Timestamp,
    pub(crate) scope: Scope,
    rules: Rules,
}

#[derive(Clone, Debug)]
enum Rules {
    Named(BTreeSet<String>),
    Every,
}

impl Grant {
    /// A grant to `by` for texts on their way into `sink`, up to `until`, that names no rule yet.
    pub fn new(by: Actor, sink: Sink, purpose: impl Into<String>, until: Timestamp) -> Self {
        let rules = Rules::Named(BTreeSet::new());
        Self { by, sink, purpose: purpose.into(), until, scope: Scope::default(), rules }
    }

    /// Allows what this rule found, too.
    #[must_use]
    pub fn rule(mut self, rule: impl Into<String>) -> Self {
        if let Rules::Named(rules) = &mut self.rules {
            rules.insert(rule.into());
        }
        self
    }

    /// Allows what any rule found.
    #[must_use]
    pub fn every_rule(mut self) -> Self {
        self.rules = Rules::Every;
        self
    }

    /// For values of this scope. Default: the empty one.
    #[must_use]
    pub fn scope(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }

    /// Reads a grant in JSON: `by` (`person:NAME` or `machine:NAME`), `sink` (`file`, `command`, `database` or `prompt`),
    /// `purpose`, `until` (RFC 3339), `rules` (a list of names, or `"*"`), and `tenant` and `session` if they are not
    /// empty.
    ///
    /// # Errors
    ///
    /// `InvalidInput`, with the field.
    pub fn from_json(json: &str) -> Result<Self> {
        let document: Document = serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_str(json))
            .map_err(|error| {
                // The parser's own words may quote what was given.
                let field = match error.path().to_string() {
                    path if FIELDS.contains(&path.as_str()) => path,
                    _ => "grant".to_owned(),
                };
                wrong("a field is missing, unknown or not of its type").with("field", field)
            })?;
        let by = match document.by.split_once(':') {
            Some(("person", name)) if !name.trim().is_empty() => Actor::person(name),
            Some(("machine", name)) if !name.trim().is_empty() => Actor::machine(name),
            _ => return Err(wrong("expected person:NAME or machine:NAME").with("field", "by")),
        };
        let until = Timestamp::parse(&document.until);
        let until = until.ok_or_else(|| wrong("expected an RFC 3339 time").with("field", "until"))?;
        let sink = Sink::read(&document.sink)?;
        let grant = Self::new(by, sink, document.purpose, until).scope(Scope::new(document.tenant, document.session));
        match document.rules {
            Names::Listed(rules) => Ok(rules.into_iter().fold(grant, Self::rule)),
            Names::Word(word) if word == "*" => Ok(grant.every_rule()),
            Names::Word(_) => Err(wrong("expected a list of names, or \"*\"").with("field", "rules")),
        }
    }

    /// Whether it allows what this rule found.
    pub fn allows(&self, rule: &str) -> bool {
        match &self.rules {
            Rules::Named(rules) => rules.contains(rule),
            Rules::Every => true,
        }
    }

    /// Refuses a grant that says too little, or has run out.
    pub(super) fn check(&self, now: Timestamp) -> Result<()> {
        let needed = |field: &'static str| {
            Error::new(ErrorKind::InvalidInput, "restore", "a grant needs it").with("field", field)
        };
        if self.purpose.trim().is_empty() {
            return Err(needed("purpose"));
        }
        if self.by.name().trim().is_empty() {
            return Err(needed("by"));
        }
        if self.until <= now {
            return Err(Error::new(ErrorKind::Forbidden, "restore", "the grant has run out").with("field", "until"));
        }
        Ok(())
    }
}

const FIELDS: [&str; 7] = ["by", "sink", "purpose", "until", "rules", "tenant", "session"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    by: String,
    sink: String,
    purpose: String,
    until: String,
    rules: Names,
    #[serde(default)]
    tenant: String,
    #[serde(default)]
    session: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Names {
    Listed(Vec<String>),
    Word(String),
}

fn wrong(problem: &str) -> Error {
    Error::new(ErrorKind::InvalidInput, OPERATION, problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRANT: &str = r#"{"by": "machine:agent", "sink": "file", "purpose": "p", "until": "2025-08-02T13:00:00Z",
        "rules": ["A"], "tenant": "t"}"#;

    #[test]
    fn a_grant_is_read_from_json() {
        let grant = Grant::from_json(GRANT).unwrap();
        assert_eq!((grant.by.to_string().as_str(), grant.sink), ("machine:agent", Sink::File));
        assert!(grant.allows("A") && !grant.allows("B") && grant.scope == Scope::new("t", ""));
        assert!(Grant::from_json(&GRANT.replace("[\"A\"]", "\"*\"")).unwrap().allows("B"));
    }

    #[test]
    fn what_is_wrong_in_a_grant_is_named_and_not_quoted() {
        let table = [
            ("\"file\"", "\"disk-hunter2\"", "sink"),
            ("machine:agent", "hunter2", "by"),
            ("machine:agent", "person: ", "by"),
            ("2025-08-02", "hunter2", "until"),
            ("[\"A\"]", "\"hunter2\"", "rules"),
            ("[\"A\"]", "7", "rules"),
            ("tenant", "hunter2", "grant"),
            ("\"p\"", "7", "purpose"),
        ];
        for (from, to, field) in table {
            let error = Grant::from_json(&GRANT.replacen(from, to, 1)).unwrap_err();
            assert_eq!(error.context().find(|(key, _)| *key == "field"), Some(("field", field)), "{error}");
            assert!(!format!("{error} {error:?}").contains("hunter2"));
        }
    }
}
