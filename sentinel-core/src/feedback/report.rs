//! What people report.

use std::fmt;

use serde::{Deserialize, Deserializer, de};

use crate::{Error, ErrorKind, Fingerprint, Result, Secret, Timestamp, words::words};

/// One report about one rule.
///
/// ```
/// use sentinel_core::Feedback;
///
/// let report = Feedback::from_json(r#"{
///     "alert_id": "log_345",
///     "secret_type": "AWS_ACCESS_KEY",
///     "feedback_type": "false_positive",
///     "evidence": "Key was dummy data: TESTKEY123",
///     "suggested_regex_fix": null
/// }"#)?;
/// assert_eq!(report.alert_id.as_deref(), Some("log_345"));
/// # Ok::<(), sentinel_core::Error>(())
/// ```
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Feedback {
    /// The quarantined record that it is about: `log_…`.
    #[serde(default)]
    pub alert_id: Option<String>,
    /// The rule that it is about.
    pub secret_type: String,
    /// What is wrong.
    pub feedback_type: FeedbackType,
    /// Words, a value, or a line that holds one. JSON has a string, a list of strings or null.
    #[serde(default, deserialize_with = "evidence")]
    pub evidence: Vec<Secret>,
    /// A regex that the reporter suggests.
    #[serde(default)]
    pub suggested_regex_fix: Option<String>,
    /// Who reports.
    #[serde(default)]
    pub submitted_by: Option<String>,
}

words! {
    /// What is wrong.
    FeedbackType {
        /// It found what is no secret.
        FalsePositive = "false_positive",
        /// It did not find a secret.
        MissedSecret = "missed_secret",
        /// It should be looked at.
        Uncertain = "uncertain",
    }
}

impl Feedback {
    /// Secrets that the rule did not find; the rule need not exist yet.
    pub fn missed_secret(secret_type: &str, evidence: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        Self::new(secret_type, FeedbackType::MissedSecret).evidence(evidence)
    }

    /// A quarantined record in which the rule found what is no secret.
    pub fn false_positive(secret_type: &str, alert_id: &str) -> Self {
        Self { alert_id: Some(alert_id.to_owned()), ..Self::new(secret_type, FeedbackType::FalsePositive) }
    }

    /// A doubt about a rule.
    pub fn uncertain(secret_type: &str) -> Self {
        Self::new(secret_type, FeedbackType::Uncertain)
    }

    /// Adds evidence.
    #[must_use]
    pub fn evidence(mut self, evidence: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.evidence.extend(evidence.into_iter().map(|text| Secret::from(text.as_ref())));
        self
    }

    /// Says who reports.
    #[must_use]
    pub fn submitted_by(mut self, name: impl Into<String>) -> Self {
        self.submitted_by = Some(name.into());
        self
    }

    /// Reads a report from JSON.
    ///
    /// # Errors
    ///
    /// `InvalidInput`, with the field that is wrong.
    pub fn from_json(json: &str) -> Result<Self> {
        let deserializer = &mut serde_json::Deserializer::from_str(json);
        serde_path_to_error::deserialize(deserializer).map_err(|error| {
            let path = error.path().to_string();
            let inner = error.into_inner().to_string();
            // The parser's message may quote evidence: only the names of fields are kept of it.
            let known = ["missing field", "unknown field", "unknown variant"];
            let named = known.iter().find(|words| inner.starts_with(**words)).map_or("not a report", |words| *words);
            let field = match inner.split('`').nth(1) {
                Some(field) if path == "." && named != "not a report" => field,
                _ => &path,
            };
            Error::new(ErrorKind::InvalidInput, "read feedback", named).with("field", field)
        })
    }

    fn new(secret_type: &str, feedback_type: FeedbackType) -> Self {
        Self {
            alert_id: None,
            secret_type: secret_type.to_owned(),
            feedback_type,
            evidence: Vec::new(),
            suggested_regex_fix: None,
            submitted_by: None,
        }
    }
}

impl fmt::Debug for Feedback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Feedback")
            .field("secret_type", &self.secret_type)
            .field("feedback_type", &self.feedback_type)
            .field("evidence", &self.evidence)
            .finish_non_exhaustive()
    }
}

fn evidence<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Secret>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Evidence {
        None,
        One(String),
        Many(Vec<String>),
    }
    let evidence =
        Evidence::deserialize(deserializer).map_err(|_| de::Error::custom("expected a string or a list of strings"))?;
    Ok(match evidence {
        Evidence::None => Vec::new(),
        Evidence::One(text) => vec![Secret::new(text.into_bytes())],
        Evidence::Many(texts) => texts.into_iter().map(|text| Secret::new(text.into_bytes())).collect(),
    })
}

/// One piece of evidence as a store keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reported {
    /// The rule that it is about.
    pub secret_type: String,
    /// What is wrong.
    pub feedback_type: FeedbackType,
    /// Keyed fingerprint of the value in it.
    pub fingerprint: Fingerprint,
    /// The evidence, sealed.
    pub sealed: Vec<u8>,
    /// When it was reported.
    pub timestamp: Timestamp,
    /// Who reported.
    pub submitted_by: String,
}

impl Reported {
    /// Evidence as a store read it.
    pub fn stored(
        secret_type: String,
        feedback_type: FeedbackType,
        fingerprint: Fingerprint,
        sealed: Vec<u8>,
        timestamp: Timestamp,
        submitted_by: String,
    ) -> Self {
        Self { secret_type, feedback_type, fingerprint, sealed, timestamp, submitted_by }
    }

    /// What its seal is bound to.
    pub(crate) fn seal_context(secret_type: &str, fingerprint: &Fingerprint) -> String {
        format!("evidence/{secret_type}/{fingerprint}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_reports_name_the_field_and_quote_nothing() {
        let table = [
            (r#"{"feedback_type": "uncertain"}"#, "secret_type"),
            (r#"{"secret_type": "A", "feedback_type": "hunter2"}"#, "feedback_type"),
            (r#"{"secret_type": "A", "feedback_type": "uncertain", "evidence": {"hunter2": 1}}"#, "evidence"),
            (r#"{"secret_type": "A", "feedback_type": "uncertain", "extra": "hunter2"}"#, "extra"),
        ];
        for (json, field) in table {
            let error = Feedback::from_json(json).unwrap_err();
            assert_eq!(error.context().collect::<Vec<_>>(), [("field", field)]);
            assert!(!error.to_string().contains("hunter2"));
        }
    }

    #[test]
    fn evidence_is_not_printed() {
        let report = Feedback::missed_secret("A", ["hunter2"]);
        assert!(!format!("{report:?}").contains("hunter2"));
    }
}
