//! What one call may cost.

use std::time::Duration;

/// Limits of one call. Past any of them the text is withheld, never passed through; the error names the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The largest input, in bytes. Default: 64 MiB.
    pub max_input_bytes: usize,
    /// The most findings in one input. Default: 100,000.
    pub max_findings: usize,
    /// How many bytes may be decoded in one pass over the text, all views and depths together. Default (`None`): four
    /// times the input and 1 MiB, which text that was not made for it never needs.
    pub max_decoded_bytes: Option<usize>,
    /// How long the redacted text may be, in bytes, that which the policy writes for what was found included; of a stream,
    /// all that it gives. What a call takes of memory is bounded by it where a callback, or a vault, gives texts of any
    /// length. Default: 256 MiB.
    pub max_output_bytes: usize,
    /// How long a call may take, all passes of a redaction together. It needs a
    /// [`clock`](crate::ScannerBuilder::clock), which is read between attempts, rules and views, and each 256 KiB: one
    /// search of a regex and the decoding of one view are not interrupted, so that a call ends a little later, by the
    /// time that they take. Default (`None`): as long as it takes.
    pub max_time: Option<Duration>,
    /// How deep objects and arrays of a JSON document may stand in each other, those in strings that hold a document
    /// included. Default: 128.
    pub max_depth: usize,
    /// How many keys and values a JSON document may have. Default: 10,000,000.
    pub max_nodes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_input_bytes: 64 << 20,
            max_findings: 100_000,
            max_decoded_bytes: None,
            max_output_bytes: 256 << 20,
            max_time: None,
            max_depth: 128,
            max_nodes: 10_000_000,
        }
    }
}

impl Limits {
    /// How many bytes may be decoded for an input of this size.
    pub(crate) fn decoded_bytes_for(&self, input: usize) -> usize {
        self.max_decoded_bytes.unwrap_or_else(|| input.saturating_mul(4).saturating_add(1 << 20))
    }
}

/// The most bytes that a stream holds back. Where more of them would be needed to know what a rule
/// finds, the rest of the stream is withheld.
pub const MAX_HELD_BYTES: usize = 256 << 10;

/// The longest match, in bytes, of a rule whose regex has no bound of its own: the search for
/// one match ends there. It keeps the time for a text linear in its length.
pub const MAX_MATCH_BYTES: usize = 16 << 10;
