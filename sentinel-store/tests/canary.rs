//! Two hundred random secrets go through every path, and none comes out in clear.

use std::{fmt::Write as _, fs, io::Read, path::Path, time::Duration};

use sentinel_core::{
    Actor, EntryQuery, Feedback, FeedbackType, Grant, Guard, Limits, Record, RetryPolicy, Scanner, Sentinel, Sink,
    State, Status, Timestamp,
};
use sentinel_store::{OpenOptions, VaultOptions, WebhookConfig, WebhookRevoker, WebhookSecret, Worker};

const SECRETS: usize = 200;

/// Everything that a person or another program could see.
#[derive(Default)]
struct Seen(Vec<u8>);

impl Seen {
    fn show(&mut self, value: impl std::fmt::Debug) {
        write!(self, "{value:?}\n{value:#?}\n").unwrap();
    }

    fn error<T: std::fmt::Debug>(&mut self, result: Result<T, sentinel_core::Error>) {
        match result {
            Ok(value) => self.show(value),
            Err(error) => {
                write!(self, "{error}\n{error:?}\n{error:#}\n").unwrap();
                for (key, value) in error.context() {
                    write!(self, "{key}={value}").unwrap();
                }
            }
        }
    }

    fn json(&mut self, value: impl serde::Serialize) {
        self.0.extend(serde_json::to_vec(&value).unwrap());
    }
}

impl std::fmt::Write for Seen {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

/// Secrets of five kinds, each with a line that holds it. Made by SplitMix64, so that a failure
/// can be repeated.
fn secrets() -> Vec<(String, String)> {
    let mut state = 7_u64;
    let mut random = move |alphabet: &[u8], length: usize| -> String {
        let mut next = || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            (mixed ^ (mixed >> 31)) as usize
        };
        (0..length).map(|_| char::from(alphabet[next() % alphabet.len()])).collect()
    };
    let base62 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let base32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    (0..SECRETS)
        .map(|index| match index % 5 {
            0 => ["AKIA", &random(base32, 16)].concat(),
            1 => ["ghp_", &random(base62, 36)].concat(),
            2 => {
                ["xoxb-", &random(b"123456789", 11), "-", &random(b"123456789", 12), "-", &random(base62, 24)].concat()
            }
            3 => ["glpat-", &random(base62, 20)].concat(),
            _ => random(base62, 24),
        })
        .enumerate()
        .map(|(index, secret)| {
            let line = match index % 5 {
                4 => format!("db pass{}={secret} ok", "word"),
                _ => format!("request {index} used {secret} für Köln"),
            };
            (secret, line)
        })
        .collect()
}

#[test]
fn no_secret_comes_out_in_clear() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("sentinel.db");
    let secrets = secrets();
    let mut seen = Seen::default();

    let receiver = tiny_http::Server::http("127.0.0.1:0").unwrap();
    let hook = format!("http://{}/hooks", receiver.server_addr());
    let secret = WebhookSecret::generate().unwrap();
    let sentinel = OpenOptions::new().open(&format!("sqlite://{}", database.display())).unwrap();
    let mut quick = RetryPolicy::default();
    quick.delays_millis = vec![1];
    let revoker = WebhookRevoker::new(WebhookConfig::new(&hook, secret).unwrap());
    seen.show(&revoker);
    let worker = Worker::start(sentinel.clone(), revoker, quick);

    let found = pass(&sentinel, &secrets, &mut seen);
    assert!(found >= SECRETS * 99 / 100, "only {found} of {SECRETS} were found at all");
    receive(&receiver, &sentinel, &mut seen);
    drop(worker);
    feedback(&sentinel, &secrets, &mut seen);
    failures(&sentinel, &secrets, &mut seen);
    vault(&database, &secrets, &mut seen);
    everything_stored(&sentinel, &mut seen);
    seen.show(&sentinel);
    drop(sentinel);
    files(folder.path(), &mut seen);

    assert!(seen.0.len() > 500_000, "too little was looked at: {} bytes", seen.0.len());
    let leaked: Vec<usize> = (0..SECRETS).filter(|&index| is_in(&seen.0, secrets[index].0.as_bytes())).collect();
    assert!(leaked.is_empty(), "{} of {SECRETS} leaked, of kinds {leaked:?}", leaked.len());
}

fn pass(sentinel: &Sentinel, secrets: &[(String, String)], seen: &mut Seen) -> usize {
    let scanner = sentinel.scanner();
    let mut found = 0;
    for (secret, line) in secrets {
        let record =
            Record::new(line).source(line.as_str()).tenant(line.as_str()).attribute("repository", line.as_str());
        seen.show(&record);
        let outcome = sentinel.process(record.attribute("workspace", line.as_str())).unwrap();
        found += usize::from(!outcome.text.contains(secret.as_str()));
        seen.json(&outcome);
        seen.show(&outcome);
        seen.show(scanner.redact(line));
        seen.show(scanner.scan(line));
        seen.json(&outcome.findings);
    }
    seen.show(&scanner);
    found
}

fn receive(receiver: &tiny_http::Server, sentinel: &Sentinel, seen: &mut Seen) {
    while let Some(mut request) = receiver.recv_timeout(Duration::from_millis(500)).unwrap() {
        seen.show(request.headers());
        seen.show(request.url());
        let mut body = String::new();
        request.as_reader().read_to_string(&mut body).unwrap();
        seen.0.extend_from_slice(body.as_bytes());
        request.respond(tiny_http::Response::empty(204)).unwrap();
    }
    let events = sentinel.revocations().events(None, 1000).unwrap();
    assert!(events.len() >= 150 && events.iter().all(|event| event.state == State::Accepted));
}

