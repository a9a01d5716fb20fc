//! The loop from a record to a better rule, on both stores.

use sentinel_core::{Actor, ErrorKind, Feedback, HistoryStatus, Record, Scanner, Sentinel, State, Status};
use sentinel_store::{Open, OpenOptions};

fn with_each_store(test: impl Fn(Sentinel)) {
    test(Sentinel::open("memory://").unwrap());
    let folder = tempfile::tempdir().unwrap();
    test(Sentinel::open(&format!("sqlite://{}/sentinel.db", folder.path().display())).unwrap());
}

fn aws_key() -> String {
    ["AKIA", "QYLPMN5HHHFPZAM2"].concat()
}

/// Five tokens of a family that no rule knows, and one more.
fn house_tokens() -> Vec<String> {
    let bodies = [
        ("euw", "9fK2mQ7xLw3RtZ8aB4cDe5Gh6JkM"),
        ("use", "Xp5VnT1yGh6JkM0oQ2sUw4Ya8Cd3"),
        ("aps", "bC8dE3fG7hI1jK5lM9nO2pQ6rS4t"),
        ("euw", "Zx1Cv2Bn3Mq4Wp5Er6Ty7Ui8Op9L"),
        ("use", "h7G6f5D4s3A2q1W0e9R8t7Y6u5I4"),
        ("sae", "mN3bV4cX5zL6kJ7hG8fD9sA0pO1i"),
    ];
    bodies.iter().map(|(region, body)| format!("hsk_{region}_{body}")).collect()
}

#[test]
fn a_leak_is_redacted_quarantined_queued_and_logged() {
    with_each_store(|sentinel| {
        let line = format!("user=7 key={} city=Köln", aws_key());
        let record = Record::new(&line).source("checkout").tenant("acme");
        let outcome = sentinel.process(record).unwrap();
        assert_eq!(outcome.text, "user=7 key=[REDACTED:AWS_ACCESS_KEY] city=Köln");
        assert_eq!(outcome.entry.as_deref(), Some("log_1"));
        assert_eq!(outcome.log_reference.as_deref(), Some("hyperlog:1"));

        let entry = sentinel.quarantine().entry("log_1").unwrap();
        assert_eq!((entry.source.as_str(), entry.tenant.as_str()), ("checkout", "acme"));
        assert_eq!(entry.log_line, outcome.text);
        assert_eq!(entry.secret_types, ["AWS_ACCESS_KEY"]);

        let events = sentinel.revocations().events(None, 10).unwrap();
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].state, State::Requested);
        assert!(events[0].payload.contains(r#""log_reference": "hyperlog:1""#));

        let verification = sentinel.hyperlog().verify().unwrap();
        assert_eq!(verification.entries, 1);
    });
}

#[test]
fn the_same_credential_is_revoked_once() {
    with_each_store(|sentinel| {
        let line = format!("key={}", aws_key());
        sentinel.process(Record::new(&line)).unwrap();
        sentinel.process(Record::new(&line)).unwrap();
        assert_eq!(sentinel.quarantine().entries(&Default::default()).unwrap().len(), 2);
        assert_eq!(sentinel.revocations().events(None, 10).unwrap().len(), 1);
    });
}

#[test]
fn a_clean_record_passes_and_leaves_no_trace() {
    with_each_store(|sentinel| {
        let outcome = sentinel.process(Record::new("nothing to see")).unwrap();
        assert_eq!(outcome.text, "nothing to see");
        assert!(outcome.entry.is_none() && outcome.findings.is_empty());
        assert_eq!(sentinel.hyperlog().verify().unwrap().entries, 0);
    });
}

