//! Every store against the suite.

use sentinel_store::{MemoryStore, SqliteStore, conformance as suite};

macro_rules! conforms {
    ($($test:ident),* $(,)?) => {
        mod memory {
            use super::*;
            $(#[test] fn $test() { suite::$test(&MemoryStore::new()); })*
        }

        mod sqlite {
            use super::*;
            $(#[test] fn $test() {
                let folder = tempfile::tempdir().unwrap();
                suite::$test(&SqliteStore::open(folder.path().join("sentinel.db")).unwrap());
            })*
        }
    };
}

conforms!(
    a_new_store_is_empty,
    what_is_written_is_read,
    commit_is_all_or_nothing,
    entries_are_queried,
    an_event_is_unique,
    an_event_is_leased_to_one,
    concurrent_commits_give_one_chain,
    the_log_is_paged,
    history_is_in_order,
    a_new_vault_is_empty,
    a_value_is_kept_until_it_expires,
    a_value_that_comes_again_is_kept_longer,
    an_id_is_one_values,
    a_full_vault_takes_no_value,
    expired_values_are_forgotten,
    capacity_holds_for_all_threads,
);

#[test]
fn two_connections_to_one_file_give_one_chain() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sentinel.db");
    let stores = [SqliteStore::open(&path).unwrap(), SqliteStore::open(&path).unwrap()];
    suite::concurrent_commits_on(&[&stores[0], &stores[1]]);
}
