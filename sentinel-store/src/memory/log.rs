//! The hyperlog.

use sentinel_core::LogEntry;

pub(super) fn select(log: &[LogEntry], sequence: u64, limit: usize) -> Vec<LogEntry> {
    log.iter().filter(|entry| entry.sequence >= sequence).take(limit).cloned().collect()
}
