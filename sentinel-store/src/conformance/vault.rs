//! What every store of a vault does.

use std::{sync::Barrier, thread};

use sentinel_core::{ErrorKind, Timestamp, VaultRecord, VaultStore};

use super::{NOW, fixtures::fingerprint};

/// A new vault holds nothing.
pub fn a_new_vault_is_empty(store: &dyn VaultStore) {
    assert_eq!(store.get("0000000000000001", NOW).unwrap(), None);
    assert_eq!(store.expire(NOW).unwrap(), 0);
}

/// What is kept is read, in every field, until it expires.
pub fn a_value_is_kept_until_it_expires(store: &dyn VaultStore) {
    let kept = record(1, 10);
    store.put(&kept, NOW, 10).unwrap();
    assert_eq!(store.get(&kept.id, NOW).unwrap(), Some(kept.clone()));
    assert_eq!(store.get(&kept.id, NOW.plus_millis(9)).unwrap(), Some(kept.clone()));
    assert_eq!(store.get(&kept.id, NOW.plus_millis(10)).unwrap(), None);
    assert_eq!(store.get("another", NOW).unwrap(), None);
}

/// The same value again is kept longer, never shorter, and keeps its seal.
pub fn a_value_that_comes_again_is_kept_longer(store: &dyn VaultStore) {
    store.put(&record(1, 10), NOW, 1).unwrap();
    let mut again = record(1, 20);
    again.sealed = b"sealed anew".to_vec();
    store.put(&again, NOW, 1).unwrap();
    store.put(&record(1, 5), NOW, 1).unwrap();
    let kept = store.get(&again.id, NOW).unwrap().unwrap();
    assert_eq!((kept.expires, &kept.sealed), (NOW.plus_millis(20), &record(1, 0).sealed));
}

/// A value with the id of another is refused, and the other stays.
pub fn an_id_is_one_values(store: &dyn VaultStore) {
    store.put(&record(1, 10), NOW, 10).unwrap();
    let mut other = record(1, 20);
    other.digest = fingerprint(2);
    assert_eq!(store.put(&other, NOW, 10).unwrap_err().kind(), ErrorKind::Conflict);
    assert_eq!(store.get(&other.id, NOW).unwrap(), Some(record(1, 10)));
    let later = NOW.plus_millis(10);
    store.put(&other, later, 10).unwrap();
    assert_eq!(store.get(&other.id, later).unwrap(), Some(other), "the first has expired");
}

/// A full vault takes nothing new until something expires.
pub fn a_full_vault_takes_no_value(store: &dyn VaultStore) {
    store.put(&record(1, 10), NOW, 2).unwrap();
    store.put(&record(2, 20), NOW, 2).unwrap();
    assert_eq!(store.put(&record(3, 30), NOW, 2).unwrap_err().kind(), ErrorKind::LimitExceeded);
    store.put(&record(2, 25), NOW, 2).unwrap();
    assert_eq!(store.get(&record(3, 0).id, NOW).unwrap(), None);
    let later = NOW.plus_millis(10);
    store.put(&record(3, 30), later, 2).unwrap();
    assert_eq!(store.put(&record(4, 30), later, 2).unwrap_err().kind(), ErrorKind::LimitExceeded);
}

/// What has expired is forgotten when it is asked for, and counted.
pub fn expired_values_are_forgotten(store: &dyn VaultStore) {
    for number in 1..=5 {
        store.put(&record(number, 10 * number as i64), NOW, 10).unwrap();
    }
    assert_eq!(store.expire(NOW.plus_millis(30)).unwrap(), 3);
    assert_eq!(store.expire(NOW.plus_millis(30)).unwrap(), 0);
    let left: Vec<bool> = (1..=5).map(|number| store.get(&record(number, 0).id, NOW).unwrap().is_some()).collect();
    assert_eq!(left, [false, false, false, true, true]);
}

/// However many threads put values at once, no more are kept than it may hold.
pub fn capacity_holds_for_all_threads(store: &dyn VaultStore) {
    const THREADS: u64 = 4;
    const EACH: u64 = 8;
    let barrier = Barrier::new(THREADS as usize);
    let kept: usize = thread::scope(|scope| {
        let puts = (0..THREADS).map(|thread| {
            let barrier = &barrier;
            scope.spawn(move || {
                barrier.wait();
                (0..EACH).filter(|put| store.put(&record(thread * EACH + put, 10), NOW, 20).is_ok()).count()
            })
        });
        let threads: Vec<_> = puts.collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    let there = (0..THREADS * EACH).filter(|number| store.get(&record(*number, 0).id, NOW).unwrap().is_some()).count();
    assert_eq!((kept, there), (20, 20));
}

fn record(number: u64, millis: i64) -> VaultRecord {
    let expires: Timestamp = NOW.plus_millis(millis);
    let sealed = vec![0, 255, number as u8];
    VaultRecord::stored(format!("{number:016}"), "7Q2M".into(), "A".into(), fingerprint(number), sealed, expires)
}
