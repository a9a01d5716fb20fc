//! Revocation: the event that a leak gives rise to, what is sent for it, and what becomes of it.
//! Sending is done elsewhere, by whatever implements [`Revoker`].

mod event;
mod payload;
mod state;

pub(crate) use self::payload::{Subject, payload};
pub use self::{
    event::{Event, Provider},
    state::{Attempt, RetryPolicy, State, advance},
};
use crate::{
    LogKind, Result, Timestamp,
    sentinel::Parts,
    store::{Batch, Write},
};

/// Makes one attempt at a revocation.
pub trait Revoker: Send + Sync + std::fmt::Debug {
    /// Tries once. Does not fail: what went wrong is part of the answer, without a secret in it.
    fn revoke(&self, event: &Event, now: Timestamp) -> Attempt;
}

/// The revocations of a [`Sentinel`](crate::Sentinel).
#[derive(Debug)]
pub struct Revocations<'s> {
    pub(crate) parts: &'s Parts,
}

impl Revocations<'_> {
    /// Events, oldest first: at most `limit`, after the event of this id if one is given.
    ///
    /// # Errors
    ///
    /// `Storage` when the store cannot be read.
    pub fn events(&self, after: Option<&str>, limit: usize) -> Result<Vec<Event>> {
        self.parts.store.events(after, limit)
    }

    /// Takes events that are due and makes one attempt at each. `jitter` gives numbers from 0 to 1
    /// that spread retries. Returns how many attempts were made.
    ///
    /// # Errors
    ///
    /// `Storage` when the store cannot be read or written. What was attempted and could not be
    /// noted is attempted again: delivery is at least once.
    pub fn attempt_due(
        &self,
        revoker: &dyn Revoker,
        policy: &RetryPolicy,
        jitter: &mut dyn FnMut() -> f64,
    ) -> Result<usize> {
        let now = self.parts.clock.now();
        let due = self.parts.store.lease(now, now.plus_millis(policy.lease_millis), policy.batch)?;
        for event in &due {
            let attempt = revoker.revoke(event, self.parts.clock.now());
            let after = advance(event, &attempt, self.parts.clock.now(), policy, jitter());
            self.note(after)?;
        }
        Ok(due.len())
    }

    fn note(&self, event: Event) -> Result<()> {
        let time = self.parts.clock.now();
        let body = serde_json::json!({
            "event": event.id,
            "entry": event.entry,
            "provider": event.provider.as_str(),
            "state": event.state.as_str(),
            "attempts": event.attempts,
            "error": event.last_error,
        });
        self.parts.store.commit(&mut |head| {
            let mut batch = Batch::new(head);
            batch.log(time, "machine:sentinel", LogKind::RevocationAttempted, &body);
            batch.push(Write::EventState(Box::new(event.clone())));
            Ok(batch.into_writes())
        })
    }
}
