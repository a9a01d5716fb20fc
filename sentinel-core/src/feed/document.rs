//! Redacts one text, or one JSON document.

use super::json;
use crate::{Redacted, Scanner, WITHHELD_ERROR, WITHHELD_LIMIT};

/// A JSON document, or a text where it is none, redacted. A document stays one: where redaction would break it, a
/// string with a marker stands for it.
pub(super) fn redact(scanner: &Scanner, text: &[u8]) -> Redacted<Vec<u8>> {
    // The one call to change when JSON gets a redaction of its own.
    let mut redacted = scanner.redact_bytes(text);
    if redacted.text != text && json::is_document(text) && !json::is_document(&redacted.text) {
        if redacted.error.is_none() {
            scanner.count_withheld();
        }
        redacted.text = match redacted.text.as_slice() {
            marker if marker == WITHHELD_LIMIT.as_bytes() => withheld(WITHHELD_LIMIT),
            _ => withheld(WITHHELD_ERROR),
        };
    }
    redacted
}

/// A document that stands for one that is withheld.
pub(super) fn withheld(marker: &str) -> Vec<u8> {
    json::string(marker.as_bytes())
}