#[test]
fn reports_of_a_miss_become_a_rule_that_finds_the_family() {
    with_each_store(|sentinel| {
        let tokens = house_tokens();
        let stranger = format!("handshake {}", tokens[5]);
        assert!(sentinel.process(Record::new(&stranger)).unwrap().findings.is_empty());

        let before = sentinel.scanner();
        let mut ids = Vec::new();
        for token in &tokens[..5] {
            let report = Feedback::missed_secret("HOUSE_TOKEN", [token]).submitted_by("bob");
            ids.push(sentinel.feedback(report).unwrap().id());
        }
        ids.dedup();
        assert_eq!(ids.len(), 1, "later reports refine the same update");
        let pending = sentinel.rules().pending().unwrap();
        assert_eq!(pending[0].new_regex.as_deref(), Some(r"\bhsk_[a-z]{3}_[0-9A-Za-z]{28}\b"));
        let evidence = pending[0].evidence.as_ref().unwrap();
        assert_eq!((evidence.samples, evidence.matched), (5, 5));

        let machine = sentinel.rules().approve(&ids[0], Actor::machine("bot"), "sure").unwrap_err();
        assert_eq!(machine.kind(), ErrorKind::InvalidInput);
        sentinel.rules().approve(&ids[0], Actor::person("alice"), "five of five match").unwrap();
        let outcome = sentinel.process(Record::new(&stranger)).unwrap();
        assert_eq!(outcome.text, "handshake [REDACTED:HOUSE_TOKEN]");
        assert!(before.scan(&stranger).unwrap().is_empty(), "a scanner keeps the rules it started with");

        assert!(sentinel.rules().pending().unwrap().is_empty());
        let history = sentinel.rules().history().unwrap();
        let last = history.last().unwrap();
        assert_eq!((last.status, last.approved_by.as_deref()), (HistoryStatus::Approved, Some("alice")));
        let again = sentinel.rules().approve(&ids[0], Actor::person("alice"), "again").unwrap_err();
        assert_eq!(again.kind(), ErrorKind::NotFound);
        sentinel.hyperlog().verify().unwrap();
    });
}

#[test]
fn a_false_alarm_becomes_an_exception() {
    with_each_store(|sentinel| {
        let line = format!("seen {}", aws_key());
        let outcome = sentinel.process(Record::new(&line)).unwrap();
        let report = Feedback::false_positive("AWS_ACCESS_KEY", outcome.entry.as_deref().unwrap())
            .evidence(["Key was dummy data: TESTKEY123"]);
        let update = sentinel.feedback(report).unwrap();
        assert_eq!(update.exceptions.prefixes, ["TESTKEY"]);
        assert_eq!(update.exceptions.fingerprints.len(), 1);
        sentinel.rules().approve(&update.id(), Actor::person("alice"), "it is ours").unwrap();
        assert!(sentinel.process(Record::new(&line)).unwrap().findings.is_empty());
        let other = ["AKIA", "Z7LPMN5HHHFPZAM2"].concat();
        assert_eq!(sentinel.process(Record::new(&other)).unwrap().findings.len(), 1);
        let made_up = ["AKIA", "TESTKEY5HHHFPZA2"].concat();
        assert!(sentinel.process(Record::new(&made_up)).unwrap().findings.is_empty());
    });
}

#[test]
fn a_confirmed_secret_cannot_be_voted_away() {
    with_each_store(|sentinel| {
        let line = format!("key={}", aws_key());
        let first = sentinel.process(Record::new(&line)).unwrap().entry.unwrap();
        let second = sentinel.process(Record::new(&line)).unwrap().entry.unwrap();
        sentinel.quarantine().review(&first, Status::Reviewed, &Actor::person("alice"), "it is real").unwrap();
        let error = sentinel.feedback(Feedback::false_positive("AWS_ACCESS_KEY", &first)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict);
        let update = sentinel.feedback(Feedback::false_positive("AWS_ACCESS_KEY", &second)).unwrap();
        let error = sentinel.rules().approve(&update.id(), Actor::person("bob"), "is it?").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict);
        assert_eq!(sentinel.process(Record::new(&line)).unwrap().findings.len(), 1);
        sentinel.rules().reject(&update.id(), Actor::person("bob"), "it is real").unwrap();
        assert!(sentinel.rules().pending().unwrap().is_empty());
    });
}

