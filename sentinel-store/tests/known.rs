//! Known values in an open sentinel: found whatever the rules become, and shown nowhere.

use std::fs;

use sentinel_core::{EntryQuery, ErrorKind, Limits, Record, Scanner};
use sentinel_store::{OpenOptions, environment, known_values, monotonic_clock};

fn secret() -> String {
    ["tiger", "-lily-", "42"].concat()
}

#[test]
fn known_values_survive_a_reload_of_the_rules() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("patterns.yaml");
    let known = known_values([("db.password", secret())], false).unwrap();
    let sentinel = OpenOptions::new().patterns(&rules).known(known).open("memory://").unwrap();
    let line = format!("login {} hsk_abcdefgh", secret());
    let process = || sentinel.process(Record::new(&line)).unwrap();
    let before = process();
    assert_eq!(before.text, "login [REDACTED:DB_PASSWORD] hsk_abcdefgh");
    assert_eq!(before.findings[0].fingerprint, process().findings[0].fingerprint);

    fs::write(&rules, "patterns: {HOUSE: {regex: 'hsk_[a-z]{8}'}}").unwrap();
    sentinel.rules().reload().unwrap();
    assert_eq!(process().text, "login [REDACTED:DB_PASSWORD] [REDACTED:HOUSE]");
    assert_eq!(sentinel.scanner().known().names(), ["DB_PASSWORD"]);

    let entries = sentinel.quarantine().entries(&EntryQuery::default()).unwrap();
    let log = sentinel.hyperlog().entries(1, 100).unwrap();
    let shown = format!("{entries:?} {log:?} {sentinel:?} {before:?}");
    assert!(!shown.contains(&secret()) && shown.contains("DB_PASSWORD"));
}

#[test]
fn a_refused_value_is_named_and_not_shown() {
    let error = known_values([(concat!("db.pass", "word"), "short-1")], false).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    let text = format!("{error} {error:?}");
    assert!(text.contains("DB_PASSWORD") && !text.contains("short-1"));
}

#[test]
fn the_environment_is_read_and_its_clock_runs() {
    assert!(environment().any(|(name, _)| name == "CARGO_MANIFEST_DIR"));
    let mut limits = Limits::default();
    limits.max_time = Some(std::time::Duration::ZERO);
    let scanner = Scanner::builder().limits(limits).clock(monotonic_clock()).build().unwrap();
    let redacted = scanner.redact(&concat!("password=", "Kd4RwZq9Xv2L ").repeat(1000));
    assert_eq!((redacted.text.as_str(), scanner.withheld()), ("[REDACTED:LIMIT]", 1));
}
