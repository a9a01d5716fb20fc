//! Lines in which people stand something in for a secret.

use std::collections::BTreeMap;

use sentinel_core::{Category, Result, Scanner};
use serde::{Deserialize, Serialize};

/// How many of the lines are flagged.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Placeholders {
    /// All lines.
    pub lines: usize,
    /// Those in which a secret is found.
    pub flagged: usize,
}

/// Scans the lines that the core's tests hold.
///
/// # Errors
///
/// A line that cannot be scanned.
pub(super) fn placeholders(scanner: &Scanner) -> Result<Placeholders> {
    let lines = placeholder_lines();
    let mut flagged = 0;
    for line in &lines {
        flagged += usize::from(scanner.scan(line)?.iter().any(|finding| finding.category == Category::Secret));
    }
    Ok(Placeholders { lines: lines.len(), flagged })
}

/// The lines.
///
/// # Panics
///
/// Never: the core's tests read the same file.
pub(crate) fn placeholder_lines() -> Vec<String> {
    #[derive(Deserialize)]
    struct Document {
        groups: BTreeMap<String, Vec<String>>,
    }
    let json = include_str!("../../../sentinel-core/tests/placeholders.json");
    let document: Document = serde_json::from_str(json).expect("the core's tests read it");
    document.groups.into_values().flatten().collect()
}
