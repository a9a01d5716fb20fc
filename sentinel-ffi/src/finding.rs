//! What was found, as structures that C reads and as JSON.

use sentinel_core::{Encoding, Error, Finding, Location, Locator, Part, Unit};
use serde_json::{Value, json};

use crate::{
    boundary,
    status::sentinel_status::{self, SENTINEL_OK},
    text::sentinel_text,
};

/// What was found in one text. Immutable: any number of threads may read it at the same time.
#[derive(Debug)]
pub struct sentinel_findings {
    withheld: sentinel_status,
    /// Points into what is below.
    items: Vec<sentinel_finding>,
    _components: Vec<Vec<sentinel_component>>,
    _encodings: Vec<Vec<sentinel_text>>,
    _findings: Vec<Finding>,
}

/// One secret or one piece of personal data, never its value. Lives as long as the findings that it
/// is of. Later releases may add fields at the end.
#[repr(C)]
#[derive(Debug)]
pub struct sentinel_finding {
    /// The rule that found it: "AWS_ACCESS_KEY".
    pub r#type: sentinel_text,
    /// "secret", "pii" or "risk".
    pub category: sentinel_text,
    /// How bad a leak of it is: "LOW", "MEDIUM", "HIGH" or "CRITICAL".
    pub severity: sentinel_text,
    /// How likely it is to be what the rule says, from 0 to 1.
    pub confidence: f64,
    /// Offset of its first byte in the text.
    pub start: usize,
    /// Offset just past its last byte.
    pub end: usize,
    /// Line, counted from 1; lines end at '\n'.
    pub line: usize,
    /// Column, counted from 1 in bytes.
    pub column: usize,
    /// Its value as people may see it: "AKIA****XYZ".
    pub preview: sentinel_text,
    /// Keyed fingerprint of its value; missing where there is no key, as in a scanner.
    pub fingerprint: sentinel_text,
    /// The strongest reason to believe it: "context", "entropy", "structure", "checksum" or "known".
    pub proof: sentinel_text,
    /// The other parts of the same credential that were found near it.
    pub components: *const sentinel_component,
    /// How many.
    pub components_length: usize,
    /// Digest of the rules that ran: 16 hexadecimal digits.
    pub ruleset: sentinel_text,
    /// The encodings that it was found in, outermost first: "escape", "base64", "hex",
    /// "utf16", "wrap".
    pub encodings: *const sentinel_text,
    /// How many; 0 in plain text.
    pub encodings_length: usize,
}

/// Another part of a credential: the secret key that belongs to a key id.
#[repr(C)]
#[derive(Debug)]
pub struct sentinel_component {
    /// The rule that found the part.
    pub r#type: sentinel_text,
    /// Offset of its first byte in the text.
    pub start: usize,
    /// Offset just past its last byte.
    pub end: usize,
}

/// How many there are. 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_findings_count(findings: Option<&sentinel_findings>) -> usize {
    boundary::value(0, || findings.map_or(0, |findings| findings.items.len()))
}

/// One of them, in the order of their positions, counted from 0. NULL past the last, and for NULL.
/// The findings own it.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_findings_get(
    findings: Option<&sentinel_findings>,
    index: usize,
) -> Option<&sentinel_finding> {
    boundary::value(None, || findings?.items.get(index))
}

/// Why sentinel_redact_findings() withheld the text, or a stream withholds the rest of it: SENTINEL_OK
/// if it did not.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_findings_withheld(findings: Option<&sentinel_findings>) -> sentinel_status {
    boundary::value(SENTINEL_OK, || findings.map_or(SENTINEL_OK, |findings| findings.withheld))
}

/// Frees findings. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_findings_free(findings: Option<Box<sentinel_findings>>) {
    boundary::value((), || drop(findings));
}

impl sentinel_findings {
    /// Findings that C owns.
    pub(crate) fn handle(text: &[u8], findings: Vec<Finding>, error: Option<&Error>) -> *mut Self {
        let mut locator = Locator::new(text, Unit::Bytes);
        let findings = Self::at_places(findings.into_iter().map(|finding| {
            let at = finding.locate(&mut locator).at;
            (finding, at)
        }));
        findings.boxed(error)
    }

    /// Gives them to C, with why the text was withheld, if it was.
    pub(crate) fn boxed(mut self, error: Option<&Error>) -> *mut Self {
        self.withheld = error.map_or(SENTINEL_OK, |error| error.kind().into());
        Box::into_raw(Box::new(self))
    }

    /// Findings and where each lies. What they point to lies on the heap, and stays there when they move.
    pub(crate) fn at_places(located: impl Iterator<Item = (Finding, Location)>) -> Self {
        let (findings, places): (Vec<Finding>, Vec<Location>) = located.unzip();
        let part = |part: &Part| sentinel_component {
            r#type: sentinel_text::lent(&part.rule),
            start: part.span.start,
            end: part.span.end,
        };
        let components: Vec<Vec<_>> =
            findings.iter().map(|finding| finding.components.iter().map(part).collect()).collect();
        let word = |encoding: &Encoding| sentinel_text::lent(encoding.as_str());
        let encodings: Vec<Vec<_>> =
            findings.iter().map(|finding| finding.encodings.iter().map(word).collect()).collect();
        let item = |(((finding, at), parts), encodings): (((&Finding, Location), &Vec<_>), &Vec<_>)| {
            lend(finding, at, parts, encodings)
        };
        let items = findings.iter().zip(places).zip(&components).zip(&encodings).map(item).collect();
        Self { withheld: SENTINEL_OK, items, _components: components, _encodings: encodings, _findings: findings }
    }
}

fn lend(
    finding: &Finding,
    at: Location,
    components: &[sentinel_component],
    encodings: &[sentinel_text],
) -> sentinel_finding {
    let fingerprint = finding.fingerprint.as_ref().map(|fingerprint| sentinel_text::lent(fingerprint.as_str()));
    sentinel_finding {
        r#type: sentinel_text::lent(&finding.rule),
        category: sentinel_text::lent(finding.category.as_str()),
        severity: sentinel_text::lent(finding.severity.as_str()),
        confidence: finding.confidence,
        start: at.start,
        end: at.end,
        line: at.line,
        column: at.column,
        preview: sentinel_text::lent(&finding.preview),
        fingerprint: fingerprint.unwrap_or_default(),
        proof: sentinel_text::lent(finding.proof.as_str()),
        components: components.as_ptr(),
        components_length: components.len(),
        ruleset: sentinel_text::lent(&finding.ruleset),
        encodings: encodings.as_ptr(),
        encodings_length: encodings.len(),
    }
}

/// Findings as JSON, with the fields of the structure: serialised, a finding counts bytes as C does.
pub(crate) fn documents(text: &[u8], findings: &[Finding]) -> Vec<Value> {
    let mut locator = Locator::new(text, Unit::Bytes);
    let mut document = |finding: &Finding| {
        let at = finding.locate(&mut locator).at;
        let mut document = json!(finding);
        document["line"] = at.line.into();
        document["column"] = at.column.into();
        // Left out where there are none.
        document["components"] = json!(finding.components);
        document["encodings"] = json!(finding.encodings);
        document
    };
    findings.iter().map(&mut document).collect()
}
