//! The rules of a service: what is in force, what waits, what was decided.

use std::{collections::BTreeMap, mem::MaybeUninit};

use sentinel_core::Actor;

use crate::{
    argument::given,
    boundary,
    buffer::sentinel_buffer,
    service::{answer, sentinel_service, update},
    status::sentinel_status,
    text::sentinel_text,
};

/// The rules in force. *out is a JSON object: each rule by its name, with the fields of patterns.yaml.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_rules_active(
    service: Option<&sentinel_service>,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
) -> sentinel_status {
    answer(service, out, |sentinel| Ok(sentinel.rules().active().into_iter().collect::<BTreeMap<_, _>>()))
}

/// The changes that wait for a decision. *out is a JSON list of updates.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_rules_pending(
    service: Option<&sentinel_service>,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
) -> sentinel_status {
    answer(service, out, |sentinel| Ok(sentinel.rules().pending()?.iter().map(update).collect::<Vec<_>>()))
}

/// Puts the waiting change of this id into force. by is a person; reason may be missing. *out is the
/// update as JSON. Calls that scan meanwhile go on with the rules they started with.
///
/// SENTINEL_NOT_FOUND when no such change waits; SENTINEL_CONFLICT when the rule is locked, or would
/// miss a secret that was confirmed; SENTINEL_INVALID_RULE when the changed rule does not compile or
/// fails its own examples.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_rules_approve(
    service: Option<&sentinel_service>,
    id: sentinel_text,
    by: sentinel_text,
    reason: sentinel_text,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
) -> sentinel_status {
    answer(service, out, |sentinel| {
        let (id, by) = (id.required("id")?, Actor::person(by.required("by")?));
        Ok(update(&sentinel.rules().approve(id, by, reason.or_empty("reason")?)?))
    })
}

/// Discards the waiting change of this id. by is a person; reason may be missing. *out is the update
/// as JSON.
///
/// SENTINEL_NOT_FOUND when no such change waits.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_rules_reject(
    service: Option<&sentinel_service>,
    id: sentinel_text,
    by: sentinel_text,
    reason: sentinel_text,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
) -> sentinel_status {
    answer(service, out, |sentinel| {
        let (id, by) = (id.required("id")?, Actor::person(by.required("by")?));
        Ok(update(&sentinel.rules().reject(id, by, reason.or_empty("reason")?)?))
    })
}

/// Every change that was proposed or decided, oldest first. *out is a JSON list with the columns of
/// patterns_history.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_rules_history(
    service: Option<&sentinel_service>,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
) -> sentinel_status {
    answer(service, out, |sentinel| Ok(sentinel.rules().history()?))
}

/// Reads the document of rules again after somebody edited it. If it is wrong, the rules in force stay.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_rules_reload(service: Option<&sentinel_service>) -> sentinel_status {
    boundary::call(|| Ok(given(service, "service")?.sentinel().rules().reload()?))
}