fn feedback(sentinel: &Sentinel, secrets: &[(String, String)], seen: &mut Seen) {
    for (index, (secret, line)) in secrets.iter().enumerate() {
        let name = format!("HOUSE_{}", index % 7);
        let missed = Feedback::missed_secret(&name, [secret, line]).submitted_by(line.as_str());
        seen.show(&missed);
        seen.error(sentinel.feedback(missed));
        let alarm = Feedback::false_positive("AWS_ACCESS_KEY", line).evidence([line, secret]);
        seen.error(sentinel.feedback(alarm));
        let json = format!(r#"{{"secret_type": "A", "feedback_type": "{line}", "evidence": ["{secret}"]}}"#);
        seen.error(Feedback::from_json(&json));
        // A regex that is itself a secret of no known form cannot be told from a regex.
        if index % 5 == 4 {
            continue;
        }
        let suggested = format!(
            r#"{{"secret_type": "GITHUB_TOKEN", "feedback_type": "uncertain", "suggested_regex_fix": "{secret}"}}"#
        );
        seen.error(Feedback::from_json(&suggested).and_then(|report| sentinel.feedback(report)));
    }
    for update in sentinel.rules().pending().unwrap() {
        seen.json(&update);
        seen.error(sentinel.rules().approve(&update.id(), Actor::person(&secrets[1].1), &secrets[0].1));
    }
}

fn failures(sentinel: &Sentinel, secrets: &[(String, String)], seen: &mut Seen) {
    let mut limits = Limits::default();
    limits.max_input_bytes = 4;
    let small = Scanner::builder().limits(limits).build().unwrap();
    for (secret, line) in secrets {
        seen.error(small.scan(line));
        seen.show(small.redact(line));
        seen.error(sentinel.rules().approve(secret, Actor::person(line.as_str()), line));
        seen.error(sentinel.rules().reject(line, Actor::person("alice"), line));
        seen.error(sentinel.quarantine().entry(secret));
        seen.error(sentinel.quarantine().review("log_1", Status::Reviewed, &Actor::person(line), line));
        seen.error(sentinel.quarantine().open("log_2", &Actor::person(line), line));
        seen.error(sentinel_core::Patterns::parse(&format!("patterns: {{A: {{regex: x, active: '{secret}'}}}}")));
        seen.error(sentinel_core::Patterns::parse(&format!("pending_updates: [{secret}")));
        seen.error(sentinel_core::draft_regex([line]));
        seen.error(OpenOptions::new().open(&format!("postgres://sentinel:{secret}@localhost/db")));
        seen.error(WebhookSecret::parse(secret));
        seen.error(WebhookConfig::new(&format!("https://u:{secret}@h/"), WebhookSecret::generate().unwrap()));
    }
}

/// Tokens, grants and the guard, over the same file.
fn vault(database: &Path, secrets: &[(String, String)], seen: &mut Seen) {
    let vault = VaultOptions::new().open(&format!("sqlite://{}", database.display())).unwrap();
    let (scanner, until) = (Scanner::builtin(), Timestamp::from_millis(i64::MAX));
    let guard = Guard::default().with_vault(vault.clone());
    // Each attempt is a commit to disk: every fourth is enough.
    for (secret, line) in secrets.iter().skip(1).step_by(4) {
        let tokenized = scanner.tokenize(line, &vault);
        seen.show(&tokenized);
        let grant = Grant::new(Actor::machine(line.as_str()), Sink::File, line.as_str(), until);
        seen.show(vault.restore(&tokenized.text, &grant.clone().every_rule()).unwrap());
        seen.error(vault.restore(&tokenized.text, &grant));
        seen.error(guard.check(&tokenized.text, Sink::File, Some(&grant.clone().every_rule())));
        seen.error(guard.check(&tokenized.text, Sink::Command, Some(&grant)));
        seen.error(guard.check(&format!("[REDACTED:{secret}] «sn:{secret}:{line}»"), Sink::File, None));
        seen.error(vault.restore(&format!("«sn:{secret}:{line}»"), &grant));
        seen.error(Grant::from_json(&format!(r#"{{"by": "{secret}", "{secret}": 1}}"#)));
        seen.error(VaultOptions::from_json(&format!(r#"{{"key": "{secret}", "{secret}": 1}}"#)));
        seen.error(VaultOptions::new().open(secret));
    }
    seen.show(&vault);
    seen.show(&guard);
    seen.json(vault.counts());
}

fn everything_stored(sentinel: &Sentinel, seen: &mut Seen) {
    let mut query = EntryQuery::default();
    query.limit = usize::MAX;
    for entry in sentinel.quarantine().entries(&query).unwrap() {
        seen.json(&entry);
        seen.show(&entry);
    }
    seen.json(sentinel.revocations().events(None, 1000).unwrap());
    seen.json(sentinel.rules().history().unwrap());
    seen.json(sentinel.hyperlog().entries(1, usize::MAX).unwrap());
    seen.json(sentinel.hyperlog().verify().unwrap());
    seen.show(FeedbackType::ALL);
}

/// The database, its write-ahead log, the rules and the key, byte for byte. What is sealed is
/// encrypted, so that even the sealed column may be looked at.
fn files(folder: &Path, seen: &mut Seen) {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        names.push(path.file_name().unwrap().to_string_lossy().into_owned());
        fs::File::open(path).unwrap().read_to_end(&mut seen.0).unwrap();
    }
    assert!(names.iter().any(|name| name == "sentinel.db"), "{names:?}");
}

fn is_in(haystack: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(haystack, needle).is_some()
}
