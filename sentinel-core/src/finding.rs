//! What a scan finds: where, which rule, how sure; never the value.

use std::sync::Arc;

use serde::Serialize;

use crate::{Encoding, Fingerprint, Location, Locator, Span, words::words};

words! {
    /// What kind of thing a rule looks for.
    Category {
        /// A credential.
        Secret = "secret",
        /// Personal data.
        Pii = "pii",
        /// Text that is a risk in itself.
        Risk = "risk",
    }
}

words! {
    /// How bad a leak of it is, least first.
    Severity {
        /// Worth knowing.
        Low = "LOW",
        /// Worth a look today.
        Medium = "MEDIUM",
        /// Worth a look now.
        High = "HIGH",
        /// Worth waking somebody.
        Critical = "CRITICAL",
    }
}

words! {
    /// The strongest reason to believe a finding, weakest first.
    Proof {
        /// The words around it.
        Context = "context",
        /// Its randomness.
        Entropy = "entropy",
        /// Its form: a known prefix, or parts that parse.
        Structure = "structure",
        /// A checksum inside it that holds.
        Checksum = "checksum",
        /// The host named this very value.
        Known = "known",
    }
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
    /// The encodings that it was found in, outermost first; none for plain text. The span covers the
    /// encoded bytes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub encodings: Vec<Encoding>,
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

impl Finding {
    /// Where the finding and its parts lie, in the unit of the locator.
    pub fn locate(&self, locator: &mut Locator<'_>) -> Located {
        let at = locator.locate(self.span);
        let components = self.components.iter().map(|part| (Arc::clone(&part.rule), locator.locate(part.span)));
        Located { at, components: components.collect() }
    }
}

/// Where a finding lies, in the unit that a host counts in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Located {
    /// The finding itself.
    pub at: Location,
    /// Its parts: the rule that found each, and where it lies.
    pub components: Vec<(Arc<str>, Location)>,
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
