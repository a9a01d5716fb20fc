//! JSON Lines: an object for each finding, with the fields of [`Occurrence`].

use super::Occurrence;

pub(super) fn write(occurrences: &[Occurrence]) -> serde_json::Result<String> {
    let mut lines = String::new();
    for occurrence in occurrences {
        lines.push_str(&serde_json::to_string(occurrence)?);
        lines.push('\n');
    }
    Ok(lines)
}
