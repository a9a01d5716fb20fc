//! What becomes of a revocation, as a pure function.

use super::Event;
use crate::{Timestamp, words::words};

words! {
    /// How far a revocation has come.
    ///
    /// ```text
    /// requested ─▶ accepted
    ///     │  ▲
    ///     ▼  │ due again
    ///  retrying ─▶ dead_letter      no attempts left
    ///     │
    ///     └─────▶ failed            refused for good
    /// ```
    State {
        /// Written down; not yet tried.
        Requested = "requested",
        /// Tried without success; to be tried again.
        Retrying = "retrying",
        /// The other end took it. That is not yet "revoked".
        Accepted = "accepted",
        /// Refused for good.
        Failed = "failed",
        /// No attempts are left; a person must look.
        DeadLetter = "dead_letter",
    }
}

impl State {
    /// True when no further attempt is made.
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::Requested | Self::Retrying)
    }
}

/// How one attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Attempt {
    /// The other end took it.
    Accepted,
    /// It may work later: no answer, or one that says so.
    Retry {
        /// Why, in a few words.
        reason: String,
        /// The shortest wait that the other end asked for, in milliseconds.
        after_millis: Option<i64>,
    },
    /// It will not work.
    Refused {
        /// Why, in a few words.
        reason: String,
    },
}

/// When to try again.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// The longest wait before each retry, in milliseconds; the true wait is between half of it
    /// and all of it. After the last there is none.
    pub delays_millis: Vec<i64>,
    /// How long an event is held for one attempt, in milliseconds.
    pub lease_millis: i64,
    /// How many events are taken at once.
    pub batch: usize,
}

/// The schedule that the Standard Webhooks specification suggests: ten attempts in 75 hours.
impl Default for RetryPolicy {
    fn default() -> Self {
        const MINUTE: i64 = 60_000;
        const HOUR: i64 = 60 * MINUTE;
        let delays_millis =
            vec![5_000, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
        Self { delays_millis, lease_millis: 2 * MINUTE, batch: 16 }
    }
}

/// The longest wait that an answer may ask for.
const LONGEST_WAIT_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// The event after an attempt. `jitter` is a number from 0 to 1.
pub fn advance(event: &Event, attempt: &Attempt, now: Timestamp, policy: &RetryPolicy, jitter: f64) -> Event {
    let mut next = event.clone();
    next.attempts += 1;
    next.last_error = match attempt {
        Attempt::Accepted => None,
        Attempt::Retry { reason, .. } | Attempt::Refused { reason } => Some(reason.clone()),
    };
    next.state = match attempt {
        Attempt::Accepted => State::Accepted,
        Attempt::Refused { .. } => State::Failed,
        Attempt::Retry { after_millis, .. } => match policy.delays_millis.get(event.attempts as usize) {
            Some(&longest) => {
                let wait = longest / 2 + (longest as f64 / 2.0 * jitter.clamp(0.0, 1.0)) as i64;
                let asked = after_millis.unwrap_or(0).clamp(0, LONGEST_WAIT_MILLIS);
                next.next_attempt = now.plus_millis(wait.max(asked));
                State::Retrying
            }
            None => State::DeadLetter,
        },
    };
    next
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FingerprintKey, Provider};

    const NOW: Timestamp = Timestamp::from_millis(1_000_000);

    fn event(attempts: u32) -> Event {
        Event {
            id: "evt_1".into(),
            entry: "log_1".into(),
            provider: Provider::Aws,
            secret_type: "AWS_ACCESS_KEY".into(),
            fingerprint: FingerprintKey::new([0; 32]).fingerprint("r", b"v"),
            payload: "{}".into(),
            state: State::Requested,
            attempts,
            next_attempt: NOW,
            last_error: None,
        }
    }

    fn retry(after_millis: Option<i64>) -> Attempt {
        Attempt::Retry { reason: "http 503".into(), after_millis }
    }

    #[test]
    fn an_attempt_ends_where_its_outcome_says() {
        let policy = RetryPolicy::default();
        let refused = Attempt::Refused { reason: "http 410".into() };
        let table = [
            (0, Attempt::Accepted, State::Accepted),
            (0, refused, State::Failed),
            (0, retry(None), State::Retrying),
            (8, retry(None), State::Retrying),
            (9, retry(None), State::DeadLetter),
        ];
        for (attempts, attempt, state) in table {
            let next = advance(&event(attempts), &attempt, NOW, &policy, 0.5);
            assert_eq!((next.state, next.attempts), (state, attempts + 1));
        }
    }

    #[test]
    fn waits_are_jittered_and_as_long_as_was_asked_for() {
        let policy = RetryPolicy::default();
        let wait = |after, jitter| {
            advance(&event(1), &retry(after), NOW, &policy, jitter).next_attempt.as_millis() - NOW.as_millis()
        };
        assert_eq!((wait(None, 0.0), wait(None, 1.0)), (150_000, 300_000));
        assert_eq!(wait(Some(400_000), 0.0), 400_000);
        assert_eq!(wait(Some(i64::MAX), 0.0), LONGEST_WAIT_MILLIS);
    }
}
