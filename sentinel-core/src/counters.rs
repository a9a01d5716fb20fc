//! How much a scanner has done.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use serde::Serialize;

use crate::ErrorKind;

/// What a scanner, its clones and its streams have done since it was built, as numbers that only grow.
///
/// Each is read by itself: while other threads redact, one may be newer than another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Counters {
    /// Texts and streams that were to be scanned or redacted.
    pub calls: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Findings.
    pub found: u64,
    /// Stretches of text that were replaced and given out.
    pub redacted: u64,
    /// Texts and streams that were withheld because the policy said so.
    pub blocked: u64,
    /// Those that were withheld because of a limit.
    pub limited: u64,
    /// Those that were withheld because of an error.
    pub failed: u64,
}

/// The counters while they count.
#[derive(Debug, Default)]
// One line of a cache: other data that threads write would slow them down.
#[repr(align(64))]
pub(crate) struct Counting {
    calls: AtomicU64,
    bytes: AtomicU64,
    found: AtomicU64,
    redacted: AtomicU64,
    blocked: AtomicU64,
    limited: AtomicU64,
    failed: AtomicU64,
}

impl Counting {
    pub(crate) fn call(&self) {
        self.calls.fetch_add(1, Relaxed);
    }

    pub(crate) fn bytes(&self, count: usize) {
        add(&self.bytes, count);
    }

    pub(crate) fn found(&self, count: usize) {
        add(&self.found, count);
    }

    pub(crate) fn redacted(&self, count: usize) {
        add(&self.redacted, count);
    }

    pub(crate) fn blocked(&self) {
        self.blocked.fetch_add(1, Relaxed);
    }

    pub(crate) fn withheld(&self, kind: ErrorKind) {
        let counter = if kind == ErrorKind::LimitExceeded { &self.limited } else { &self.failed };
        counter.fetch_add(1, Relaxed);
    }

    pub(crate) fn read(&self) -> Counters {
        Counters {
            calls: self.calls.load(Relaxed),
            bytes: self.bytes.load(Relaxed),
            found: self.found.load(Relaxed),
            redacted: self.redacted.load(Relaxed),
            blocked: self.blocked.load(Relaxed),
            limited: self.limited.load(Relaxed),
            failed: self.failed.load(Relaxed),
        }
    }
}

fn add(counter: &AtomicU64, count: usize) {
    if count > 0 {
        counter.fetch_add(count as u64, Relaxed);
    }
}
