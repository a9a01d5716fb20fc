//! What a scan finds: where, which rule, how sure; never the value.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{Fingerprint, Span};

/// What kind of thing a rule looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Category {
    /// A credential.
    #[default]
    Secret,
    /// Personal data.
    Pii,
    /// Text that is a risk in itself.
    Risk,
}

/// How bad a leak of it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Severity {
    /// Worth knowing.
    Low,
    /// Worth a look today.
    Medium,
    /// Worth a look now.
    High,
    /// Worth waking somebody.
    Critical,
}

/// The strongest reason to believe a finding, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Proof {
    /// The words around it.
    Context,
    /// Its randomness.
    Entropy,
    /// Its form: a known prefix, or parts that parse.
    Structure,
    /// A checksum inside it that holds.
    Checksum,
}

/// One secret or one piece of personal data in a text.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// The rule that found it.
    #[serde(rename = "type")]
    pub rule: Arc<str>,
    /// What kind of thing it is.
    pub category: Category,
    /// How bad a leak of it is.
    pub severity: Severity,
    /// How likely it is to be what the rule says, from 0 to 1.
    pub confidence: f64,
    /// Where its value lies, in UTF-8 bytes.
    #[serde(flatten)]
    pub span: Span,
    /// Its value as people may see it: `AKIA****XYZ`.
    pub preview: String,
    /// Keyed fingerprint of the value, if the scanner has a key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<Fingerprint>,
    /// The strongest reason to believe it.
    pub proof: Proof,
    /// The other parts of the same credential that were found near it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Part>,
    /// Digest of the rule set that found it: 16 hexadecimal digits.
    pub ruleset: Arc<str>,
    /// What a redaction replaces: the value and every weaker match that overlaps it.
    #[serde(skip)]
    pub(crate) cover: Span,
    /// True when the rule names who issues such credentials.
    #[serde(skip)]
    pub(crate) issuer_known: bool,
}

/// Another part of a credential: the secret key that belongs to a key id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Part {
    /// The rule that found the part.
    #[serde(rename = "type")]
    pub rule: Arc<str>,
    /// Where the part's value lies, in UTF-8 bytes.
    #[serde(flatten)]
    pub span: Span,
}
