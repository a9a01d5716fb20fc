//! One entry of the log, and the head that the next one continues.

use std::fmt;

use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::canonical::{canonical, is_whole};
use crate::{Timestamp, fingerprint::hex, words::words};

/// A SHA-256 digest; shown and stored as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// Reads 64 hexadecimal digits.
    pub fn parse(digits: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if digits.len() != 64 || !digits.is_ascii() {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Hash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Where the log ends: the sequence and the chain hash of its last entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Head {
    /// Sequence of the last entry; 0 before the first.
    pub sequence: u64,
    /// Chain hash of the last entry.
    pub chain: Hash,
}

impl Default for Head {
    fn default() -> Self {
        Self { sequence: 0, chain: Hash(Sha256::digest(DOMAIN).into()) }
    }
}

const DOMAIN: &[u8] = b"SHL1";

words! {
    /// What an entry records.
    LogKind {
        /// Secrets were found in a record, which was quarantined.
        LeakDetected = "leak_detected",
        /// A record was withheld because it could not be scanned.
        RecordWithheld = "record_withheld",
        /// A person reviewed a quarantined record.
        EntryReviewed = "entry_reviewed",
        /// The original of a quarantined record was opened.
        OriginalOpened = "original_opened",
        /// An attempt at a revocation ended.
        RevocationAttempted = "revocation_attempted",
        /// Somebody reported a miss, a false alarm or a doubt.
        FeedbackReceived = "feedback_received",
        /// A change of rules was proposed.
        UpdateProposed = "update_proposed",
        /// A change of rules was approved.
        UpdateApproved = "update_approved",
        /// A change of rules was rejected.
        UpdateRejected = "update_rejected",
        /// Values of a vault were put back into a text.
        TokensRestored = "tokens_restored",
        /// A text with tokens was refused: none of its values was put back.
        RestoreRefused = "restore_refused",
    }
}

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LogEntry {
    /// Counted from 1, without gaps.
    pub sequence: u64,
    /// When it was written, as RFC 3339.
    pub time: String,
    /// Who did it: `person:alice`, `machine:sentinel`.
    pub actor: String,
    /// What it records.
    pub kind: String,
    /// The facts, as canonical JSON.
    pub body: String,
    /// Hash of this entry alone.
    pub leaf: Hash,
    /// Hash of this entry and all before it.
    pub chain: Hash,
}

impl LogEntry {
    /// The entry that follows `head`.
    pub(crate) fn after(head: &Head, time: Timestamp, actor: &str, kind: LogKind, body: &Value) -> Self {
        Self::restore(head.sequence + 1, time.to_string(), actor.to_owned(), kind.as_str().to_owned(), canonical(body))
            .chained(&head.chain)
    }

    /// The entry that follows `head`, for authors of stores who test them. `body` is canonical JSON;
    /// none when it is not.
    pub fn next(head: &Head, time: Timestamp, actor: &str, kind: LogKind, body: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(body).ok()?;
        let entry = is_whole(&value).then(|| Self::after(head, time, actor, kind, &value))?;
        (entry.body == body).then_some(entry)
    }

    /// An entry as a store read it; [`verify`](super::verify) says whether its hashes hold.
    pub fn stored(
        sequence: u64,
        time: String,
        actor: String,
        kind: String,
        body: String,
        leaf: Hash,
        chain: Hash,
    ) -> Self {
        Self { sequence, time, actor, kind, body, leaf, chain }
    }

    /// The head after this entry.
    pub fn head(&self) -> Head {
        Head { sequence: self.sequence, chain: self.chain }
    }

    /// This entry with the hashes that it must have after `head`.
    pub(super) fn recomputed(&self, head: &Head) -> Self {
        Self::restore(self.sequence, self.time.clone(), self.actor.clone(), self.kind.clone(), self.body.clone())
            .chained(&head.chain)
    }

    fn restore(sequence: u64, time: String, actor: String, kind: String, body: String) -> Self {
        let parsed: Value = serde_json::from_str(&body).unwrap_or(Value::Null);
        let whole = json!({"sequence": sequence, "time": time, "actor": actor, "kind": kind, "body": parsed});
        let mut hash = Sha256::new();
        hash.update([0]);
        hash.update(canonical(&whole));
        let leaf = Hash(hash.finalize().into());
        Self { sequence, time, actor, kind, body, leaf, chain: leaf }
    }

    fn chained(mut self, before: &Hash) -> Self {
        let mut hash = Sha256::new();
        hash.update(DOMAIN);
        hash.update(before.0);
        hash.update(self.leaf.0);
        self.chain = Hash(hash.finalize().into());
        self
    }
}
