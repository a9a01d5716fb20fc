//! What a vault asks of the place where it keeps sealed values.

use std::fmt::Debug;

use crate::{Actor, Fingerprint, Result, Scope, Sink, Timestamp, VaultEvent};

/// A sealed value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VaultRecord {
    /// The id in its token: 16 digits.
    pub id: String,
    /// The id of the key that it was made and sealed with: 4 digits.
    pub key_id: String,
    /// The rule that found it.
    pub rule: String,
    /// Keyed digest of value, rule and scope, of which the id is the beginning.
    pub digest: Fingerprint,
    /// The value, encrypted.
    pub sealed: Vec<u8>,
    /// From when on it is no longer given out.
    pub expires: Timestamp,
}

impl VaultRecord {
    /// A record as a store read it.
    pub fn stored(
        id: String,
        key_id: String,
        rule: String,
        digest: Fingerprint,
        sealed: Vec<u8>,
        expires: Timestamp,
    ) -> Self {
        Self { id, key_id, rule, digest, sealed, expires }
    }
}

/// Keeps sealed values for a [`Vault`](super::Vault). It is told the time, and decides nothing else.
///
/// `sentinel_store::conformance` tests a store against this contract.
pub trait VaultStore: Send + Sync + Debug {
    /// Keeps a record, durably when this returns. Where one of this id and digest is kept, its expiry becomes the later
    /// of both, and nothing else changes. Records that expired at `now` count for nothing: they make room where
    /// `capacity` (how many records it may hold) is reached.
    ///
    /// # Errors
    ///
    /// `LimitExceeded` when it is full; `Conflict` when a record of this id has another digest; `Storage` when it cannot
    /// be written. Nothing is kept then.
    fn put(&self, record: &VaultRecord, now: Timestamp, capacity: u64) -> Result<()>;

    /// The record of this id, unless it expired at `now`.
    fn get(&self, id: &str, now: Timestamp) -> Result<Option<VaultRecord>>;

    /// Forgets the records that expired at `now`, and returns how many those were.
    fn expire(&self, now: Timestamp) -> Result<u64>;
}

/// Where a vault notes what it gave out, and what it refused.
pub trait VaultAudit: Send + Sync + Debug {
    /// Notes it, durably when this returns.
    ///
    /// # Errors
    ///
    /// `Storage` when it cannot be written: nothing is then given out.
    fn record(&self, time: Timestamp, event: &VaultEvent<'_>) -> Result<()>;
}

/// One attempt to put values back. It holds no value, but words of the caller (purpose, tenant, session, name), which
/// must be redacted before they are kept.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RestoreAttempt<'a> {
    /// Who asked.
    pub by: &'a Actor,
    /// Whose values.
    pub scope: &'a Scope,
    /// Where the text goes.
    pub sink: Sink,
    /// What for.
    pub purpose: &'a str,
    /// How many tokens the text held.
    pub tokens: usize,
}
