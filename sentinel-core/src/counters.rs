//! How much a scanner has done.

use std::{
    cell::Cell,
    sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed},
};

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

/// The counters while they count. Most threads have a part of their own, and wait for no other.
#[derive(Debug, Default)]
pub(crate) struct Counting {
    own: [Part; 1 << OWN_BITS],
    /// For threads that found no part of their own.
    shared: Part,
}

const OWN_BITS: u32 = 5;
/// So many parts a thread looks at for one of its own.
const PROBES: usize = 4;

#[derive(Debug, Default)]
// One line of a cache: what other threads write would slow it down.
#[repr(align(64))]
struct Part {
    calls: AtomicU64,
    bytes: AtomicU64,
    found: AtomicU64,
    redacted: AtomicU64,
    blocked: AtomicU64,
    limited: AtomicU64,
    failed: AtomicU64,
    /// The thread that alone writes the others; zero until there is one. That of a thread which has ended stays, until
    /// another is told by the same number.
    owner: AtomicUsize,
}

impl Counting {
    /// A call with so many bytes.
    #[inline]
    pub(crate) fn call(&self, bytes: usize) {
        let here = self.here();
        here.add(|part| &part.calls, 1);
        here.add(|part| &part.bytes, bytes);
    }

    pub(crate) fn bytes(&self, count: usize) {
        self.here().add(|part| &part.bytes, count);
    }

    pub(crate) fn found(&self, count: usize) {
        self.here().add(|part| &part.found, count);
    }

    pub(crate) fn redacted(&self, count: usize) {
        self.here().add(|part| &part.redacted, count);
    }

    pub(crate) fn blocked(&self) {
        self.here().add(|part| &part.blocked, 1);
    }

    pub(crate) fn withheld(&self, kind: ErrorKind) {
        let limited = kind == ErrorKind::LimitExceeded;
        self.here().add(|part| if limited { &part.limited } else { &part.failed }, 1);
    }

    pub(crate) fn read(&self) -> Counters {
        let parts = || self.own.iter().chain([&self.shared]);
        let sum = |of: fn(&Part) -> &AtomicU64| parts().map(|part| of(part).load(Relaxed)).sum();
        Counters {
            calls: sum(|part| &part.calls),
            bytes: sum(|part| &part.bytes),
            found: sum(|part| &part.found),
            redacted: sum(|part| &part.redacted),
            blocked: sum(|part| &part.blocked),
            limited: sum(|part| &part.limited),
            failed: sum(|part| &part.failed),
        }
    }

    /// Where this thread counts.
    #[inline]
    fn here(&self) -> Here<'_> {
        let shared = Here { part: &self.shared, alone: false };
        let Ok(thread) = HERE.try_with(|here| std::ptr::from_ref(here).addr()) else { return shared };
        let first = (thread as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - OWN_BITS);
        let mut parts = (0..PROBES).map(|probe| &self.own[(first as usize + probe) % self.own.len()]);
        parts.find(|part| part.is_of(thread)).map_or(shared, |part| Here { part, alone: true })
    }
}

thread_local! {
    /// Where it lies tells living threads apart. It needs no drop: mostly it is there until its thread has ended.
    static HERE: Cell<u8> = const { Cell::new(0) };
}

/// Where a thread counts, and whether no other does.
struct Here<'c> {
    part: &'c Part,
    alone: bool,
}

impl Here<'_> {
    #[inline]
    fn add(&self, counter: impl Fn(&Part) -> &AtomicU64, count: usize) {
        let (counter, count) = (counter(self.part), count as u64);
        if self.alone {
            // An addition that locks takes several times as long.
            counter.store(counter.load(Relaxed).wrapping_add(count), Relaxed);
        } else {
            counter.fetch_add(count, Relaxed);
        }
    }
}

impl Part {
    /// True when it is that thread's, or nobody's until now.
    #[inline]
    fn is_of(&self, thread: usize) -> bool {
        let owner = self.owner.load(Relaxed);
        owner == thread || owner == 0 && self.owner.compare_exchange(0, thread, Relaxed, Relaxed).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use std::{
        cell::RefCell,
        sync::{Arc, Barrier},
    };

    use super::*;

    #[test]
    fn what_threads_count_is_counted_together() {
        // More than there are parts, all at once, so that some share one.
        const THREADS: usize = 100;
        let (counting, all_there) = (Counting::default(), Barrier::new(THREADS));
        let count = || {
            all_there.wait();
            (0..2000).for_each(|_| counting.call(3));
        };
        std::thread::scope(|scope| (0..THREADS).for_each(|_| drop(scope.spawn(count))));
        counting.withheld(ErrorKind::LimitExceeded);
        let expected = Counters { calls: 200_000, bytes: 600_000, limited: 1, ..Counters::default() };
        assert_eq!(counting.read(), expected);
    }

    #[test]
    fn a_thread_counts_to_its_very_end() {
        struct AtEnd(Arc<Counting>);

        impl Drop for AtEnd {
            fn drop(&mut self) {
                self.0.call(1);
            }
        }

        thread_local!(static LAST: RefCell<Option<AtEnd>> = const { RefCell::new(None) });
        let counting = Arc::new(Counting::default());
        let other = Arc::clone(&counting);
        let thread = std::thread::spawn(move || {
            LAST.set(Some(AtEnd(Arc::clone(&other))));
            other.call(1);
        });
        thread.join().unwrap();
        assert_eq!(counting.read().calls, 2);
    }

    #[test]
    fn a_thread_that_finds_no_part_of_its_own_shares_one() {
        let counting = Counting::default();
        counting.own.iter().for_each(|part| part.owner.store(1, Relaxed));
        counting.call(5);
        assert_eq!((counting.shared.calls.load(Relaxed), counting.read().bytes), (1, 5));
    }
}
