//! What a change must pass before it comes into force, whoever approves it.

use crate::{
    Action, EntryQuery, Error, ErrorKind, Patterns, PendingUpdate, Result, Scanner, Status, check_rules,
    sentinel::Parts,
};

/// How many confirmed entries are looked at, newest first.
const CONFIRMED: usize = 1000;

/// Checks the document that `update` leads to.
///
/// # Errors
///
/// `InvalidRule` when the changed rule does not compile or fails its own examples; `Conflict` when
/// it would miss a secret that somebody confirmed. Taking a rule out of use is a person's right.
pub(super) fn check(parts: &Parts, update: &PendingUpdate, after: &Patterns) -> Result<()> {
    let scanner = parts.book.compile(after)?;
    let mut only = after.clone();
    only.patterns.retain(|name, _| *name == update.regex_name);
    if let Some(problem) = check_rules(&only).into_iter().flat_map(|check| check.problems).next() {
        return Err(
            Error::new(ErrorKind::InvalidRule, "approve update", problem.to_string()).with("rule", &update.regex_name)
        );
    }
    if update.action == Action::Remove {
        return Ok(());
    }
    no_confirmed_secret_is_missed(parts, &update.regex_name, &scanner)
}

fn no_confirmed_secret_is_missed(parts: &Parts, rule: &str, scanner: &Scanner) -> Result<()> {
    let query = EntryQuery {
        status: Some(Status::Reviewed),
        secret_type: Some(rule.to_owned()),
        limit: CONFIRMED,
        ..EntryQuery::default()
    };
    for entry in parts.store.entries(&query)? {
        let original = parts.original(&entry)?;
        let found = scanner.scan(original.expose())?;
        let missed = entry
            .fingerprints
            .iter()
            .find(|fingerprint| !found.iter().any(|finding| finding.fingerprint.as_ref() == Some(fingerprint)));
        if missed.is_some() {
            return Err(Error::new(ErrorKind::Conflict, "approve update", "a confirmed secret would be missed")
                .with("rule", rule)
                .with("entry", &entry.id));
        }
    }
    Ok(())
}
