//! The hyperlog.

use rusqlite::{Connection, OptionalExtension, Row, params};
use sentinel_core::{Hash, Head, LogEntry};

use super::unreadable;

pub(super) fn head(connection: &Connection) -> rusqlite::Result<Head> {
    let mut statement = connection.prepare_cached("SELECT sequence, chain FROM hyperlog_head")?;
    let noted =
        statement.query_row([], |row| Ok(Head { sequence: number(row, 0)?, chain: hash(row, 1)? })).optional()?;
    Ok(noted.unwrap_or_default())
}

pub(super) fn append(connection: &Connection, entry: &LogEntry) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO hyperlog (sequence, time, actor, kind, body, leaf, chain) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let (leaf, chain) = (entry.leaf.to_string(), entry.chain.to_string());
    let sequence = i64::try_from(entry.sequence).unwrap_or(i64::MAX);
    insert.execute(params![sequence, entry.time, entry.actor, entry.kind, entry.body, leaf, chain])?;
    let mut note = connection.prepare_cached(
        "INSERT INTO hyperlog_head (only, sequence, chain) VALUES (1, ?1, ?2) \
         ON CONFLICT (only) DO UPDATE SET sequence = excluded.sequence, chain = excluded.chain",
    )?;
    note.execute(params![sequence, chain]).map(drop)
}

pub(super) fn select(connection: &Connection, sequence: u64, limit: usize) -> rusqlite::Result<Vec<LogEntry>> {
    let mut statement = connection.prepare_cached(
        "SELECT sequence, time, actor, kind, body, leaf, chain FROM hyperlog \
         WHERE sequence >= ?1 ORDER BY sequence LIMIT ?2",
    )?;
    let from = i64::try_from(sequence).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![from, i64::try_from(limit).unwrap_or(i64::MAX)], entry)?;
    rows.collect()
}

fn entry(row: &Row<'_>) -> rusqlite::Result<LogEntry> {
    Ok(LogEntry::stored(
        number(row, 0)?,
        row.get(1)?,
        row.get(2)?,
        row.get(3)?,
        row.get(4)?,
        hash(row, 5)?,
        hash(row, 6)?,
    ))
}

fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    u64::try_from(row.get::<_, i64>(column)?).map_err(|_| unreadable(column))
}

fn hash(row: &Row<'_>, column: usize) -> rusqlite::Result<Hash> {
    Hash::parse(&row.get::<_, String>(column)?).ok_or_else(|| unreadable(column))
}
