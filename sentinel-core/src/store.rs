//! What a store must do. Stores know nothing of hashes, payloads or decisions: they are told what
//! to write, and write all of it or nothing.

use std::fmt::Debug;

use serde_json::Value;

use crate::{Entry, EntryQuery, Event, Head, HistoryRow, LogEntry, LogKind, Reported, Result, Status, Timestamp};

/// Keeps entries, events, the log and the history.
///
/// # Contract
///
/// - [`commit`](Self::commit) is one transaction: after it returns, all is durable; if it fails,
///   nothing was written. `build` sees the head that no other commit can change before it returns.
/// - Reads see every commit that returned before them.
/// - A store is shared by threads, and, where it is a database, by processes.
///
/// `sentinel_store::conformance` tests a store against this contract.
pub trait Store: Send + Sync + Debug {
    /// Runs `build` on the head of the log and commits what it returns.
    fn commit(&self, build: &mut dyn FnMut(&Head) -> Result<Vec<Write>>) -> Result<()>;

    /// The head of the log, as the last commit noted it.
    fn head(&self) -> Result<Head>;

    /// Entries that fit the query, newest first.
    fn entries(&self, query: &EntryQuery) -> Result<Vec<Entry>>;

    /// The sealed original of an entry.
    fn sealed(&self, entry: &str) -> Result<Option<Vec<u8>>>;

    /// All revocation events, oldest first, at most `limit`, after the event of this id if given.
    fn events(&self, after: Option<&str>, limit: usize) -> Result<Vec<Event>>;

    /// Takes up to `limit` events that are due at `now` and that nobody else holds; they are held
    /// until `until`.
    fn lease(&self, now: Timestamp, until: Timestamp, limit: usize) -> Result<Vec<Event>>;

    /// At most `limit` log entries from `sequence` on.
    fn log(&self, sequence: u64, limit: usize) -> Result<Vec<LogEntry>>;

    /// The history of rules, oldest first.
    fn history(&self) -> Result<Vec<HistoryRow>>;

    /// What was reported for a rule, oldest first.
    fn reported(&self, secret_type: &str) -> Result<Vec<Reported>>;
}

/// One write of a commit.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Write {
    /// Appends to the log, and notes its head.
    Log(LogEntry),
    /// Adds an entry and its sealed original.
    Entry(Box<Entry>, Vec<u8>),
    /// Sets the status of an entry.
    Status(String, Status),
    /// Adds an event, unless one for the same provider, action and fingerprint exists.
    Event(Box<Event>),
    /// Sets state, attempts, next attempt and last error of an event, and lets go of it.
    EventState(Box<Event>),
    /// Adds a row of history.
    History(Box<HistoryRow>),
    /// Adds reported evidence.
    Reported(Box<Reported>),
}

/// The writes of one commit in the making: keeps the chain while log entries are added.
pub(crate) struct Batch {
    head: Head,
    writes: Vec<Write>,
}

impl Batch {
    pub(crate) fn new(head: &Head) -> Self {
        Self { head: *head, writes: Vec::new() }
    }

    /// The sequence that the next log entry gets.
    pub(crate) fn next_sequence(&self) -> u64 {
        self.head.sequence + 1
    }

    /// Appends a log entry and returns the head after it.
    pub(crate) fn log(&mut self, time: Timestamp, actor: &str, kind: LogKind, body: &Value) -> Head {
        let entry = LogEntry::after(&self.head, time, actor, kind, body);
        self.head = entry.head();
        self.writes.push(Write::Log(entry));
        self.head
    }

    pub(crate) fn push(&mut self, write: Write) {
        self.writes.push(write);
    }

    pub(crate) fn into_writes(self) -> Vec<Write> {
        self.writes
    }
}

/// Seals originals and evidence: encrypts and authenticates.
pub trait Sealer: Send + Sync + Debug {
    /// Seals `plaintext`, bound to `context`: it opens only with the same.
    fn seal(&self, context: &str, plaintext: &[u8]) -> Result<Vec<u8>>;

    /// Opens what was sealed.
    ///
    /// # Errors
    ///
    /// `Tampered` when a bit of the sealed bytes or of the context differs.
    fn open(&self, context: &str, sealed: &[u8]) -> Result<crate::Secret>;
}

/// Where `patterns.yaml` is kept.
pub trait PatternsStore: Send + Sync + Debug {
    /// Where that is, for errors: the path of a file.
    fn place(&self) -> String;

    /// The document; empty when there is none yet.
    fn read(&self) -> Result<String>;

    /// Replaces the document by what `edit` makes of it. Nobody else, in this process or another,
    /// updates it meanwhile; a reader sees the old text or the new, never a part.
    fn update(&self, edit: &mut dyn FnMut(&str) -> Result<String>) -> Result<()>;
}
