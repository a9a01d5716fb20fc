//! The suite that every store passes. Call each function with a new, empty store:
//!
//! ```
//! use sentinel_store::{MemoryStore, conformance};
//!
//! conformance::commit_is_all_or_nothing(&MemoryStore::new());
//! ```
//!
//! A function panics with what it found wrong.

mod fixtures;
mod vault;

use std::{sync::Barrier, thread};

use sentinel_core::{EntryQuery, Error, ErrorKind, HistoryStatus, State, Status, Store, Timestamp, Write, verify};

use self::fixtures::{entry, event, history, log_entry, reported};
pub use self::vault::*;

const NOW: Timestamp = Timestamp::from_millis(1_754_138_700_000);

/// A new store is empty, and its log verifies.
pub fn a_new_store_is_empty(store: &dyn Store) {
    assert_eq!(store.head().unwrap(), Default::default());
    assert!(store.entries(&EntryQuery::default()).unwrap().is_empty());
    assert!(store.events(None, 10).unwrap().is_empty());
    assert!(store.log(1, 10).unwrap().is_empty());
    assert!(store.history().unwrap().is_empty());
    assert!(store.reported("A").unwrap().is_empty());
    assert_eq!(store.sealed("log_1").unwrap(), None);
}

/// What is written is read, in every field.
pub fn what_is_written_is_read(store: &dyn Store) {
    let (entry, event) = (entry(1, &["A", "B"]), event(1, 1));
    let (history, reported) = (history("A"), reported("A", 1));
    let mut log = None;
    store
        .commit(&mut |head| {
            let appended = log_entry(head);
            log = Some(appended.clone());
            Ok(vec![
                Write::Log(appended),
                Write::Entry(Box::new(entry.clone()), b"sealed".to_vec()),
                Write::Event(Box::new(event.clone())),
                Write::History(Box::new(history.clone())),
                Write::Reported(Box::new(reported.clone())),
            ])
        })
        .unwrap();
    let log = log.unwrap();
    assert_eq!(store.head().unwrap(), log.head());
    assert_eq!(store.log(1, 10).unwrap(), [log]);
    assert_eq!(store.entries(&EntryQuery::default()).unwrap(), [entry]);
    assert_eq!(store.sealed("log_1").unwrap().as_deref(), Some(&b"sealed"[..]));
    assert_eq!(store.events(None, 10).unwrap(), [event]);
    assert_eq!(store.history().unwrap(), [history]);
    assert_eq!(store.reported("A").unwrap(), [reported]);
    assert!(store.reported("B").unwrap().is_empty());
}

/// A commit whose `build` fails, or of which one write is refused, leaves nothing.
pub fn commit_is_all_or_nothing(store: &dyn Store) {
    let failed = store.commit(&mut |_| Err(Error::new(ErrorKind::Internal, "test", "no")));
    assert_eq!(failed.unwrap_err().kind(), ErrorKind::Internal);
    let refused = store.commit(&mut |head| {
        let entry = Write::Entry(Box::new(entry(1, &["A"])), Vec::new());
        Ok(vec![Write::Log(log_entry(head)), entry, Write::Status("log_99".into(), Status::Reviewed)])
    });
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Storage);
    a_new_store_is_empty(store);
}

/// Queries select by id, status and rule, newest first, in pages.
pub fn entries_are_queried(store: &dyn Store) {
    for number in 1..=5 {
        let types: &[&str] = if number % 2 == 0 { &["A"] } else { &["A", "B"] };
        put(store, vec![Write::Entry(Box::new(entry(number, types)), Vec::new())]);
    }
    put(
        store,
        vec![Write::Status("log_2".into(), Status::Reviewed), Write::Status("log_3".into(), Status::FalseAlarm)],
    );
    let ids = |change: &dyn Fn(&mut EntryQuery)| -> Vec<String> {
        let mut query = EntryQuery::default();
        change(&mut query);
        store.entries(&query).unwrap().into_iter().map(|entry| entry.id).collect()
    };
    assert_eq!(ids(&|_| ()), ["log_5", "log_4", "log_3", "log_2", "log_1"]);
    assert_eq!(ids(&|query| query.id = Some("log_4".into())), ["log_4"]);
    assert!(ids(&|query| query.id = Some("4".into())).is_empty());
    assert_eq!(ids(&|query| query.status = Some(Status::Reviewed)), ["log_2"]);
    assert_eq!(ids(&|query| query.secret_type = Some("B".into())), ["log_5", "log_3", "log_1"]);
    assert_eq!(ids(&|query| (query.offset, query.limit) = (1, 2)), ["log_4", "log_3"]);
}

