//! Says whether entries are what was once written.

use serde::Serialize;
use serde_json::Value;

use super::{
    Head, LogEntry,
    canonical::{canonical, is_whole},
};
use crate::{Error, ErrorKind, Result};

/// A stretch of the log whose chain holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Verification {
    /// How many entries it has.
    pub entries: u64,
    /// Where it ends. Note it elsewhere: a cut-off end shows only against a noted head.
    pub head: Head,
}

/// Verifies entries that follow `head`.
///
/// # Errors
///
/// `Tampered`, with the sequence of the first entry that does not fit.
pub fn verify(head: &Head, entries: &[LogEntry]) -> Result<Verification> {
    let mut head = *head;
    for entry in entries {
        let tampered = |problem: &str| {
            Err(Error::new(ErrorKind::Tampered, "verify hyperlog", problem).with("sequence", head.sequence + 1))
        };
        if entry.sequence != head.sequence + 1 {
            return tampered("an entry is missing or out of order");
        }
        if !is_canonical(&entry.body) || entry.recomputed(&head) != *entry {
            return tampered("an entry is not what was written");
        }
        head = entry.head();
    }
    Ok(Verification { entries: entries.len() as u64, head })
}

fn is_canonical(body: &str) -> bool {
    serde_json::from_str::<Value>(body).is_ok_and(|value| is_whole(&value) && canonical(&value) == body)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{LogKind, Timestamp};

    fn log(length: u64) -> Vec<LogEntry> {
        let mut head = Head::default();
        let mut entries = Vec::new();
        for n in 0..length {
            let time = Timestamp::from_millis(n as i64 * 1000);
            let entry = LogEntry::after(&head, time, "machine:sentinel", LogKind::LeakDetected, &json!({"n": n}));
            head = entry.head();
            entries.push(entry);
        }
        entries
    }

    #[test]
    fn an_untouched_log_verifies() {
        let entries = log(20);
        let verification = verify(&Head::default(), &entries).unwrap();
        assert_eq!((verification.entries, verification.head), (20, entries[19].head()));
    }

    #[test]
    fn every_change_is_seen_where_it_was_made() {
        type Change = fn(&mut Vec<LogEntry>);
        let changes: [(Change, u64); 8] = [
            (|log| log[4].body = r#"{"n":5}"#.into(), 5),
            (|log| log[4].body = r#"{"n": 4}"#.into(), 5),
            (|log| log[4].time = "2025-08-02T12:45:00Z".into(), 5),
            (|log| log[4].actor = "person:mallory".into(), 5),
            (|log| log[4].leaf = log[3].leaf, 5),
            (|log| drop(log.remove(4)), 5),
            (|log| log.swap(4, 5), 5),
            (|log| log.insert(4, log[4].clone()), 6),
        ];
        for (index, (change, sequence)) in changes.into_iter().enumerate() {
            let mut entries = log(10);
            change(&mut entries);
            let error = verify(&Head::default(), &entries).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Tampered);
            let named: Vec<_> = error.context().collect();
            assert_eq!(named, [("sequence", sequence.to_string().as_str())], "change {index}");
        }
    }
}
