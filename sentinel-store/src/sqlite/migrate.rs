//! Brings a database to the current schema. Migrations only go forward.

use rusqlite::{Connection, Error, TransactionBehavior, ffi};

const MIGRATIONS: [&str; 2] =
    [include_str!("../../migrations/sqlite/001_initial.sql"), include_str!("../../migrations/sqlite/002_vault.sql")];
/// Marks the file as ours, in SQLite's header: "SNTL".
const APPLICATION: u32 = 0x534e_544c;

/// Makes the schema in an empty database, or brings ours up to date. Another program's is left alone.
pub(super) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let pragma = |name: &str| transaction.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, u32>(0));
    let (application, version) = (pragma("application_id")?, pragma("user_version")?);
    let tables: u32 = transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != APPLICATION && (tables > 0 || application != 0) {
        return Err(Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_NOTADB), None));
    }
    if application != APPLICATION {
        transaction.pragma_update(None, "application_id", APPLICATION)?;
    }
    for (number, migration) in (1_u32..).zip(MIGRATIONS).skip(version as usize) {
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", number)?;
    }
    transaction.commit()
}
