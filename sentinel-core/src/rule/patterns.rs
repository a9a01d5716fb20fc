//! `patterns.yaml` and rule packs: text in, rules and pending updates out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Exceptions, PendingUpdate, Rule, split::unsplit};
use crate::{Error, ErrorKind, Result};

/// A rule document: the rules by name, and the updates that wait for a decision.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Patterns {
    /// Version of the format: 1 to 3; all three load alike.
    #[serde(default = "current_version")]
    pub version: u32,
    /// The rules.
    #[serde(default, deserialize_with = "null_as_default")]
    pub patterns: BTreeMap<String, Rule>,
    /// The updates that wait.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub pending_updates: Vec<PendingUpdate>,
}

const OPERATION: &str = "read patterns";
const VERSION: u32 = 3;

impl Patterns {
    /// Larger documents, in bytes, are refused before they are parsed.
    pub const MAX_BYTES: usize = 16 << 20;

    /// Reads a document. Split marks inside examples are removed.
    ///
    /// # Errors
    ///
    /// `InvalidPatterns` when the text is not YAML, has a duplicate key or an unknown field, or
    /// when a field has the wrong type; the error names the field and the line.
    pub fn parse(text: &str) -> Result<Self> {
        if text.len() > Self::MAX_BYTES {
            return Err(Error::new(ErrorKind::InvalidPatterns, OPERATION, "document is too large")
                .with("bytes", text.len())
                .with("limit", Self::MAX_BYTES));
        }
        if text.trim().is_empty() {
            return Ok(Self { version: VERSION, ..Self::default() });
        }
        let mut parsed: Self = parse_yaml(text)?;
        if !(1..=VERSION).contains(&parsed.version) {
            return Err(Error::new(ErrorKind::InvalidPatterns, OPERATION, "unknown version")
                .with("field", "version")
                .with("version", parsed.version));
        }
        for (name, rule) in &mut parsed.patterns {
            check_name(name)?;
            check_range(name, "confidence", rule.confidence, 1.0)?;
            check_range(name, "entropy", rule.entropy.unwrap_or(0.0), 8.0)?;
            check_fingerprints(name, &rule.exceptions)?;
            for example in rule.examples.iter_mut().chain(&mut rule.counterexamples) {
                *example = unsplit(example);
            }
        }
        for update in &parsed.pending_updates {
            check_name(&update.regex_name)?;
            check_range(&update.regex_name, "confidence", update.confidence, 1.0)?;
            check_fingerprints(&update.regex_name, &update.exceptions)?;
        }
        Ok(parsed)
    }
}

fn parse_yaml<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T> {
    let mut path = String::new();
    let options = serde_yaml::options! { with_snippet: false };
    serde_yaml::with_deserializer_from_str_with_options(text, options, |deserializer| {
        serde_path_to_error::deserialize(deserializer).map_err(|error| {
            path = error.path().to_string();
            error.into_inner()
        })
    })
    .map_err(|error| {
        let mut refused = Error::new(ErrorKind::InvalidPatterns, OPERATION, without_values(&error.to_string()));
        if !matches!(path.as_str(), "" | "." | "?") {
            refused = refused.with("field", &path);
        }
        match error.location() {
            Some(place) => refused.with("line", place.line()).with("column", place.column()),
            None => refused,
        }
    })
}

/// A parser's message quotes the offending value, which may be an exception's, and may read like a message itself. What was
/// expected, and the name of a field, is all that a reader needs.
fn without_values(message: &str) -> String {
    const NAMES: [&str; 3] = ["unknown field", "missing field", "duplicate"];
    const VALUES: [&str; 2] = ["unknown variant", "invalid "];
    let message = message.lines().next().unwrap_or_default();
    let first = |words: &[&str]| words.iter().filter_map(|words| message.find(words)).min();
    match (first(&NAMES), first(&VALUES)) {
        (Some(name), value) if value.is_none_or(|value| name < value) => message[name..].to_owned(),
        // After a value stand constants alone.
        _ => message.rfind("expected").map_or_else(|| "not valid YAML".to_owned(), |at| message[at..].to_owned()),
    }
}

