//! Redacts one JSON document, or one text.

use super::json;
use crate::{Redacted, Scanner};

/// A JSON document, or a text where it is none, redacted. A document stays one: where it is withheld, a string with a
/// marker stands for it.
pub(super) fn redact(scanner: &Scanner, text: &[u8]) -> Redacted<Vec<u8>> {
    match std::str::from_utf8(text) {
        Ok(document) if json::is_document(text) => {
            let Redacted { text, findings, replacements, error } = scanner.redact_json(document);
            Redacted { text: text.into_bytes(), findings, replacements, error }
        }
        _ => scanner.redact_bytes(text),
    }
}

/// A document that stands for one that is withheld.
pub(super) fn withheld(marker: &str) -> Vec<u8> {
    json::string(marker.as_bytes())
}
