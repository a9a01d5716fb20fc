//! The revocations that leaks ask for.

use std::mem::MaybeUninit;

use crate::{
    buffer::sentinel_buffer,
    service::{answer, sentinel_service},
    status::sentinel_status,
    text::sentinel_text,
};

/// Events, oldest first: at most limit, after the event of the id after, which may be missing. *out
/// is a JSON list: id, entry, provider, secret_type, fingerprint, payload (what is sent, as text),
/// state ("requested", "retrying", "accepted", "failed" or "dead_letter"), attempts, next_attempt and
/// last_error.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_revocations_events(
    service: Option<&sentinel_service>,
    after: sentinel_text,
    limit: usize,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
) -> sentinel_status {
    answer(service, out, |sentinel| Ok(sentinel.revocations().events(after.optional("after")?, limit)?))
}
