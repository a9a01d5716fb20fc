//! Findings and outcomes with offsets in the caller's unit.

use std::sync::Arc;

use sentinel_core::{Category, Finding, Fingerprint, Located, Locator, Outcome, Proof, Severity, Unit};
use serde::Serialize;

use crate::error::ErrorView;

/// One finding. Offsets are `f64`, as all numbers of JavaScript are.
#[derive(Serialize)]
pub struct FindingView {
    #[serde(rename = "type")]
    rule: Arc<str>,
    category: Category,
    severity: Severity,
    confidence: f64,
    start: f64,
    end: f64,
    line: f64,
    column: f64,
    preview: String,
    fingerprint: Option<Fingerprint>,
    proof: Proof,
    components: Vec<PartView>,
    ruleset: Arc<str>,
}

#[derive(Serialize)]
struct PartView {
    #[serde(rename = "type")]
    rule: Arc<str>,
    start: f64,
    end: f64,
}

impl FindingView {
    /// All findings of `text`, in order.
    pub fn all(text: &[u8], unit: Unit, findings: Vec<Finding>) -> Vec<Self> {
        let mut locator = Locator::new(text, unit);
        findings.into_iter().map(|finding| Self::new(finding.locate(&mut locator), finding)).collect()
    }

    fn new(Located { at, components, .. }: Located, finding: Finding) -> Self {
        let part = |(rule, at): (Arc<str>, sentinel_core::Location)| PartView {
            rule,
            start: at.start as f64,
            end: at.end as f64,
        };
        Self {
            rule: finding.rule,
            category: finding.category,
            severity: finding.severity,
            confidence: finding.confidence,
            start: at.start as f64,
            end: at.end as f64,
            line: at.line as f64,
            column: at.column as f64,
            preview: finding.preview,
            fingerprint: finding.fingerprint,
            proof: finding.proof,
            components: components.into_iter().map(part).collect(),
            ruleset: finding.ruleset,
        }
    }
}

/// What `process` did with a record.
#[derive(Serialize)]
pub struct OutcomeView {
    text: String,
    findings: Vec<FindingView>,
    entry: Option<String>,
    log_reference: Option<String>,
    revocations: usize,
    error: Option<ErrorView>,
}

impl OutcomeView {
    /// The outcome of `record`.
    pub fn new(record: &[u8], unit: Unit, outcome: Outcome) -> Self {
        Self {
            text: outcome.text,
            findings: FindingView::all(record, unit, outcome.findings),
            entry: outcome.entry,
            log_reference: outcome.log_reference,
            revocations: outcome.revocations,
            error: outcome.error.as_ref().map(ErrorView::from),
        }
    }
}
