//! What is sent to a provider's hook. The templates beside this file are the contract.

use serde_json::Value;

use super::Provider;
use crate::{Severity, Timestamp};

/// What a payload is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'s> {
    pub(crate) secret_type: &'s str,
    pub(crate) redacted_key: &'s str,
    pub(crate) log_reference: &'s str,
    pub(crate) provider: &'s str,
    /// Repository or workspace.
    pub(crate) place: &'s str,
    pub(crate) severity: Severity,
    pub(crate) timestamp: Timestamp,
}

/// The payload for a provider, as JSON text.
pub(crate) fn payload(provider: Provider, subject: &Subject<'_>) -> String {
    let timestamp = subject.timestamp.whole_seconds().to_string();
    let fields = [
        ("event", "secret_leak_detected"),
        ("secret_type", subject.secret_type),
        ("redacted_key", subject.redacted_key),
        ("log_reference", subject.log_reference),
        ("provider", subject.provider),
        ("repository", subject.place),
        ("workspace", subject.place),
        ("severity", subject.severity.as_str()),
        ("timestamp", &timestamp),
    ];
    let mut text = template(provider).trim_end().to_owned();
    // Filled from the end, so that no value is looked at as if it were part of the template.
    while let Some(open) = text.rfind("\"{{") {
        let close = open + text[open..].find("}}\"").expect("the templates close what they open") + 3;
        let name = &text[open + 3..close - 3];
        let value = fields.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value);
        let filled = Value::from(value).to_string().replace("{{", "\\u007b\\u007b");
        text.replace_range(open..close, &filled);
    }
    text
}

fn template(provider: Provider) -> &'static str {
    match provider {
        Provider::Aws => include_str!("payload/aws.json"),
        Provider::Github => include_str!("payload/github.json"),
        Provider::Slack => include_str!("payload/slack.json"),
        Provider::Generic => include_str!("payload/generic.json"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sent(provider: Provider, place: &str) -> Value {
        let subject = Subject {
            secret_type: "GITHUB_TOKEN",
            redacted_key: "ghp_****abcd",
            log_reference: "hyperlog:58322",
            provider: "github",
            place,
            severity: Severity::High,
            timestamp: Timestamp::parse("2025-08-02T12:46:00.500Z").unwrap(),
        };
        serde_json::from_str(&payload(provider, &subject)).unwrap()
    }

    #[test]
    fn the_documented_sample_is_sent_word_for_word() {
        let expected = json!({
            "event": "secret_leak_detected",
            "secret_type": "GITHUB_TOKEN",
            "redacted_key": "ghp_****abcd",
            "repository": "repo-name",
            "log_reference": "hyperlog:58322",
            "severity": "HIGH",
            "recommended_action": "Invalidate GitHub token via API",
            "timestamp": "2025-08-02T12:46:00Z"
        });
        assert_eq!(sent(Provider::Github, "repo-name"), expected);
    }

    #[test]
    fn a_value_cannot_break_out_of_the_template() {
        for place in ["a\"b", "{{severity}}", "\"{{severity}}\"", "\\", "\n"] {
            assert_eq!(sent(Provider::Slack, place)["workspace"], place);
        }
    }

    #[test]
    fn every_provider_has_a_template_that_is_filled() {
        for &provider in Provider::ALL {
            let text = sent(provider, "x").to_string();
            assert!(!text.contains("{{") && !text.contains("\"\""));
        }
    }
}
