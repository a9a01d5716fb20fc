//! Sealed values.

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use sentinel_core::{Result, Timestamp, VaultRecord, VaultStore};

use super::{SqliteStore, storage};
use crate::vault::{another, full};

impl VaultStore for SqliteStore {
    fn put(&self, record: &VaultRecord, now: Timestamp, capacity: u64) -> Result<()> {
        let failed = |error| storage("keep value", &self.path, error);
        let mut connection = self.connection();
        // Immediate: nobody else counts or adds meanwhile.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        match put(&transaction, record, now, capacity).map_err(failed)? {
            Put::Kept => transaction.commit().map_err(failed),
            Put::Another => Err(another()),
            Put::Full => Err(full(capacity)),
        }
    }

    fn get(&self, id: &str, now: Timestamp) -> Result<Option<VaultRecord>> {
        self.read("read vault", |connection| select(connection, id, now))
    }

    fn expire(&self, now: Timestamp) -> Result<u64> {
        self.read("expire values", |connection| forget(connection, now))
    }
}

enum Put {
    Kept,
    Another,
    Full,
}

fn put(connection: &Connection, record: &VaultRecord, now: Timestamp, capacity: u64) -> rusqlite::Result<Put> {
    if let Some(known) = select(connection, &record.id, now)? {
        if known.digest != record.digest {
            return Ok(Put::Another);
        }
        let mut statement = connection.prepare_cached("UPDATE vault SET expires = max(expires, ?2) WHERE id = ?1")?;
        statement.execute(params![record.id, record.expires.as_millis()])?;
        return Ok(Put::Kept);
    }
    if count(connection)? >= capacity {
        forget(connection, now)?;
        if count(connection)? >= capacity {
            return Ok(Put::Full);
        }
    }
    // One of this id that is there has expired.
    let mut statement = connection.prepare_cached(
        "INSERT OR REPLACE INTO vault (id, key_id, rule, digest, sealed, expires) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let VaultRecord { id, key_id, rule, digest, sealed, expires, .. } = record;
    statement.execute(params![id, key_id, rule, digest.as_str(), sealed, expires.as_millis()])?;
    Ok(Put::Kept)
}

fn select(connection: &Connection, id: &str, now: Timestamp) -> rusqlite::Result<Option<VaultRecord>> {
    let mut statement = connection
        .prepare_cached("SELECT id, key_id, rule, digest, sealed, expires FROM vault WHERE id = ?1 AND expires > ?2")?;
    statement.query_row(params![id, now.as_millis()], record).optional()
}

fn record(row: &Row<'_>) -> rusqlite::Result<VaultRecord> {
    let digest: String = row.get(3)?;
    let expires = Timestamp::from_millis(row.get(5)?);
    Ok(VaultRecord::stored(row.get(0)?, row.get(1)?, row.get(2)?, digest.into(), row.get(4)?, expires))
}

fn forget(connection: &Connection, now: Timestamp) -> rusqlite::Result<u64> {
    let mut statement = connection.prepare_cached("DELETE FROM vault WHERE expires <= ?1")?;
    statement.execute([now.as_millis()]).map(|rows| rows as u64)
}

fn count(connection: &Connection) -> rusqlite::Result<u64> {
    let mut statement = connection.prepare_cached("SELECT count(*) FROM vault")?;
    statement.query_row([], |row| row.get::<_, i64>(0)).map(|rows| rows as u64)
}
