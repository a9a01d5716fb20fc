//! Quarantined records.

use rusqlite::{Connection, OptionalExtension, Row, named_params, params};
use sentinel_core::{Entry, EntryQuery, Severity, Status, Timestamp};

use super::{entry_number, unreadable};

pub(super) fn insert(connection: &Connection, entry: &Entry, sealed: &[u8]) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO quarantine (id, timestamp, reason, log_line, status, tenant, source, secret_types, severity, \
         fingerprints, sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    statement
        .execute(params![
            entry_number(&entry.id),
            entry.timestamp.to_string(),
            entry.reason,
            entry.log_line,
            entry.status.as_str(),
            entry.tenant,
            entry.source,
            json(&entry.secret_types),
            entry.severity.as_str(),
            json(&entry.fingerprints),
            sealed,
        ])
        .map(drop)
}

pub(super) fn set_status(connection: &Connection, id: &str, status: Status) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached("UPDATE quarantine SET status = ?2 WHERE id = ?1")?;
    match statement.execute(params![entry_number(id), status.as_str()])? {
        1 => Ok(()),
        rows => Err(rusqlite::Error::StatementChangedRows(rows)),
    }
}

pub(super) fn select(connection: &Connection, query: &EntryQuery) -> rusqlite::Result<Vec<Entry>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, timestamp, tenant, source, reason, log_line, secret_types, severity, status, fingerprints \
         FROM quarantine \
         WHERE (:id IS NULL OR id = :id) \
         AND (:status IS NULL OR status = :status) \
         AND (:secret_type IS NULL OR EXISTS (SELECT 1 FROM json_each(secret_types) WHERE value = :secret_type)) \
         ORDER BY id DESC LIMIT :limit OFFSET :offset",
    )?;
    let rows = statement.query_map(
        named_params! {
            ":id": query.id.as_deref().map(entry_number),
            ":status": query.status.map(Status::as_str),
            ":secret_type": query.secret_type,
            ":limit": i64::try_from(query.limit).unwrap_or(i64::MAX),
            ":offset": i64::try_from(query.offset).unwrap_or(i64::MAX),
        },
        entry,
    )?;
    rows.collect()
}

pub(super) fn sealed(connection: &Connection, id: &str) -> rusqlite::Result<Option<Vec<u8>>> {
    let mut statement = connection.prepare_cached("SELECT sealed FROM quarantine WHERE id = ?1")?;
    statement.query_row([entry_number(id)], |row| row.get(0)).optional()
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let text = |column: usize| row.get::<_, String>(column);
    Ok(Entry::stored(
        format!("log_{}", row.get::<_, i64>(0)?),
        Timestamp::parse(&text(1)?).ok_or_else(|| unreadable(1))?,
        text(2)?,
        text(3)?,
        text(4)?,
        text(5)?,
        parse(&text(6)?, 6)?,
        Severity::parse(&text(7)?).ok_or_else(|| unreadable(7))?,
        Status::parse(&text(8)?).ok_or_else(|| unreadable(8))?,
        parse::<Vec<String>>(&text(9)?, 9)?.into_iter().map(Into::into).collect(),
    ))
}

fn parse<T: for<'de> serde::Deserialize<'de>>(text: &str, column: usize) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|_| unreadable(column))
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("words and lists of words are JSON")
}
