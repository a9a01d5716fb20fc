//! A store in memory: for tests, and for hosts that keep nothing.

mod entries;
mod events;
mod history;
mod log;
mod reported;
mod vault;

use std::sync::{Mutex, MutexGuard, PoisonError};

use sentinel_core::{
    Entry, EntryQuery, Error, ErrorKind, Event, Head, HistoryRow, LogEntry, Reported, Result, Store, Timestamp, Write,
};

use self::events::Held;

/// Keeps everything in memory, for as long as it lives.
#[derive(Debug, Default)]
pub struct MemoryStore {
    tables: Mutex<Tables>,
}

#[derive(Clone, Debug, Default)]
struct Tables {
    head: Head,
    log: Vec<LogEntry>,
    entries: Vec<(Entry, Vec<u8>)>,
    events: Vec<Held>,
    history: Vec<HistoryRow>,
    reported: Vec<Reported>,
    vault: vault::Records,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn commit(&self, build: &mut dyn FnMut(&Head) -> Result<Vec<Write>>) -> Result<()> {
        let mut tables = self.tables();
        let writes = build(&tables.head)?;
        // All or nothing: a write that is refused must not leave those before it.
        let refused = writes.iter().find(|write| !tables.accepts(write));
        if refused.is_some() {
            return Err(Error::new(ErrorKind::Storage, "commit", "a write is refused").with("store", "memory"));
        }
        for write in writes {
            tables.apply(write);
        }
        Ok(())
    }

    fn head(&self) -> Result<Head> {
        Ok(self.tables().head)
    }

    fn entries(&self, query: &EntryQuery) -> Result<Vec<Entry>> {
        Ok(entries::select(&self.tables().entries, query))
    }

    fn sealed(&self, entry: &str) -> Result<Option<Vec<u8>>> {
        Ok(entries::sealed(&self.tables().entries, entry))
    }

    fn events(&self, after: Option<&str>, limit: usize) -> Result<Vec<Event>> {
        Ok(events::select(&self.tables().events, after, limit))
    }

    fn lease(&self, now: Timestamp, until: Timestamp, limit: usize) -> Result<Vec<Event>> {
        Ok(events::lease(&mut self.tables().events, now, until, limit))
    }

    fn log(&self, sequence: u64, limit: usize) -> Result<Vec<LogEntry>> {
        Ok(log::select(&self.tables().log, sequence, limit))
    }

    fn history(&self) -> Result<Vec<HistoryRow>> {
        Ok(history::select(&self.tables().history))
    }

    fn reported(&self, secret_type: &str) -> Result<Vec<Reported>> {
        Ok(reported::select(&self.tables().reported, secret_type))
    }
}

impl Tables {
    fn accepts(&self, write: &Write) -> bool {
        match write {
            Write::Entry(entry, _) => !self.entries.iter().any(|(known, _)| known.id == entry.id),
            Write::Status(id, _) => self.entries.iter().any(|(known, _)| known.id == *id),
            Write::EventState(event) => self.events.iter().any(|held| held.event.id == event.id),
            _ => true,
        }
    }

    fn apply(&mut self, write: Write) {
        match write {
            Write::Log(entry) => {
                self.head = entry.head();
                self.log.push(entry);
            }
            Write::Entry(entry, sealed) => self.entries.push((*entry, sealed)),
            Write::Status(id, status) => entries::set_status(&mut self.entries, &id, status),
            Write::Event(event) => events::insert(&mut self.events, *event),
            Write::EventState(event) => events::set_state(&mut self.events, &event),
            Write::History(row) => self.history.push(*row),
            Write::Reported(reported) => self.reported.push(*reported),
            _ => {}
        }
    }
}
