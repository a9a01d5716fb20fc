//! The front door of the whole loop.

use std::sync::Arc;

use serde_json::json;

use crate::{
    Clock, Entry, Error, ErrorKind, Event, Feedback, Hyperlog, LogKind, Outcome, PatternsStore, PendingUpdate,
    Provider, Quarantine, Record, Redacted, Result, Revocations, Rules, Scanner, ScannerBuilder, Sealer, Secret,
    Severity, State, Status, Store, Timestamp,
    feedback::take,
    revoke::{Subject, payload},
    rulebook::RuleBook,
    store::{Batch, Write},
};

/// A [`Scanner`] with rules that can change, a store, and the loop around them. Shared freely
/// between threads; a clone is the same sentinel.
#[derive(Clone, Debug)]
pub struct Sentinel {
    parts: Arc<Parts>,
}

/// What a sentinel is made of.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) sealer: Arc<dyn Sealer>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) book: RuleBook,
}

impl Sentinel {
    /// Puts a sentinel together. `scanner` must have a fingerprint key; the rules in `patterns` are
    /// added to its own.
    ///
    /// # Errors
    ///
    /// `InvalidInput` when the scanner has no key; `InvalidPatterns` or `InvalidRule` when the
    /// document or a rule in it is wrong.
    pub fn new(
        scanner: ScannerBuilder,
        patterns: Arc<dyn PatternsStore>,
        store: Arc<dyn Store>,
        sealer: Arc<dyn Sealer>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self> {
        let book = RuleBook::open(scanner, patterns)?;
        if book.scanner().fingerprint_key().is_none() {
            return Err(Error::new(ErrorKind::InvalidInput, "open sentinel", "a fingerprint key is required"));
        }
        Ok(Self { parts: Arc::new(Parts { store, sealer, clock, book }) })
    }

    /// The rules in force, as a scanner. It keeps these rules when they change later.
    pub fn scanner(&self) -> Scanner {
        self.parts.book.scanner()
    }

    /// Redacts a record. If anything is found, the record is quarantined, revocations are asked for
    /// and the log is written, all in one transaction that is durable when this returns.
    ///
    /// A record that cannot be scanned is withheld and quarantined as a whole: the outcome's text is
    /// a marker, and its `error` says why.
    ///
    /// # Errors
    ///
    /// `Storage` when the store cannot be written. Nothing of the record may be passed on then.
    pub fn process(&self, record: Record<'_>) -> Result<Outcome> {
        let scanner = self.scanner();
        let Redacted { text, findings, error, .. } = scanner.redact_bytes(record.text);
        let mut outcome = Outcome {
            text: String::from_utf8_lossy(&text).into_owned(),
            findings,
            entry: None,
            log_reference: None,
            revocations: 0,
            error,
        };
        if !outcome.findings.is_empty() || outcome.error.is_some() {
            self.parts.quarantine(&scanner, &record, &mut outcome)?;
        }
        Ok(outcome)
    }

    /// Takes a report and drafts a change of rules from it, which waits in `pending_updates` for
    /// somebody to decide.
    ///
    /// # Errors
    ///
    /// `InvalidInput` when no change can be drafted from it (the report is kept all the same);
    /// `Conflict` when the rule is locked, or a confirmed secret would be missed.
    pub fn feedback(&self, report: Feedback) -> Result<PendingUpdate> {
        take(&self.parts, report)
    }

    /// The rules: pending changes, decisions, history.
    pub fn rules(&self) -> Rules<'_> {
        Rules { parts: &self.parts }
    }

    /// The quarantined records.
    pub fn quarantine(&self) -> Quarantine<'_> {
        Quarantine { parts: &self.parts }
    }

    /// The revocations.
    pub fn revocations(&self) -> Revocations<'_> {
        Revocations { parts: &self.parts }
    }

    /// The log of all decisions.
    pub fn hyperlog(&self) -> Hyperlog<'_> {
        Hyperlog { store: &*self.parts.store }
    }
}

const ACTOR: &str = "machine:sentinel";

