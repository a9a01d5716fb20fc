//! Records in which something was found: redacted for people, sealed for the audited few.

use serde::Serialize;
use serde_json::json;

use crate::{
    Actor, Error, ErrorKind, Fingerprint, LogKind, Result, Secret, Severity, Timestamp,
    sentinel::Parts,
    store::{Batch, Write},
    words::words,
};

/// One quarantined record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Entry {
    /// `log_` and the sequence of the hyperlog entry that records it.
    pub id: String,
    /// When it was processed.
    pub timestamp: Timestamp,
    /// Whose record it is, when several share a store.
    pub tenant: String,
    /// What sent it.
    pub source: String,
    /// Why it was quarantined, in words.
    pub reason: String,
    /// The record as people may see it.
    pub log_line: String,
    /// Which rules found something, in order, each once.
    pub secret_types: Vec<String>,
    /// The highest severity among them.
    pub severity: Severity,
    /// What a person made of it.
    pub status: Status,
    /// Keyed fingerprints of what was found, in the order of the text.
    pub fingerprints: Vec<Fingerprint>,
}

impl Entry {
    /// An entry as a store read it.
    #[expect(clippy::too_many_arguments, reason = "one argument a column, in the order of the columns")]
    pub fn stored(
        id: String,
        timestamp: Timestamp,
        tenant: String,
        source: String,
        reason: String,
        log_line: String,
        secret_types: Vec<String>,
        severity: Severity,
        status: Status,
        fingerprints: Vec<Fingerprint>,
    ) -> Self {
        Self { id, timestamp, tenant, source, reason, log_line, secret_types, severity, status, fingerprints }
    }

    /// What its seal is bound to.
    pub(crate) fn seal_context(tenant: &str, id: &str) -> String {
        format!("entry/{tenant}/{id}")
    }
}

words! {
    /// What a person made of an entry.
    Status {
        /// Nobody has looked.
        Pending = "PENDING",
        /// Looked at, and confirmed to be real: no change of rules by machine may miss it again.
        Reviewed = "REVIEWED",
        /// Looked at, and found harmless.
        FalseAlarm = "FALSE_ALARM",
    }
}

/// Which entries to read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EntryQuery {
    /// Only the entry of this id.
    pub id: Option<String>,
    /// Only entries of this status.
    pub status: Option<Status>,
    /// Only entries in which this rule found something.
    pub secret_type: Option<String>,
    /// How many to skip.
    pub offset: usize,
    /// How many at most.
    pub limit: usize,
}

impl Default for EntryQuery {
    fn default() -> Self {
        Self { id: None, status: None, secret_type: None, offset: 0, limit: 100 }
    }
}

/// The quarantine of a [`Sentinel`](crate::Sentinel).
#[derive(Debug)]
pub struct Quarantine<'s> {
    pub(crate) parts: &'s Parts,
}

impl Quarantine<'_> {
    /// Entries that fit the query, newest first.
    ///
    /// # Errors
    ///
    /// `Storage` when the store cannot be read.
    pub fn entries(&self, query: &EntryQuery) -> Result<Vec<Entry>> {
        self.parts.store.entries(query)
    }

    /// One entry.
    ///
    /// # Errors
    ///
    /// `NotFound` when there is none of this id.
    pub fn entry(&self, id: &str) -> Result<Entry> {
        let query = EntryQuery { id: Some(id.to_owned()), ..EntryQuery::default() };
        self.parts.store.entries(&query)?.pop().ok_or_else(|| {
            Error::new(ErrorKind::NotFound, "read quarantine", "no such entry").with("entry", shorten(id))
        })
    }

    /// Notes what a person made of an entry.
    ///
    /// # Errors
    ///
    /// `NotFound` when there is none of this id; `InvalidInput` when `by` is no person.
    pub fn review(&self, id: &str, status: Status, by: &Actor, reason: &str) -> Result<()> {
        let entry = self.entry(id)?;
        require_person(by, "review entry")?;
        let time = self.parts.clock.now();
        let body = json!({"entry": entry.id, "status": status.as_str(), "reason": self.parts.clean(reason)});
        self.parts.store.commit(&mut |head| {
            let mut batch = Batch::new(head);
            batch.log(time, &self.parts.clean(&by.to_string()), LogKind::EntryReviewed, &body);
            batch.push(Write::Status(entry.id.clone(), status));
            Ok(batch.into_writes())
        })
    }

    /// Opens the original of an entry. That it was opened, by whom and why, is in the log before
    /// the original is returned.
    ///
    /// # Errors
    ///
    /// `NotFound` when there is none of this id; `InvalidInput` when `by` is no person or gives no
    /// reason; `Tampered` when the seal is broken.
    pub fn open(&self, id: &str, by: &Actor, reason: &str) -> Result<Secret> {
        require_person(by, "open original")?;
        if reason.trim().is_empty() {
            return Err(
                Error::new(ErrorKind::InvalidInput, "open original", "a reason is required").with("field", "reason")
            );
        }
        let entry = self.entry(id)?;
        let original = self.parts.original(&entry)?;
        let time = self.parts.clock.now();
        let body = json!({"entry": entry.id, "reason": self.parts.clean(reason)});
        self.parts.store.commit(&mut |head| {
            let mut batch = Batch::new(head);
            batch.log(time, &self.parts.clean(&by.to_string()), LogKind::OriginalOpened, &body);
            Ok(batch.into_writes())
        })?;
        Ok(original)
    }
}

pub(crate) fn require_person(by: &Actor, operation: &'static str) -> Result<()> {
    if by.is_person() && !by.name().trim().is_empty() {
        return Ok(());
    }
    Err(Error::new(ErrorKind::InvalidInput, operation, "only a named person may do this").with("field", "by"))
}

/// An id that a caller gave may be anything, a secret included: errors quote no more than an id's form.
pub(crate) fn shorten(id: &str) -> String {
    let known = |prefix: &str| {
        id.strip_prefix(prefix).is_some_and(|rest| rest.len() <= 20 && rest.bytes().all(|b| b.is_ascii_alphanumeric()))
    };
    if known("log_") || known("upd_") { id.to_owned() } else { format!("({} bytes)", id.len()) }
}
