//! A store in one SQLite file, shared by threads and processes.

mod entries;
mod events;
mod history;
mod log;
mod migrate;
mod reported;
mod vault;

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use sentinel_core::{
    Entry, EntryQuery, Error, ErrorKind, Event, Head, HistoryRow, LogEntry, Reported, Result, Store, Timestamp, Write,
};

/// Keeps everything in one file: write-ahead log, full synchronisation, one transaction a commit.
#[derive(Debug)]
pub struct SqliteStore {
    path: PathBuf,
    connection: Mutex<Connection>,
}

const BUSY: Duration = Duration::from_secs(5);

impl SqliteStore {
    /// Opens the file, which is made when there is none.
    ///
    /// # Errors
    ///
    /// `Storage` when the file cannot be opened or written, or is no SQLite database.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref().to_owned();
        let connect = || -> rusqlite::Result<Connection> {
            let mut connection = Connection::open(&path)?;
            connection.busy_timeout(BUSY)?;
            // First: a database that is not ours is not to be changed in any way.
            migrate::migrate(&mut connection)?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.pragma_update(None, "synchronous", "FULL")?;
            connection.pragma_update(None, "foreign_keys", "ON")?;
            connection.pragma_update(None, "trusted_schema", "OFF")?;
            connection.pragma_update(None, "secure_delete", "ON")?;
            connection.set_prepared_statement_cache_capacity(32);
            Ok(connection)
        };
        let connection = connect().map_err(|error| storage("open store", &path, error))?;
        Ok(Self { path, connection: Mutex::new(connection) })
    }

    /// The check value of the key that the store was made with; `check` is noted as that when there
    /// is none yet.
    pub(crate) fn key_check(&self, check: &str) -> Result<String> {
        let noted = || -> rusqlite::Result<String> {
            let connection = self.connection();
            connection.execute("INSERT OR IGNORE INTO meta (name, value) VALUES ('key_check', ?1)", [check])?;
            connection.query_row("SELECT value FROM meta WHERE name = 'key_check'", [], |row| row.get(0))
        };
        noted().map_err(|error| storage("open store", &self.path, error))
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read<T>(&self, operation: &'static str, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        read(&self.connection()).map_err(|error| storage(operation, &self.path, error))
    }
}

impl Store for SqliteStore {
    fn commit(&self, build: &mut dyn FnMut(&Head) -> Result<Vec<Write>>) -> Result<()> {
        let failed = |error| storage("commit", &self.path, error);
        let mut connection = self.connection();
        // Immediate: the head that `build` sees is nobody else's to change.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let head = log::head(&transaction).map_err(failed)?;
        for write in build(&head)? {
            apply(&transaction, &write).map_err(failed)?;
        }
        transaction.commit().map_err(failed)
    }

    fn head(&self) -> Result<Head> {
        self.read("read log", log::head)
    }

    fn entries(&self, query: &EntryQuery) -> Result<Vec<Entry>> {
        self.read("read quarantine", |connection| entries::select(connection, query))
    }

    fn sealed(&self, entry: &str) -> Result<Option<Vec<u8>>> {
        self.read("read quarantine", |connection| entries::sealed(connection, entry))
    }

    fn events(&self, after: Option<&str>, limit: usize) -> Result<Vec<Event>> {
        self.read("read revocations", |connection| events::select(connection, after, limit))
    }

    fn lease(&self, now: Timestamp, until: Timestamp, limit: usize) -> Result<Vec<Event>> {
        self.read("lease revocations", |connection| events::lease(connection, now, until, limit))
    }

    fn log(&self, sequence: u64, limit: usize) -> Result<Vec<LogEntry>> {
        self.read("read log", |connection| log::select(connection, sequence, limit))
    }

    fn history(&self) -> Result<Vec<HistoryRow>> {
        self.read("read history", history::select)
    }

    fn reported(&self, secret_type: &str) -> Result<Vec<Reported>> {
        self.read("read feedback", |connection| reported::select(connection, secret_type))
    }
}

fn apply(transaction: &Transaction<'_>, write: &Write) -> rusqlite::Result<()> {
    match write {
        Write::Log(entry) => log::append(transaction, entry),
        Write::Entry(entry, sealed) => entries::insert(transaction, entry, sealed),
        Write::Status(id, status) => entries::set_status(transaction, id, *status),
        Write::Event(event) => events::insert(transaction, event),
        Write::EventState(event) => events::set_state(transaction, event),
        Write::History(row) => history::insert(transaction, row),
        Write::Reported(reported) => reported::insert(transaction, reported),
        _ => Err(rusqlite::Error::InvalidQuery),
    }
}

/// SQLite's messages name tables and columns, and no values.
fn storage(operation: &'static str, path: &Path, error: rusqlite::Error) -> Error {
    let problem = match &error {
        rusqlite::Error::SqliteFailure(code, _) if code.code == rusqlite::ErrorCode::NotADatabase => {
            "the file is no store of Sentinel".to_owned()
        }
        rusqlite::Error::SqliteFailure(code, _) => code.to_string(),
        rusqlite::Error::StatementChangedRows(_) | rusqlite::Error::QueryReturnedNoRows => "no such row".to_owned(),
        rusqlite::Error::FromSqlConversionFailure(..) => "a row cannot be read".to_owned(),
        _ => "the database cannot be used".to_owned(),
    };
    Error::new(ErrorKind::Storage, operation, problem).with("file", path.display())
}

/// A word in a row that is none of those it may be.
fn unreadable(column: usize) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, "not a known word".into())
}

/// The number in `log_<number>`; one that no row has when the id is of another form.
fn entry_number(id: &str) -> i64 {
    id.strip_prefix("log_").and_then(|number| number.parse().ok()).unwrap_or(-1)
}