impl Parts {
    /// Entry, events and log entry, in one transaction.
    fn quarantine(&self, scanner: &Scanner, record: &Record<'_>, outcome: &mut Outcome) -> Result<()> {
        let time = self.clock.now();
        let mut placed = None;
        self.store.commit(&mut |head| {
            let mut batch = Batch::new(head);
            let id = format!("log_{}", batch.next_sequence());
            let entry = self.entry(id, time, record, outcome);
            let body = json!({
                "entry": entry.id,
                "source": entry.source,
                "secret_types": entry.secret_types,
                "severity": entry.severity.as_str(),
                "fingerprints": entry.fingerprints,
                "ruleset": scanner.digest(),
            });
            let kind = if outcome.error.is_some() { LogKind::RecordWithheld } else { LogKind::LeakDetected };
            let head = batch.log(time, ACTOR, kind, &body);
            let reference = format!("hyperlog:{}", head.sequence);
            let events = self.events(scanner, record, outcome, &entry, &reference, &head.chain.to_string(), time);
            let sealed = self.sealer.seal(&Entry::seal_context(&entry.tenant, &entry.id), record.text)?;
            placed = Some((entry.id.clone(), reference, events.len()));
            batch.push(Write::Entry(Box::new(entry), sealed));
            for event in events {
                batch.push(Write::Event(Box::new(event)));
            }
            Ok(batch.into_writes())
        })?;
        if let Some((entry, reference, revocations)) = placed {
            outcome.entry = Some(entry);
            outcome.log_reference = Some(reference);
            outcome.revocations = revocations;
        }
        Ok(())
    }

    fn entry(&self, id: String, timestamp: Timestamp, record: &Record<'_>, outcome: &Outcome) -> Entry {
        let mut secret_types: Vec<String> = Vec::new();
        for finding in &outcome.findings {
            if !secret_types.iter().any(|known| **known == *finding.rule) {
                secret_types.push(finding.rule.to_string());
            }
        }
        let reason = match &outcome.error {
            Some(error) => format!("withheld: {}", error.code()),
            None => format!("found {}", secret_types.join(", ")),
        };
        Entry {
            id,
            timestamp,
            tenant: self.clean(&record.tenant),
            source: self.clean(&record.source),
            reason,
            log_line: outcome.text.clone(),
            secret_types,
            severity: outcome.findings.iter().map(|finding| finding.severity).max().unwrap_or(Severity::High),
            status: Status::Pending,
            fingerprints: outcome.findings.iter().filter_map(|finding| finding.fingerprint.clone()).collect(),
        }
    }

    /// One event for each credential that a rule wants revoked.
    #[expect(clippy::too_many_arguments, reason = "all of it stands in the payload")]
    fn events(
        &self,
        scanner: &Scanner,
        record: &Record<'_>,
        outcome: &Outcome,
        entry: &Entry,
        reference: &str,
        chain: &str,
        time: Timestamp,
    ) -> Vec<Event> {
        let mut events: Vec<Event> = Vec::new();
        for finding in &outcome.findings {
            let (Some(fingerprint), Some(rule)) = (&finding.fingerprint, scanner.rule(&finding.rule)) else { continue };
            let Some(revoke) = &rule.revoke else { continue };
            if events.iter().any(|event| event.fingerprint == *fingerprint) {
                continue;
            }
            let provider = Provider::of_rule(revoke);
            let subject = Subject {
                secret_type: &finding.rule,
                redacted_key: &finding.preview,
                log_reference: reference,
                provider: rule.provider.as_deref().unwrap_or("unknown"),
                place: &self.place(provider, record, entry),
                severity: finding.severity,
                timestamp: time,
            };
            events.push(Event {
                // The chain hash makes it unique over all stores.
                id: format!("evt_{}_{}_{}", &chain[..16], entry.id.trim_start_matches("log_"), events.len()),
                entry: entry.id.clone(),
                provider,
                secret_type: finding.rule.to_string(),
                fingerprint: fingerprint.clone(),
                payload: payload(provider, &subject),
                state: State::Requested,
                attempts: 0,
                next_attempt: time,
                last_error: None,
            });
        }
        events
    }

    /// The repository or workspace that a payload names.
    fn place(&self, provider: Provider, record: &Record<'_>, entry: &Entry) -> String {
        let name = match provider {
            Provider::Github => "repository",
            Provider::Slack => "workspace",
            _ => "source",
        };
        match record.attributes.get(name) {
            Some(value) => self.clean(value),
            None if entry.source.is_empty() => "unknown".to_owned(),
            None => entry.source.clone(),
        }
    }

    /// The sealed original of an entry, opened.
    pub(crate) fn original(&self, entry: &Entry) -> Result<Secret> {
        let sealed = self.store.sealed(&entry.id)?.ok_or_else(|| {
            Error::new(ErrorKind::NotFound, "open original", "the entry has no original").with("entry", &entry.id)
        })?;
        self.sealer.open(&Entry::seal_context(&entry.tenant, &entry.id), &sealed)
    }

    /// Words that a caller gave, redacted: a source or a reason may quote a secret.
    pub(crate) fn clean(&self, words: &str) -> String {
        self.book.scanner().redact(words).text
    }
}
