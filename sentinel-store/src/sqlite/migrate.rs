//! Brings a database to the current schema. Migrations only go forward.

use rusqlite::{Connection, TransactionBehavior};

const MIGRATIONS: [&str; 1] = [include_str!("../../migrations/sqlite/001_initial.sql")];

pub(super) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: u32 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    for (number, migration) in (1_u32..).zip(MIGRATIONS).skip(version as usize) {
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", number)?;
    }
    transaction.commit()
}
