//! Quarantined records.

use sentinel_core::{Entry, EntryQuery, Status};

pub(super) fn select(entries: &[(Entry, Vec<u8>)], query: &EntryQuery) -> Vec<Entry> {
    entries
        .iter()
        .rev()
        .map(|(entry, _)| entry)
        .filter(|entry| query.id.as_ref().is_none_or(|id| entry.id == *id))
        .filter(|entry| query.status.is_none_or(|status| entry.status == status))
        .filter(|entry| query.secret_type.as_ref().is_none_or(|wanted| entry.secret_types.contains(wanted)))
        .skip(query.offset)
        .take(query.limit)
        .cloned()
        .collect()
}

pub(super) fn sealed(entries: &[(Entry, Vec<u8>)], id: &str) -> Option<Vec<u8>> {
    entries.iter().find(|(entry, _)| entry.id == id).map(|(_, sealed)| sealed.clone())
}

pub(super) fn set_status(entries: &mut [(Entry, Vec<u8>)], id: &str, status: Status) {
    for (entry, _) in entries.iter_mut().filter(|(entry, _)| entry.id == id) {
        entry.status = status;
    }
}
