//! Reported evidence.

use rusqlite::{Connection, Row, params};
use sentinel_core::{FeedbackType, Reported, Timestamp};

use super::unreadable;

pub(super) fn insert(connection: &Connection, reported: &Reported) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO feedback (secret_type, feedback_type, fingerprint, sealed, timestamp, submitted_by) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    statement
        .execute(params![
            reported.secret_type,
            reported.feedback_type.as_str(),
            reported.fingerprint.as_str(),
            reported.sealed,
            reported.timestamp.to_string(),
            reported.submitted_by,
        ])
        .map(drop)
}

pub(super) fn select(connection: &Connection, secret_type: &str) -> rusqlite::Result<Vec<Reported>> {
    let mut statement = connection.prepare_cached(
        "SELECT secret_type, feedback_type, fingerprint, sealed, timestamp, submitted_by FROM feedback \
         WHERE secret_type = ?1 ORDER BY id",
    )?;
    let rows = statement.query_map([secret_type], reported)?;
    rows.collect()
}

fn reported(row: &Row<'_>) -> rusqlite::Result<Reported> {
    let text = |column: usize| row.get::<_, String>(column);
    Ok(Reported::stored(
        text(0)?,
        FeedbackType::parse(&text(1)?).ok_or_else(|| unreadable(1))?,
        text(2)?.into(),
        row.get(3)?,
        Timestamp::parse(&text(4)?).ok_or_else(|| unreadable(4))?,
        text(5)?,
    ))
}
