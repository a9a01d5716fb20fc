//! The records in which something was found.

use std::mem::MaybeUninit;

use sentinel_core::{Actor, EntryQuery, Status};
use serde::Deserialize;

use crate::{
    argument::{self, given},
    boundary,
    buffer::sentinel_buffer,
    failure::Failure,
    service::{answer, sentinel_service},
    status::sentinel_status,
    text::sentinel_text,
};

/// Entries, newest first. query is missing, or JSON: status, secret_type, offset, limit, each only
/// where it applies; limit is 100 unless it says otherwise. *out is a JSON list of entries.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_quarantine_entries(
    service: Option<&sentinel_service>,
    query: sentinel_text,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
) -> sentinel_status {
    answer(service, out, |sentinel| Ok(sentinel.quarantine().entries(&read(query)?)?))
}

/// One entry. *out is JSON: id, timestamp, tenant, source, reason, log_line (redacted), secret_types,
/// severity, status ("PENDING", "REVIEWED" or "FALSE_ALARM") and fingerprints.
///
/// SENTINEL_NOT_FOUND when there is none of this id.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_quarantine_entry(
    service: Option<&sentinel_service>,
    id: sentinel_text,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
) -> sentinel_status {
    answer(service, out, |sentinel| Ok(sentinel.quarantine().entry(id.required("id")?)?))
}

/// Notes what a person made of an entry: status is "REVIEWED" (it is real: no change of rules by
/// machine may miss it again), "FALSE_ALARM" or "PENDING". reason may be missing.
///
/// SENTINEL_NOT_FOUND when there is none of this id.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_quarantine_review(
    service: Option<&sentinel_service>,
    id: sentinel_text,
    status: sentinel_text,
    by: sentinel_text,
    reason: sentinel_text,
) -> sentinel_status {
    boundary::call(|| {
        let sentinel = given(service, "service")?.sentinel();
        let (id, by) = (id.required("id")?, Actor::person(by.required("by")?));
        let status = word(status.required("status")?, "status")?;
        Ok(sentinel.quarantine().review(id, status, &by, reason.or_empty("reason")?)?)
    })
}

/// Opens the original of an entry. That it was opened, by whom and why, is in the log before this
/// returns. *out holds the original in clear, any bytes; sentinel_buffer_free() overwrites it.
///
/// SENTINEL_NOT_FOUND when there is none of this id; SENTINEL_INVALID_INPUT without a person or a
/// reason; SENTINEL_TAMPERED when the seal is broken.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_quarantine_open(
    service: Option<&sentinel_service>,
    id: sentinel_text,
    by: sentinel_text,
    reason: sentinel_text,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
) -> sentinel_status {
    boundary::call(|| {
        let (service, out) = (given(service, "service")?, given(out, "out")?);
        let (id, by) = (id.required("id")?, Actor::person(by.required("by")?));
        let original = service.sentinel().quarantine().open(id, &by, reason.or_empty("reason")?)?;
        out.write(original.expose().into());
        Ok(())
    })
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Query {
    status: Option<String>,
    secret_type: Option<String>,
    offset: usize,
    limit: Option<usize>,
}

fn read(text: sentinel_text) -> Result<EntryQuery, Failure> {
    let asked: Query = match text.optional("query")? {
        Some(_) => argument::json(text, "query")?,
        None => Query::default(),
    };
    let mut query = EntryQuery::default();
    query.status = asked.status.map(|status| word(&status, "query.status")).transpose()?;
    query.secret_type = asked.secret_type;
    query.offset = asked.offset;
    query.limit = asked.limit.unwrap_or(query.limit);
    Ok(query)
}

fn word(status: &str, argument: &'static str) -> Result<Status, Failure> {
    Status::parse(status).ok_or_else(|| argument::invalid("expected PENDING, REVIEWED or FALSE_ALARM", argument))
}
