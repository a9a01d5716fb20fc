//! Files without secrets: how many findings a megabyte.

use std::collections::BTreeMap;

use sentinel_core::{Category, Result, Scanner};
use serde::Serialize;

use super::corpus::File;

/// What was found in files of one kind.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Quiet {
    /// How much text that is.
    pub bytes: usize,
    /// Findings of secrets.
    pub secrets: usize,
    /// Findings of personal data.
    pub pii: usize,
    /// Of those, payment cards and numbers that identify a person, a company or an account.
    pub numbers: usize,
}

impl Quiet {
    /// So many findings a million bytes.
    pub fn per_mb(self, findings: usize) -> f64 {
        if findings == 0 { 0.0 } else { findings as f64 * 1e6 / self.bytes as f64 }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            bytes: self.bytes + other.bytes,
            secrets: self.secrets + other.secrets,
            pii: self.pii + other.pii,
            numbers: self.numbers + other.numbers,
        }
    }
}

/// Findings by rule, of each by kind of file.
pub type ByRule = BTreeMap<String, BTreeMap<String, usize>>;

/// What `scanner`, in which rules for personal data run, finds in files of each kind.
///
/// # Errors
///
/// A file that cannot be scanned.
pub(super) fn counted(scanner: &Scanner, files: &[File]) -> Result<(BTreeMap<String, Quiet>, ByRule)> {
    let mut kinds = BTreeMap::<String, Quiet>::new();
    let mut rules = ByRule::new();
    for file in files {
        let mut quiet = Quiet { bytes: file.text.len(), ..Quiet::default() };
        for finding in scanner.scan(&file.text)? {
            *rules.entry(finding.rule.to_string()).or_default().entry(file.kind.clone()).or_default() += 1;
            match finding.category {
                Category::Pii => {
                    quiet.pii += 1;
                    quiet.numbers += usize::from(is_number(&finding.rule));
                }
                _ => quiet.secrets += 1,
            }
        }
        let kind = kinds.entry(file.kind.clone()).or_default();
        *kind = kind.plus(quiet);
    }
    Ok((kinds, rules))
}

/// Not an address of people, machines or currencies, a telephone number or a day.
fn is_number(rule: &str) -> bool {
    !["ADDRESS", "PHONE", "DATE_OF_BIRTH"].iter().any(|word| rule.contains(word))
}
