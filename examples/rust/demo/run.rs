//! The steps of the loop.

use std::{
    collections::BTreeMap,
    ops::Range,
    time::{Duration, Instant},
};

use sentinel_core::{
    Actor, Category, EntryQuery, Event, Feedback, PendingUpdate, Record, RetryPolicy, Sentinel, Severity, State,
};
use sentinel_store::{Open, WebhookConfig, WebhookRevoker, WebhookSecret, Worker};

use crate::{
    Failure, house,
    options::Options,
    progress,
    receiver::{Received, Receiver},
    records::records,
    report::{self, Summary},
    truth::{self, Kind, Label},
};

const HOUSE: &str = "HOUSE_TOKEN";
const DELIVERY: Duration = Duration::from_secs(15);

/// Runs the loop and says what came of it.
pub(crate) fn run(options: &Options) -> Result<Summary, Failure> {
    let started = Instant::now();
    let log = std::fs::read(&options.log).map_err(|error| format!("{}: {error}", options.log.display()))?;
    let labels = options.labels.as_deref().map(truth::read).transpose()?;
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let secret = webhook_secret()?;
    let receiver = Receiver::start(secret.clone())?;
    let sentinel = Sentinel::open(&format!("sqlite://{}/sentinel.db", folder.path().display())).map_err(words)?;
    let config = WebhookConfig::new(&receiver.url(), secret).map_err(words)?;
    let worker = Worker::start(sentinel.clone(), WebhookRevoker::new(config), RetryPolicy::default());

    let records = records(&log);
    report::title(&options.log, log.len(), records.len(), sentinel.scanner().rules().count());
    let mb_per_s = speed(&sentinel, &log, &records);
    let first = first_pass(&sentinel, &log, &records)?;
    report::findings(&first.by_rule);
    report::redacted_lines(&first.lines);
    let events = delivered(&sentinel)?;
    drop(worker);
    let quarantine = sentinel.quarantine().entries(&EntryQuery::default()).map_err(words)?;
    report::quarantine(&quarantine, first.quarantined);
    let webhooks = receiver.received();
    report::webhooks(&webhooks, &events);

    let house = House::of(labels.as_deref(), &log);
    let house_before = house.found(&sentinel, &first.found)?;
    report::missed(HOUSE, house.tokens.len(), house_before);
    let update = house.report_five(&sentinel)?;
    report::draft(&update);
    sentinel
        .rules()
        .approve(&update.id(), Actor::person("alice"), "all reports match, nothing else does")
        .map_err(words)?;
    report::approved(&update, "alice");
    let second = scan_all(&sentinel, &log, &records)?;
    let house_after = house.found(&sentinel, &second)?;
    report::second_pass(HOUSE, house.tokens.len(), house_after);
    let verification = sentinel.hyperlog().verify();
    report::hyperlog(&verification);

    let summary = Summary {
        lines: log.split_inclusive(|&byte| byte == b'\n').count(),
        findings: first.by_rule.values().map(|(count, _)| count).sum(),
        findings_secret: first.secrets,
        leaks: labels.as_deref().map(|labels| count(labels, Kind::Leak, |_| true)),
        leaks_found: labels.as_deref().map(|labels| count(labels, Kind::Leak, |label| label.is_in(&first.found))),
        near_misses: labels.as_deref().map(|labels| count(labels, Kind::NearMiss, |_| true)),
        near_misses_flagged: labels
            .as_deref()
            .map(|labels| count(labels, Kind::NearMiss, |label| label.is_on_line_of(&log, &first.found))),
        quarantined: first.quarantined,
        webhooks_expected: events.len(),
        webhooks_received: webhooks.len(),
        webhooks_verified: webhooks.iter().filter(|webhook| webhook.verified).count(),
        webhooks_undelivered: undelivered(&events, &webhooks),
        house_tokens: house.tokens.len(),
        house_found_before: house_before,
        house_found_after: house_after,
        drafted_regex: update.new_regex.clone().unwrap_or_default(),
        hyperlog_ok: verification.is_ok(),
        mb_per_s,
        seconds: started.elapsed().as_secs_f64(),
    };
    if let Some(labels) = labels.as_deref() {
        report::misjudged(labels, &log, &first.found);
    }
    report::summary(&summary);
    Ok(summary)
}

/// What the first pass saw.
struct FirstPass {
    by_rule: BTreeMap<String, (usize, Severity)>,
    secrets: usize,
    quarantined: usize,
    /// Where something was found, in order.
    found: Vec<Range<usize>>,
    /// Records in which something was found, redacted.
    lines: Vec<String>,
}

