//! A finding and the file that it is in.

use serde::{Deserialize, Serialize};

use crate::{Category, Encoding, Finding, Fingerprint, Locator, Proof, Severity, Span, Unit};

/// A finding and the file that it is in, as it is exported. It has no field for the value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Occurrence {
    /// The file, as the host names it; `/` between folders.
    pub path: String,
    /// The rule.
    #[serde(rename = "type")]
    pub rule: String,
    /// What kind of thing it is.
    pub category: Category,
    /// How bad a leak of it is.
    pub severity: Severity,
    /// How likely it is to be what the rule says, from 0 to 1.
    pub confidence: f64,
    /// Where the value starts in the text, in bytes.
    pub start: usize,
    /// Just past where it ends, in bytes.
    pub end: usize,
    /// Line of the start, counted from 1.
    pub line: usize,
    /// Column of the start, in bytes, counted from 1.
    pub column: usize,
    /// Line of the end, if the host knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_line: Option<usize>,
    /// The value as people may see it.
    pub preview: String,
    /// Keyed fingerprint of the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<Fingerprint>,
    /// The strongest reason to believe it.
    pub proof: Proof,
    /// The encodings that it was found in, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub encodings: Vec<Encoding>,
    /// Digest of the rules that found it.
    pub ruleset: String,
}

impl Occurrence {
    /// The findings of a scan of `text`, which is in the file `path`.
    pub fn in_text(path: &str, text: &[u8], findings: &[Finding]) -> Vec<Self> {
        let mut locator = Locator::new(text, Unit::Bytes);
        let occurrence = |finding: &Finding| {
            let at = locator.locate(finding.span);
            let last = finding.span.end.saturating_sub(1).max(finding.span.start);
            let end_line = Some(locator.locate(Span::new(last, finding.span.end)).line);
            let Finding { category, severity, confidence, proof, .. } = *finding;
            Self {
                path: path.to_owned(),
                rule: finding.rule.to_string(),
                category,
                severity,
                confidence,
                start: at.start,
                end: at.end,
                line: at.line,
                column: at.column,
                end_line,
                preview: finding.preview.clone(),
                fingerprint: finding.fingerprint.clone(),
                proof,
                encodings: finding.encodings.clone(),
                ruleset: finding.ruleset.to_string(),
            }
        };
        findings.iter().map(occurrence).collect()
    }
}
