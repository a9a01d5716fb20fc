//! Bad input: a typed error that names the field or the file, quotes nothing, and loses nothing.

use std::{
    fs,
    net::TcpListener,
    path::Path,
    time::{Duration, Instant},
};

use sentinel_core::{Actor, Error, ErrorKind, Record, RetryPolicy, Scanner, Sentinel, State};
use sentinel_store::{Open, OpenOptions, WebhookConfig, WebhookRevoker, WebhookSecret, Worker};

fn url(folder: &Path) -> String {
    format!("sqlite://{}/sentinel.db", folder.display())
}

fn leak() -> String {
    format!("key={}", ["AKIA", "QYLPMN5HHHFPZAM2"].concat())
}

fn open_with_patterns(text: &[u8]) -> Error {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("patterns.yaml");
    fs::write(&file, text).unwrap();
    let error = OpenOptions::new().patterns(&file).open(&url(folder.path())).unwrap_err();
    assert!(error.to_string().contains("patterns.yaml"), "the file is not named: {error}");
    error
}

#[test]
fn broken_rules_are_refused_with_field_and_file() {
    let table: [(&[u8], ErrorKind, &str); 8] = [
        (b"patterns: [", ErrorKind::InvalidPatterns, "line"),
        (b"patterns: {A: {regex: 'a(', severity: HIGH}}", ErrorKind::InvalidRule, "regex"),
        (b"patterns: {A: {regex: 'a{9}', colour: red}}", ErrorKind::InvalidPatterns, "colour"),
        (b"patterns: {A: {regex: 'a{9}', validate: [lun]}}", ErrorKind::InvalidRule, "validate"),
        (b"patterns: {A: {regex: 'a*'}}", ErrorKind::InvalidRule, "empty"),
        (b"patterns: {A: {regex: '(?:a{999}){999}'}}", ErrorKind::InvalidRule, "too large"),
        (b"patterns: {A: {regex: 'a{9}', after: '['}}", ErrorKind::InvalidRule, "after"),
        (b"patterns: {\xff}", ErrorKind::InvalidPatterns, "UTF-8"),
    ];
    for (text, kind, named) in table {
        let error = open_with_patterns(text);
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(named), "{named} is not named: {error}");
    }
}

#[test]
fn a_broken_edit_by_hand_leaves_the_rules_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("patterns.yaml");
    fs::write(&file, "patterns: {HOUSE: {regex: 'house_[0-9]{8}'}}\n").unwrap();
    let sentinel = OpenOptions::new().patterns(&file).open(&url(folder.path())).unwrap();
    fs::write(&file, "patterns: {HOUSE: {regex: 'house_['}}\n").unwrap();
    assert_eq!(sentinel.rules().reload().unwrap_err().kind(), ErrorKind::InvalidRule);
    assert_eq!(sentinel.process(Record::new("house_12345678")).unwrap().text, "[REDACTED:HOUSE]");
    fs::write(&file, "patterns: {HOUSE: {regex: 'haus_[0-9]{8}'}}\n").unwrap();
    sentinel.rules().reload().unwrap();
    assert_eq!(sentinel.process(Record::new("haus_12345678")).unwrap().text, "[REDACTED:HOUSE]");
}

#[test]
fn invalid_utf8_is_scanned_all_the_same() {
    let sentinel = Sentinel::open("memory://").unwrap();
    let line = [b"\xff\xfe ", leak().as_bytes(), b" \x80"].concat();
    let outcome = sentinel.process(Record::new(&line)).unwrap();
    assert_eq!(outcome.text, "\u{fffd}\u{fffd} key=[REDACTED:AWS_ACCESS_KEY] \u{fffd}");
    assert_eq!(Scanner::builtin().redact_bytes(&line).text, b"\xff\xfe key=[REDACTED:AWS_ACCESS_KEY] \x80");
    let original = sentinel.quarantine().open("log_1", &Actor::person("alice"), "test").unwrap();
    assert_eq!(original.expose(), line);
}

#[test]
fn a_line_of_100_megabytes_is_withheld_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let sentinel = Sentinel::open(&url(folder.path())).unwrap();
    let line = "x".repeat(100_000_000);
    let outcome = sentinel.process(Record::new(&line)).unwrap();
    assert_eq!(outcome.text, "[REDACTED:LIMIT]");
    assert_eq!(outcome.error.unwrap().kind(), ErrorKind::LimitExceeded);
    let original = sentinel.quarantine().open("log_1", &Actor::person("alice"), "test").unwrap();
    assert_eq!(original.expose().len(), line.len());
}

#[test]
fn an_unwritable_store_is_an_error_that_names_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a-file");
    fs::write(&file, "").unwrap();
    for place in [file.join("sentinel.db"), folder.path().join("no/such/folder/sentinel.db")] {
        let error = Sentinel::open(&format!("sqlite://{}", place.display())).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Storage);
        assert!(error.is_retryable() && error.to_string().contains("sentinel.db"));
    }
    fs::write(folder.path().join("other.db"), "this is not a database, and long enough to be read as one").unwrap();
    let error = Sentinel::open(&format!("sqlite://{}/other.db", folder.path().display())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage);
}

#[test]
fn another_programs_database_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sentinel.db");
    rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE theirs (x)").unwrap();
    let before = fs::read(&path).unwrap();
    let error = Sentinel::open(&url(folder.path())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage);
    assert!(error.to_string().contains("sentinel.db"));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn an_endless_file_is_not_read_to_its_end() {
    let error = OpenOptions::new().patterns("/dev/zero").open("memory://").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidPatterns);
    let error = OpenOptions::new().key_file("/dev/zero").open("memory://").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
}

#[test]
fn a_store_that_fails_later_withholds_the_record() {
    let folder = tempfile::tempdir().unwrap();
    let sentinel = Sentinel::open(&url(folder.path())).unwrap();
    let other = rusqlite::Connection::open(folder.path().join("sentinel.db")).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let error = sentinel.process(Record::new(&leak())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage);
    assert!(!error.to_string().contains("AKIA"));
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(sentinel.process(Record::new(&leak())).unwrap().entry.as_deref(), Some("log_1"));
}

#[test]
fn an_unwritable_rules_file_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let below_a_file = folder.path().join("a-file");
    fs::write(&below_a_file, "").unwrap();
    let error = OpenOptions::new().patterns(below_a_file.join("patterns.yaml")).open("memory://").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage);
    assert!(error.to_string().contains("patterns.yaml"));
}

#[test]
fn an_unreachable_webhook_ends_in_a_recorded_state() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let sentinel = Sentinel::open(&url(folder.path())).unwrap();
    sentinel.process(Record::new(&leak())).unwrap();
    let config = WebhookConfig::new(&format!("http://{closed}/hooks"), WebhookSecret::generate().unwrap()).unwrap();
    let mut policy = RetryPolicy::default();
    policy.delays_millis = vec![10, 10];
    let worker = Worker::start(sentinel.clone(), WebhookRevoker::new(config), policy);
    let deadline = Instant::now() + Duration::from_secs(20);
    let event = loop {
        let event = sentinel.revocations().events(None, 1).unwrap().remove(0);
        if event.state.is_final() || Instant::now() > deadline {
            break event;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    drop(worker);
    assert_eq!((event.state, event.attempts), (State::DeadLetter, 3));
    assert!(event.last_error.unwrap().contains("unreachable"));
    let log = sentinel.hyperlog().entries(1, 100).unwrap();
    assert_eq!(log.iter().filter(|entry| entry.kind == "revocation_attempted").count(), 3);
}
