//! The log of all decisions.

use std::mem::MaybeUninit;

use crate::{
    buffer::sentinel_buffer,
    service::{answer, sentinel_service},
    status::sentinel_status,
};

/// At most limit entries of the log, from sequence on; the first is 1. *out is a JSON list: sequence,
/// time, actor, kind, body (the facts, as canonical JSON in a text), leaf and chain.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_hyperlog_entries(
    service: Option<&sentinel_service>,
    sequence: u64,
    limit: usize,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
) -> sentinel_status {
    answer(service, out, |sentinel| Ok(sentinel.hyperlog().entries(sequence, limit)?))
}

/// Walks the whole log. *out is JSON: entries (how many) and head (sequence and chain of the last).
/// Note the head elsewhere: that the end of a log was cut off shows only against it.
///
/// SENTINEL_TAMPERED when an entry is not what was written; the error's context names its sequence.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_hyperlog_verify(
    service: Option<&sentinel_service>,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
) -> sentinel_status {
    answer(service, out, |sentinel| Ok(sentinel.hyperlog().verify()?))
}
