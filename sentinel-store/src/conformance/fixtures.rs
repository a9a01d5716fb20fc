//! Rows to write.

use sentinel_core::{
    Entry, Event, FeedbackType, Fingerprint, FingerprintKey, Head, HistoryAction, HistoryRow, HistoryStatus, LogEntry,
    LogKind, Provider, Reported, Severity, State, Status,
};

use super::NOW;

pub(super) fn fingerprint(number: u64) -> Fingerprint {
    FingerprintKey::new([1; 32]).fingerprint("A", &number.to_le_bytes())
}

pub(super) fn entry(number: u64, secret_types: &[&str]) -> Entry {
    Entry::stored(
        format!("log_{number}"),
        NOW,
        "tenant".into(),
        "source ü".into(),
        "found A".into(),
        "key=[REDACTED:A]\nsecond line".into(),
        secret_types.iter().map(|name| (*name).to_owned()).collect(),
        Severity::High,
        Status::Pending,
        vec![fingerprint(number)],
    )
}

pub(super) fn event(number: u64, credential: u64) -> Event {
    Event::stored(
        format!("evt_{number}"),
        "log_1".into(),
        Provider::Aws,
        "A".into(),
        fingerprint(credential),
        r#"{"event": "secret_leak_detected"}"#.into(),
        State::Requested,
        0,
        NOW,
        None,
    )
}

pub(super) fn history(name: &str) -> HistoryRow {
    HistoryRow::stored(
        name.into(),
        None,
        Some("a_[0-9]{8}".into()),
        HistoryAction::Add,
        0.82,
        HistoryStatus::Pending,
        "curator_2".into(),
        None,
        None,
        NOW,
    )
}

pub(super) fn reported(name: &str, number: u64) -> Reported {
    Reported::stored(name.into(), FeedbackType::MissedSecret, fingerprint(number), vec![0, 1, 255], NOW, "bob".into())
}

pub(super) fn log_entry(head: &Head) -> LogEntry {
    LogEntry::next(head, NOW, "machine:test", LogKind::LeakDetected, r#"{"entry":"log_1"}"#)
        .expect("the body is canonical")
}
