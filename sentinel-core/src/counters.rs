//! How much a scanner has done.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use serde::Serialize;
use thread_local::ThreadLocal;

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

/// The counters while they count: each thread has its own, so that none waits for another. Those of a thread that has
/// ended go to one that starts.
#[derive(Debug, Default)]
pub(crate) struct Counting(ThreadLocal<Cells>);

#[derive(Debug, Default)]
// One line of a cache: what other threads write would slow it down.
#[repr(align(64))]
struct Cells {
    calls: Cell,
    bytes: Cell,
    found: Cell,
    redacted: Cell,
    blocked: Cell,
    limited: Cell,
    failed: Cell,
}

/// A number that one thread writes, and all read.
#[derive(Debug, Default)]
struct Cell(AtomicU64);

impl Counting {
    /// A call with so many bytes.
    #[inline]
    pub(crate) fn call(&self, bytes: usize) {
        let cells = self.here();
        cells.calls.add(1);
        cells.bytes.add(bytes);
    }

    pub(crate) fn bytes(&self, count: usize) {
        self.here().bytes.add(count);
    }

    pub(crate) fn found(&self, count: usize) {
        self.here().found.add(count);
    }

    pub(crate) fn redacted(&self, count: usize) {
        self.here().redacted.add(count);
    }

    pub(crate) fn blocked(&self) {
        self.here().blocked.add(1);
    }

    pub(crate) fn withheld(&self, kind: ErrorKind) {
        let Cells { limited, failed, .. } = self.here();
        if kind == ErrorKind::LimitExceeded { limited.add(1) } else { failed.add(1) }
    }

    pub(crate) fn read(&self) -> Counters {
        let sum = |of: fn(&Cells) -> &Cell| self.0.iter().map(|cells| of(cells).read()).sum();
        Counters {
            calls: sum(|cells| &cells.calls),
            bytes: sum(|cells| &cells.bytes),
            found: sum(|cells| &cells.found),
            redacted: sum(|cells| &cells.redacted),
            blocked: sum(|cells| &cells.blocked),
            limited: sum(|cells| &cells.limited),
            failed: sum(|cells| &cells.failed),
        }
    }

    /// Those of this thread.
    #[inline]
    fn here(&self) -> &Cells {
        self.0.get_or_default()
    }
}

impl Cell {
    /// No other thread writes it in between.
    #[inline]
    fn add(&self, count: usize) {
        self.0.store(self.read().wrapping_add(count as u64), Relaxed);
    }

    #[inline]
    fn read(&self) -> u64 {
        self.0.load(Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_threads_count_is_counted_together_and_outlives_them() {
        let counting = Counting::default();
        let count = || (0..1000).for_each(|_| counting.call(3));
        for _ in 0..3 {
            std::thread::scope(|scope| (0..4).for_each(|_| drop(scope.spawn(count))));
        }
        counting.withheld(ErrorKind::LimitExceeded);
        let expected = Counters { calls: 12_000, bytes: 36_000, limited: 1, ..Counters::default() };
        assert_eq!(counting.read(), expected);
    }
}
