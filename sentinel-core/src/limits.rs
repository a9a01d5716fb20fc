//! What one call may cost.

/// Limits of one scan. Past any of them the text is withheld, never passed through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The largest input, in bytes. Default: 64 MiB.
    pub max_input_bytes: usize,
    /// The most findings in one input. Default: 100,000.
    pub max_findings: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_input_bytes: 64 << 20, max_findings: 100_000 }
    }
}

/// The longest match, in bytes, of a rule whose regex has no bound of its own: the search for
/// one match ends there. It keeps the time for a text linear in its length.
pub const MAX_MATCH_BYTES: usize = 16 << 10;
