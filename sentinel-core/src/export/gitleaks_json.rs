//! Gitleaks' report. `Secret` and `Match` hold the preview; what only a repository's history tells is empty.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Occurrence;
use crate::Rule;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Leak<'o> {
    #[serde(rename = "RuleID")]
    rule_id: &'o str,
    description: &'o str,
    start_line: usize,
    end_line: usize,
    start_column: usize,
    end_column: usize,
    r#match: &'o str,
    secret: &'o str,
    file: &'o str,
    symlink_file: &'static str,
    commit: &'static str,
    /// Not told: it is a property of the value.
    entropy: f64,
    author: &'static str,
    email: &'static str,
    date: &'static str,
    message: &'static str,
    tags: [&'o str; 2],
    fingerprint: String,
}

pub(super) fn write(occurrences: &[Occurrence], rules: &BTreeMap<&str, &Rule>) -> serde_json::Result<String> {
    let leaks: Vec<Leak<'_>> = occurrences.iter().map(|found| leak(found, rules)).collect();
    Ok(serde_json::to_string(&leaks)? + "\n")
}

fn leak<'o>(found: &'o Occurrence, rules: &BTreeMap<&str, &'o Rule>) -> Leak<'o> {
    let end_line = found.end_line.unwrap_or(found.line);
    let length = found.end.saturating_sub(found.start).max(1);
    Leak {
        rule_id: &found.rule,
        description: rules.get(found.rule.as_str()).map_or("", |rule| rule.description.as_str()),
        start_line: found.line,
        end_line,
        start_column: found.column,
        // Past the first line it is not known.
        end_column: if end_line == found.line { found.column + length - 1 } else { 1 },
        r#match: &found.preview,
        secret: &found.preview,
        file: &found.path,
        symlink_file: "",
        commit: "",
        entropy: 0.0,
        author: "",
        email: "",
        date: "",
        message: "",
        tags: [found.category.as_str(), found.severity.as_str()],
        fingerprint: format!("{}:{}:{}", found.path, found.rule, found.line),
    }
}
