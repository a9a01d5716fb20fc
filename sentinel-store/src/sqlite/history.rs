//! The history of rules.

use rusqlite::{Connection, Row, params};
use sentinel_core::{HistoryAction, HistoryRow, HistoryStatus, Timestamp};

use super::unreadable;

pub(super) fn insert(connection: &Connection, row: &HistoryRow) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO patterns_history (regex_name, old_regex, new_regex, action, confidence, status, submitted_by, \
         approved_by, decision_reason, timestamp) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    statement
        .execute(params![
            row.regex_name,
            row.old_regex,
            row.new_regex,
            row.action.as_str(),
            row.confidence,
            row.status.as_str(),
            row.submitted_by,
            row.approved_by,
            row.decision_reason,
            row.timestamp.to_string(),
        ])
        .map(drop)
}

pub(super) fn select(connection: &Connection) -> rusqlite::Result<Vec<HistoryRow>> {
    let mut statement = connection.prepare_cached(
        "SELECT regex_name, old_regex, new_regex, action, confidence, status, submitted_by, approved_by, \
         decision_reason, timestamp FROM patterns_history ORDER BY id",
    )?;
    let rows = statement.query_map([], history)?;
    rows.collect()
}

fn history(row: &Row<'_>) -> rusqlite::Result<HistoryRow> {
    let text = |column: usize| row.get::<_, String>(column);
    Ok(HistoryRow::stored(
        text(0)?,
        row.get(1)?,
        row.get(2)?,
        HistoryAction::parse(&text(3)?).ok_or_else(|| unreadable(3))?,
        row.get(4)?,
        HistoryStatus::parse(&text(5)?).ok_or_else(|| unreadable(5))?,
        text(6)?,
        row.get(7)?,
        row.get(8)?,
        Timestamp::parse(&text(9)?).ok_or_else(|| unreadable(9))?,
    ))
}
