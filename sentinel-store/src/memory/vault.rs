//! Sealed values.

use std::collections::BTreeMap;

use sentinel_core::{Result, Timestamp, VaultRecord, VaultStore};

use super::MemoryStore;
use crate::vault::{another, full};

pub(super) type Records = BTreeMap<String, VaultRecord>;

impl VaultStore for MemoryStore {
    fn put(&self, record: &VaultRecord, now: Timestamp, capacity: u64) -> Result<()> {
        let records = &mut self.tables().vault;
        if records.get(&record.id).is_some_and(|known| known.expires <= now) {
            records.remove(&record.id);
        }
        if let Some(known) = records.get_mut(&record.id) {
            if known.digest != record.digest {
                return Err(another());
            }
            known.expires = known.expires.max(record.expires);
            return Ok(());
        }
        if records.len() as u64 >= capacity {
            forget(records, now);
        }
        if records.len() as u64 >= capacity {
            return Err(full(capacity));
        }
        records.insert(record.id.clone(), record.clone());
        Ok(())
    }

    fn get(&self, id: &str, now: Timestamp) -> Result<Option<VaultRecord>> {
        Ok(self.tables().vault.get(id).filter(|record| record.expires > now).cloned())
    }

    fn expire(&self, now: Timestamp) -> Result<u64> {
        Ok(forget(&mut self.tables().vault, now))
    }
}

fn forget(records: &mut Records, now: Timestamp) -> u64 {
    let before = records.len();
    records.retain(|_, record| record.expires > now);
    (before - records.len()) as u64
}
