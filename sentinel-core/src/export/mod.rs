//! Findings in the formats that other tools read. None of them gets a value: where a format has a field for one, the
//! preview stands there.

mod gitleaks_json;
mod jsonl;
mod occurrence;
mod sarif;

pub use self::occurrence::Occurrence;
use crate::{Error, ErrorKind, Result, Rule, words::words};

words! {
    /// A format for findings.
    ExportFormat {
        /// SARIF 2.1.0, as code hosts and editors read it: one JSON object.
        Sarif = "sarif",
        /// Gitleaks' report: one JSON array.
        Gitleaks = "gitleaks",
        /// JSON Lines: an object for each finding.
        JsonLines = "jsonl",
    }
}

/// Writes findings in a format. `rules` says what the rules are; those that found nothing are left out.
///
/// ```
/// use sentinel_core::{ExportFormat, Occurrence, Scanner, export};
///
/// let scanner = Scanner::builtin();
/// let text = ["key=AKIA", "QYLPMN5HHHFPZAM2"].concat();
/// let found = scanner.scan(&text)?;
/// let occurrences = Occurrence::in_text("app.env", text.as_bytes(), &found);
/// let sarif = export(&occurrences, scanner.rules(), ExportFormat::Sarif)?;
/// assert!(sarif.contains(r#""ruleId":"AWS_ACCESS_KEY""#));
/// # Ok::<(), sentinel_core::Error>(())
/// ```
///
/// # Errors
///
/// `Internal` when JSON cannot be written.
pub fn export<'r>(
    occurrences: &[Occurrence],
    rules: impl IntoIterator<Item = (&'r str, &'r Rule)>,
    format: ExportFormat,
) -> Result<String> {
    let rules = rules.into_iter().filter(|(name, _)| occurrences.iter().any(|found| found.rule == *name)).collect();
    let written = match format {
        ExportFormat::Sarif => sarif::write(occurrences, &rules),
        ExportFormat::Gitleaks => gitleaks_json::write(occurrences, &rules),
        ExportFormat::JsonLines => jsonl::write(occurrences),
    };
    written.map_err(|_| Error::new(ErrorKind::Internal, "export findings", "JSON cannot be written"))
}
