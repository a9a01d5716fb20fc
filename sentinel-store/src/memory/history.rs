//! The history of rules.

use sentinel_core::HistoryRow;

pub(super) fn select(history: &[HistoryRow]) -> Vec<HistoryRow> {
    history.to_vec()
}
