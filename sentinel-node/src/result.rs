//! Results with offsets in the caller's unit.

use std::{mem, sync::Arc};

use sentinel_core::{Counters, Encoding, Finding, Fingerprint, Located, Location, Locator, Outcome, Rule, Unit};
use serde::Serialize;

use crate::error::ErrorView;

/// One finding. Its fields are set in this order: what stands below its own takes their place.
#[derive(Serialize)]
pub struct FindingView {
    #[serde(flatten)]
    finding: Finding,
    #[serde(flatten)]
    at: Location,
    fingerprint: Option<Fingerprint>,
    encodings: Vec<Encoding>,
    components: Vec<ComponentView>,
}

#[derive(Serialize)]
struct ComponentView {
    #[serde(rename = "type")]
    rule: Arc<str>,
    start: usize,
    end: usize,
}

/// The findings of `text`, in order.
pub fn located(text: &[u8], unit: Unit, findings: Vec<Finding>) -> Vec<FindingView> {
    // So it is of most texts.
    if findings.is_empty() {
        return Vec::new();
    }
    let mut locator = Locator::new(text, unit);
    let view = |finding: Finding| {
        let located = finding.locate(&mut locator);
        FindingView::new(finding, located)
    };
    findings.into_iter().map(view).collect()
}

impl FindingView {
    /// A finding and where it lies.
    pub fn new(finding: Finding, located: Located) -> Self {
        let component = |(rule, at): (_, Location)| ComponentView { rule, start: at.start, end: at.end };
        let components = located.components.into_iter().map(component).collect();
        let (fingerprint, encodings) = (finding.fingerprint.clone(), finding.encodings.clone());
        Self { at: located.at, fingerprint, encodings, components, finding }
    }
}

/// What `process` did with a record; the order of fields counts here too.
#[derive(Serialize)]
pub struct OutcomeView {
    #[serde(flatten)]
    outcome: Outcome,
    findings: Vec<FindingView>,
    error: Option<ErrorView>,
}

impl OutcomeView {
    /// The outcome of `record`.
    pub fn new(record: &[u8], unit: Unit, mut outcome: Outcome) -> Self {
        let findings = located(record, unit, mem::take(&mut outcome.findings));
        Self { findings, error: outcome.error.as_ref().map(ErrorView::from), outcome }
    }
}

/// What a scanner has done. A `u64` past 2^32 would become a `BigInt`.
#[derive(Serialize)]
pub struct CountersView {
    calls: f64,
    bytes: f64,
    found: f64,
    redacted: f64,
    blocked: f64,
    limited: f64,
    failed: f64,
}

impl From<Counters> for CountersView {
    fn from(of: Counters) -> Self {
        Self {
            calls: of.calls as f64,
            bytes: of.bytes as f64,
            found: of.found as f64,
            redacted: of.redacted as f64,
            blocked: of.blocked as f64,
            limited: of.limited as f64,
            failed: of.failed as f64,
        }
    }
}

/// A rule with its name beside its fields.
#[derive(Serialize)]
pub struct Named {
    name: String,
    #[serde(flatten)]
    rule: Rule,
}

/// Rules by name.
pub fn named(rules: impl IntoIterator<Item = (String, Rule)>) -> Vec<Named> {
    rules.into_iter().map(|(name, rule)| Named { name, rule }).collect()
}
