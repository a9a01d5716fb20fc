//! `.gitleaksignore`: one fingerprint a line, `commit:file:rule:line` or `file:rule:line`.

use super::{Imported, Suppression, collector::Collector, document::unreadable};
use crate::Result;

pub(super) fn read(text: &str) -> Result<Imported> {
    let mut collector = Collector::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some(suppression) = suppression(line) else {
            return Err(unreadable("expected file:rule:line or commit:file:rule:line", Some(index + 1)));
        };
        collector.suppress(suppression);
    }
    Ok(collector.finish())
}

/// Read from its end: the name of a file may hold colons.
fn suppression(line: &str) -> Option<Suppression> {
    let mut parts = line.rsplitn(3, ':');
    let line = parts.next()?.parse().ok().filter(|&line| line > 0)?;
    let rule = parts.next().filter(|rule| !rule.is_empty())?.to_owned();
    let place = parts.next().filter(|place| !place.is_empty())?;
    let is_commit = |text: &str| text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let (commit, path) = match place.split_once(':') {
        Some((commit, path)) if is_commit(commit) && !path.is_empty() => (Some(commit.to_owned()), path.to_owned()),
        _ => (None, place.to_owned()),
    };
    Some(Suppression { path, line: Some(line), rule, commit, hash: None })
}
