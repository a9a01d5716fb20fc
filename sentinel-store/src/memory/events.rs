//! Revocation events.

use sentinel_core::{Event, Timestamp};

/// An event, and until when somebody holds it.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) event: Event,
    until: Timestamp,
}

pub(super) fn insert(events: &mut Vec<Held>, event: Event) {
    let same = |held: &Held| held.event.provider == event.provider && held.event.fingerprint == event.fingerprint;
    if !events.iter().any(same) {
        events.push(Held { event, until: Timestamp::from_millis(0) });
    }
}

pub(super) fn select(events: &[Held], after: Option<&str>, limit: usize) -> Vec<Event> {
    let from = match after {
        Some(id) => events.iter().position(|held| held.event.id == id).map_or(events.len(), |at| at + 1),
        None => 0,
    };
    events[from..].iter().take(limit).map(|held| held.event.clone()).collect()
}

pub(super) fn lease(events: &mut [Held], now: Timestamp, until: Timestamp, limit: usize) -> Vec<Event> {
    let due = |held: &&mut Held| !held.event.state.is_final() && held.event.next_attempt <= now && held.until <= now;
    let take = |held: &mut Held| {
        held.until = until;
        held.event.clone()
    };
    events.iter_mut().filter(due).take(limit).map(take).collect()
}

pub(super) fn set_state(events: &mut [Held], after: &Event) {
    for held in events.iter_mut().filter(|held| held.event.id == after.id) {
        held.event.state = after.state;
        held.event.attempts = after.attempts;
        held.event.next_attempt = after.next_attempt;
        held.event.last_error.clone_from(&after.last_error);
        held.until = Timestamp::from_millis(0);
    }
}
