//! Revocation events.

use rusqlite::{Connection, Row, params};
use sentinel_core::{Event, Provider, State, Timestamp};

use super::unreadable;

const COLUMNS: &str =
    "id, entry, provider, secret_type, fingerprint, payload, state, attempts, next_attempt, last_error";

pub(super) fn insert(connection: &Connection, event: &Event) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(&format!(
        "INSERT INTO revocations ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) \
         ON CONFLICT (provider, action, fingerprint) DO NOTHING"
    ))?;
    statement
        .execute(params![
            event.id,
            event.entry,
            event.provider.as_str(),
            event.secret_type,
            event.fingerprint.as_str(),
            event.payload,
            event.state.as_str(),
            event.attempts,
            event.next_attempt.as_millis(),
            event.last_error,
        ])
        .map(drop)
}

pub(super) fn set_state(connection: &Connection, event: &Event) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "UPDATE revocations SET state = ?2, attempts = ?3, next_attempt = ?4, last_error = ?5, leased_until = 0 \
         WHERE id = ?1",
    )?;
    let changed = statement.execute(params![
        event.id,
        event.state.as_str(),
        event.attempts,
        event.next_attempt.as_millis(),
        event.last_error,
    ])?;
    if changed == 1 { Ok(()) } else { Err(rusqlite::Error::StatementChangedRows(changed)) }
}

pub(super) fn select(connection: &Connection, after: Option<&str>, limit: usize) -> rusqlite::Result<Vec<Event>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM revocations \
         WHERE ?1 IS NULL OR position > (SELECT position FROM revocations WHERE id = ?1) \
         ORDER BY position LIMIT ?2"
    ))?;
    let rows = statement.query_map(params![after, i64::try_from(limit).unwrap_or(i64::MAX)], event)?;
    rows.collect()
}

pub(super) fn lease(
    connection: &Connection,
    now: Timestamp,
    until: Timestamp,
    limit: usize,
) -> rusqlite::Result<Vec<Event>> {
    let mut statement = connection.prepare_cached(&format!(
        "UPDATE revocations SET leased_until = ?2 WHERE position IN ( \
             SELECT position FROM revocations \
             WHERE state IN ('requested', 'retrying') AND next_attempt <= ?1 AND leased_until <= ?1 \
             ORDER BY position LIMIT ?3) \
         RETURNING {COLUMNS}"
    ))?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![now.as_millis(), until.as_millis(), limit], event)?;
    rows.collect()
}

fn event(row: &Row<'_>) -> rusqlite::Result<Event> {
    let text = |column: usize| row.get::<_, String>(column);
    Ok(Event::stored(
        text(0)?,
        text(1)?,
        Provider::parse(&text(2)?).ok_or_else(|| unreadable(2))?,
        text(3)?,
        text(4)?.into(),
        text(5)?,
        State::parse(&text(6)?).ok_or_else(|| unreadable(6))?,
        row.get(7)?,
        Timestamp::from_millis(row.get(8)?),
        row.get(9)?,
    ))
}
