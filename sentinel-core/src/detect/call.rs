//! What one call may use: limits, a key, time; and what it has used.

use std::{cell::Cell, time::Duration};

use super::meter::Meter;
use crate::{Error, ErrorKind, FingerprintKey, Limits, Result, stopwatch::Stopwatch};

/// One call of a scanner. A redaction passes over its text several times in one call: the time is that of all passes,
/// the decoded bytes are those of one.
#[derive(Debug)]
pub(crate) struct Call<'c> {
    pub(crate) limits: &'c Limits,
    pub(crate) key: Option<&'c FingerprintKey>,
    pub(crate) meter: Option<&'c Meter>,
    stopwatch: Option<&'c Stopwatch>,
    /// When it must be over, by the stopwatch.
    deadline: Option<Duration>,
    /// How many bytes the pass may still decode.
    decodable: Cell<usize>,
    ticks: Cell<u32>,
}

/// The clock is read once in so many steps.
const TICKS: u32 = 64;

impl<'c> Call<'c> {
    #[inline]
    pub(crate) fn new(limits: &'c Limits, key: Option<&'c FingerprintKey>) -> Self {
        Self::start(limits, key, None, None)
    }

    /// Starts the clock.
    // All of it at once: a call that is handed on is read again right after it was written, which takes as long as a
    // short text.
    #[inline]
    pub(crate) fn start(
        limits: &'c Limits,
        key: Option<&'c FingerprintKey>,
        stopwatch: Option<&'c Stopwatch>,
        meter: Option<&'c Meter>,
    ) -> Self {
        let until = |stopwatch: &Stopwatch| limits.max_time.map(|time| stopwatch.now().saturating_add(time));
        let deadline = stopwatch.and_then(until);
        Self { limits, key, meter, stopwatch, deadline, decodable: Cell::new(0), ticks: Cell::new(0) }
    }

    /// Starts a pass over a text.
    pub(super) fn begin(&self, text: &[u8]) -> Result<()> {
        self.decodable.set(self.limits.decoded_bytes_for(text.len()));
        self.check_time()
    }

    /// Takes a decoded view from the budget.
    pub(super) fn decoded(&self, bytes: usize) -> Result<()> {
        let left = self.decodable.get().checked_sub(bytes);
        self.decodable.set(left.ok_or_else(|| exceeded("too much of the text is encoded", "max_decoded_bytes"))?);
        self.check_time()
    }

    /// One step: an attempt at a match.
    pub(super) fn tick(&self) -> Result<()> {
        if self.deadline.is_none() {
            return Ok(());
        }
        self.ticks.set(self.ticks.get().wrapping_add(1));
        if self.ticks.get().is_multiple_of(TICKS) { self.check_time() } else { Ok(()) }
    }

    #[inline]
    pub(super) fn check_time(&self) -> Result<()> {
        match self.deadline {
            Some(deadline) if self.now() > deadline => Err(exceeded("the scan takes too long", "max_time")),
            _ => Ok(()),
        }
    }

    /// The time by the stopwatch; zero without one.
    pub(crate) fn now(&self) -> Duration {
        self.stopwatch.map_or(Duration::ZERO, Stopwatch::now)
    }
}

/// The error that names a limit.
pub(crate) fn exceeded(problem: &str, limit: &'static str) -> Error {
    Error::new(ErrorKind::LimitExceeded, "scan", problem).with("field", limit)
}