fn check_name(name: &str) -> Result<()> {
    let valid = name.len() <= 64
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    if valid {
        return Ok(());
    }
    let problem = "a rule's name is a letter and up to 63 letters, digits, '_', '-' or '.'";
    Err(Error::new(ErrorKind::InvalidPatterns, OPERATION, problem).with("field", "patterns"))
}

fn check_range(name: &str, field: &'static str, value: f64, max: f64) -> Result<()> {
    if (0.0..=max).contains(&value) {
        return Ok(());
    }
    Err(Error::new(ErrorKind::InvalidPatterns, OPERATION, format!("expected a number from 0 to {max}"))
        .with("rule", name)
        .with("field", field))
}

/// What stands there in clear by mistake would be no exception, and would be kept.
fn check_fingerprints(name: &str, exceptions: &Exceptions) -> Result<()> {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let valid = |digits: &str| digits.len() == 64 && digits.bytes().all(is_digit);
    if exceptions.fingerprints.iter().all(|fingerprint| valid(fingerprint.as_str())) {
        return Ok(());
    }
    Err(Error::new(ErrorKind::InvalidPatterns, OPERATION, "expected 64 lower-case hexadecimal digits")
        .with("rule", name)
        .with("field", "exceptions.fingerprints"))
}

fn current_version() -> u32 {
    VERSION
}

fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Action, UpdateStatus};

    #[test]
    fn the_documented_sample_loads_word_for_word() {
        let text = concat!(
            "pending_updates:\n",
            "  - regex_name: AWS_ACCESS_KEY\n",
            "    action: modify\n",
            "    new_regex: \"AKIA[0-9A-Z]{16}(?!TESTKEY)\"\n",
            "    confidence: 0.82\n",
            "    status: \"pending human review\"\n",
            "    submitted_by: curator_2\n",
            "    timestamp: 2025-08-02T12:40:00Z\n",
        );
        let patterns = Patterns::parse(text).unwrap();
        let update = &patterns.pending_updates[0];
        assert_eq!(update.action, Action::Modify);
        assert_eq!(update.status, UpdateStatus::Pending);
        assert_eq!(update.new_regex.as_deref(), Some("AKIA[0-9A-Z]{16}(?!TESTKEY)"));
        assert_eq!(update.timestamp.to_string(), "2025-08-02T12:40:00Z");
    }

    #[test]
    fn errors_name_field_and_line_and_quote_no_value() {
        let table = [
            ("patterns:\n  A:\n    regex: x\n    severty: HIGH\n", "severty"),
            ("patterns:\n  A:\n    regex: x\n    active: hunter2\n", "active"),
            ("patterns:\n  A:\n    severity: HIGH\n", "regex"),
            ("patterns:\n  A:\n    regex: x\n  A:\n    regex: y\n", "duplicate"),
            ("patterns:\n  A:\n    regex: x\n    confidence: 7\n", "confidence"),
            ("patterns: [hunter2\n", "line"),
            ("patterns: {A: {regex: x, severity: 'unknown field hunter2'}}", "HIGH"),
            ("patterns: {A: {regex: x, severity: 'duplicate hunter2'}}", "HIGH"),
            ("patterns: {A: {regex: x, severity: 'expected hunter2'}}", "HIGH"),
            ("patterns: {A: {regex: x, confidence: 'missing field expected hunter2'}}", "confidence"),
            ("patterns: {A: {regex: x, examples: 'invalid, unknown field hunter2'}}", "examples"),
            ("version: 9\n", "version"),
            ("patterns:\n  'a b':\n    regex: x\n", "name"),
        ];
        for (text, named) in table {
            let error = Patterns::parse(text).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidPatterns);
            let shown = error.to_string();
            assert!(shown.contains(named), "{shown} does not name {named}");
            assert!(!shown.contains("hunter2"), "a value is quoted");
        }
    }

    #[test]
    fn an_alias_bomb_is_refused() {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let above = level - 1;
            text.push_str(&format!("a{level}: &a{level} [{}]\n", vec![format!("*a{above}"); 9].join(", ")));
        }
        assert_eq!(Patterns::parse(&text).unwrap_err().kind(), ErrorKind::InvalidPatterns);
    }
}