fn first_pass(sentinel: &Sentinel, log: &[u8], records: &[Range<usize>]) -> Result<FirstPass, Failure> {
    let mut pass =
        FirstPass { by_rule: BTreeMap::new(), secrets: 0, quarantined: 0, found: Vec::new(), lines: Vec::new() };
    let bar = progress::bar(records.len(), "process");
    for record in records {
        let outcome = sentinel.process(Record::new(&log[record.clone()]).source("checkout")).map_err(words)?;
        bar.inc(1);
        pass.quarantined += usize::from(outcome.entry.is_some());
        for finding in &outcome.findings {
            let counted = pass.by_rule.entry(finding.rule.to_string()).or_insert((0, finding.severity));
            counted.0 += 1;
            pass.secrets += usize::from(finding.category == Category::Secret);
            pass.found.push(record.start + finding.span.start..record.start + finding.span.end);
        }
        if !outcome.findings.is_empty() {
            pass.lines.push(outcome.text);
        }
    }
    bar.finish();
    Ok(pass)
}

/// Where the rules of now find something.
fn scan_all(sentinel: &Sentinel, log: &[u8], records: &[Range<usize>]) -> Result<Vec<Range<usize>>, Failure> {
    let scanner = sentinel.scanner();
    let mut found = Vec::new();
    for record in records {
        for finding in scanner.scan(&log[record.clone()]).map_err(words)? {
            found.push(record.start + finding.span.start..record.start + finding.span.end);
        }
    }
    Ok(found)
}

/// Megabytes (10⁶ bytes) that one thread redacts in a second, record by record.
fn speed(sentinel: &Sentinel, log: &[u8], records: &[Range<usize>]) -> f64 {
    let scanner = sentinel.scanner();
    let started = Instant::now();
    for record in records {
        std::hint::black_box(scanner.redact_bytes(&log[record.clone()]));
    }
    log.len() as f64 / 1e6 / started.elapsed().as_secs_f64()
}

/// All events, once each has ended in a recorded state.
fn delivered(sentinel: &Sentinel) -> Result<Vec<Event>, Failure> {
    let deadline = Instant::now() + DELIVERY;
    loop {
        let events = sentinel.revocations().events(None, usize::MAX).map_err(words)?;
        if events.iter().all(|event| event.state.is_final()) || Instant::now() > deadline {
            return Ok(events);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn undelivered(events: &[Event], webhooks: &[Received]) -> usize {
    let arrived = |event: &&Event| webhooks.iter().any(|webhook| webhook.verified && webhook.id == event.id);
    events.iter().filter(|event| event.state != State::Accepted || !arrived(event)).count()
}

/// The house tokens: in the log, or, when the log has no labels, beside it.
struct House<'l> {
    tokens: Vec<String>,
    reported: Vec<String>,
    labels: Option<Vec<&'l Label>>,
}

impl<'l> House<'l> {
    fn of(labels: Option<&'l [Label]>, log: &[u8]) -> Self {
        let Some(labels) = labels else {
            let tokens = house::samples();
            return Self { reported: tokens[..5].to_vec(), tokens, labels: None };
        };
        let labels: Vec<&Label> = labels.iter().filter(|label| label.kind == Kind::House).collect();
        let value = |label: &&Label| String::from_utf8_lossy(label.value(log)).into_owned();
        let reported = labels.iter().filter(|label| label.report).map(value).collect();
        Self { tokens: labels.iter().map(value).collect(), reported, labels: Some(labels) }
    }

    /// How many are found: in the log by `found`, or in lines of their own.
    fn found(&self, sentinel: &Sentinel, found: &[Range<usize>]) -> Result<usize, Failure> {
        if let Some(labels) = &self.labels {
            return Ok(labels.iter().filter(|label| label.is_in(found)).count());
        }
        let scanner = sentinel.scanner();
        let mut count = 0;
        for token in &self.tokens {
            count += usize::from(!scanner.scan(format!("handshake with peer {token} done")).map_err(words)?.is_empty());
        }
        Ok(count)
    }

    fn report_five(&self, sentinel: &Sentinel) -> Result<PendingUpdate, Failure> {
        let mut update = None;
        for (index, token) in self.reported.iter().enumerate() {
            let report = Feedback::missed_secret(HOUSE, [token]).submitted_by(format!("reviewer-{}", index + 1));
            update = Some(sentinel.feedback(report).map_err(words)?);
        }
        update.ok_or_else(|| "the labels name no house token to report".to_owned())
    }
}

fn count(labels: &[Label], kind: Kind, which: impl Fn(&Label) -> bool) -> usize {
    labels.iter().filter(|label| label.kind == kind && which(label)).count()
}

/// A secret for this run, known to sender and receiver.
fn webhook_secret() -> Result<WebhookSecret, Failure> {
    WebhookSecret::generate().map_err(words)
}

fn words(error: sentinel_core::Error) -> Failure {
    error.to_string()
}