#[test]
fn an_original_is_opened_by_a_person_with_a_reason_and_that_is_logged() {
    with_each_store(|sentinel| {
        let line = format!("key={}", aws_key());
        let entry = sentinel.process(Record::new(&line)).unwrap().entry.unwrap();
        let quarantine = sentinel.quarantine();
        assert!(quarantine.open(&entry, &Actor::person("alice"), " ").is_err());
        assert!(quarantine.open(&entry, &Actor::machine("bot"), "why not").is_err());
        let original = quarantine.open(&entry, &Actor::person("alice"), "incident 12").unwrap();
        assert_eq!(original.expose(), line.as_bytes());
        let log = sentinel.hyperlog().entries(1, 10).unwrap();
        assert_eq!(log.last().unwrap().kind, "original_opened");
    });
}

#[test]
fn what_cannot_be_scanned_is_withheld_and_kept() {
    let mut limits = sentinel_core::Limits::default();
    limits.max_input_bytes = 64;
    let sentinel = OpenOptions::new().limits(limits).open("memory://").unwrap();
    let line = "x".repeat(65);
    let outcome = sentinel.process(Record::new(&line)).unwrap();
    assert_eq!(outcome.text, "[REDACTED:LIMIT]");
    assert_eq!(outcome.error.unwrap().kind(), ErrorKind::LimitExceeded);
    let original = sentinel.quarantine().open("log_1", &Actor::person("alice"), "look").unwrap();
    assert_eq!(original.expose(), line.as_bytes());
    assert_eq!(sentinel.scanner().withheld(), 1);
}

#[test]
fn a_store_opens_again_with_its_key_and_only_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/sentinel.db", folder.path().display());
    let line = format!("key={}", aws_key());
    let fingerprint =
        Sentinel::open(&url).unwrap().process(Record::new(&line)).unwrap().findings[0].fingerprint.clone();
    let again = Sentinel::open(&url).unwrap();
    assert_eq!(again.process(Record::new(&line)).unwrap().findings[0].fingerprint, fingerprint);
    assert_eq!(again.hyperlog().verify().unwrap().entries, 2);
    drop(again);

    let key = folder.path().join("sentinel.key");
    std::fs::write(&key, "00".repeat(32)).unwrap();
    assert_eq!(Sentinel::open(&url).unwrap_err().kind(), ErrorKind::Conflict);
    std::fs::remove_file(&key).unwrap();
    assert_eq!(Sentinel::open(&url).unwrap_err().kind(), ErrorKind::NotFound);
}

#[test]
fn the_documented_pending_update_is_approved_as_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("patterns.yaml");
    let text = "# team rules\n\
                pending_updates:\n  - regex_name: AWS_ACCESS_KEY\n    action: modify\n    \
                new_regex: \"AKIA[0-9A-Z]{16}(?!TESTKEY)\"\n    confidence: 0.82\n    \
                status: \"pending human review\"\n    submitted_by: curator_2\n    timestamp: 2025-08-02T12:40:00Z\n";
    std::fs::write(&file, text).unwrap();
    let sentinel = OpenOptions::new().patterns(&file).open("memory://").unwrap();
    let id = sentinel.rules().pending().unwrap()[0].id();
    sentinel.rules().approve(&id, Actor::person("alice"), "as agreed").unwrap();
    let scanner = sentinel.scanner();
    assert_eq!(scanner.redact(&aws_key()).text, "[REDACTED:AWS_ACCESS_KEY]");
    assert!(scanner.scan(aws_key() + "TESTKEY").unwrap().is_empty());
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.starts_with("# team rules\n") && written.contains("(?!TESTKEY)"));
    assert!(Scanner::builtin().scan(&written).unwrap().is_empty(), "examples are written split");
    let history = sentinel.rules().history().unwrap();
    assert_eq!(history[0].submitted_by, "curator_2");
}