/// One event for each provider and fingerprint, however often it is written.
pub fn an_event_is_unique(store: &dyn Store) {
    put(store, vec![Write::Event(Box::new(event(1, 7))), Write::Event(Box::new(event(2, 7)))]);
    put(store, vec![Write::Event(Box::new(event(3, 7))), Write::Event(Box::new(event(4, 8)))]);
    let ids: Vec<String> = store.events(None, 10).unwrap().into_iter().map(|event| event.id).collect();
    assert_eq!(ids, ["evt_1", "evt_4"]);
    let rest = store.events(Some("evt_1"), 10).unwrap();
    assert_eq!(rest.len(), 1);
    assert!(store.events(Some("evt_4"), 10).unwrap().is_empty());
}

/// A due event is held by one at a time, until its state is noted or the hold runs out.
pub fn an_event_is_leased_to_one(store: &dyn Store) {
    put(store, vec![Write::Event(Box::new(event(1, 1))), Write::Event(Box::new(event(2, 2)))]);
    let until = NOW.plus_millis(1000);
    assert!(store.lease(NOW.plus_millis(-1), until, 10).unwrap().is_empty(), "not yet due");
    assert_eq!(store.lease(NOW, until, 1).unwrap().len(), 1);
    let second = store.lease(NOW, until, 10).unwrap();
    assert_eq!(second.len(), 1);
    assert!(store.lease(NOW, until, 10).unwrap().is_empty(), "both are held");
    assert_eq!(store.lease(until, until.plus_millis(1000), 10).unwrap().len(), 2, "the holds ran out");

    let mut retrying = second[0].clone();
    retrying.state = State::Retrying;
    retrying.attempts = 1;
    retrying.next_attempt = NOW.plus_millis(500);
    retrying.last_error = Some("http 503".into());
    put(store, vec![Write::EventState(Box::new(retrying.clone()))]);
    assert!(store.events(None, 10).unwrap().contains(&retrying));
    assert_eq!(store.lease(NOW.plus_millis(500), until, 10).unwrap(), [retrying.clone()]);
    retrying.state = State::Accepted;
    put(store, vec![Write::EventState(Box::new(retrying))]);
    let later = NOW.plus_millis(100_000);
    assert_eq!(store.lease(later, later, 10).unwrap().len(), 1, "an event that ended is not leased");
}

/// Commits by many threads give one chain without gaps.
pub fn concurrent_commits_give_one_chain(store: &dyn Store) {
    concurrent_commits_on(&[store]);
}

/// The same, with several handles to one store, as processes have.
pub fn concurrent_commits_on(handles: &[&dyn Store]) {
    const THREADS: usize = 8;
    const EACH: usize = 20;
    let barrier = Barrier::new(THREADS);
    thread::scope(|scope| {
        for number in 0..THREADS {
            let (barrier, store) = (&barrier, handles[number % handles.len()]);
            scope.spawn(move || {
                barrier.wait();
                for _ in 0..EACH {
                    store.commit(&mut |head| Ok(vec![Write::Log(log_entry(head))])).unwrap();
                }
            });
        }
    });
    let log = handles[0].log(1, usize::MAX).unwrap();
    let verification = verify(&Default::default(), &log).unwrap();
    assert_eq!(verification.entries, (THREADS * EACH) as u64);
    assert_eq!(verification.head, handles[0].head().unwrap());
}

/// The log is read in pages, from any sequence.
pub fn the_log_is_paged(store: &dyn Store) {
    for _ in 0..5 {
        store.commit(&mut |head| Ok(vec![Write::Log(log_entry(head))])).unwrap();
    }
    let sequences =
        |from, limit| -> Vec<u64> { store.log(from, limit).unwrap().into_iter().map(|entry| entry.sequence).collect() };
    assert_eq!(sequences(1, 2), [1, 2]);
    assert_eq!(sequences(3, 10), [3, 4, 5]);
    assert!(sequences(6, 10).is_empty());
}

/// History is read in the order in which it was written.
pub fn history_is_in_order(store: &dyn Store) {
    let mut decided = history("A");
    decided.status = HistoryStatus::Approved;
    decided.approved_by = Some("alice".into());
    put(store, vec![Write::History(Box::new(history("A"))), Write::History(Box::new(decided.clone()))]);
    assert_eq!(store.history().unwrap(), [history("A"), decided]);
}

fn put(store: &dyn Store, writes: Vec<Write>) {
    store.commit(&mut |_| Ok(writes.clone())).unwrap();
}
