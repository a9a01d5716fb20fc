//! A revocation event.

use serde::Serialize;

use super::State;
use crate::{Fingerprint, Timestamp, words::words};

words! {
    /// Who is asked to revoke: decides on payload and endpoint.
    Provider {
        /// Amazon Web Services.
        Aws = "aws",
        /// GitHub.
        Github = "github",
        /// Slack.
        Slack = "slack",
        /// Everybody else.
        Generic = "generic",
    }
}

impl Provider {
    /// The provider that a rule's `revoke` field names. The field may also say in which way to
    /// revoke, as in `aws_iam`. A word that is no provider's means `Generic`.
    pub fn of_rule(revoke: &str) -> Self {
        let family = revoke.split('_').next().unwrap_or(revoke);
        Self::parse(family).unwrap_or(Self::Generic)
    }
}

/// One credential that must be revoked, and how far that has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Event {
    /// Stable over all attempts, and unique over all stores: it is the `webhook-id`.
    pub id: String,
    /// The quarantined record: `log_…`.
    pub entry: String,
    /// Who is asked.
    pub provider: Provider,
    /// The rule that found the credential.
    pub secret_type: String,
    /// Keyed fingerprint of the credential.
    pub fingerprint: Fingerprint,
    /// What is sent: JSON.
    pub payload: String,
    /// How far it has come.
    pub state: State,
    /// How many attempts were made.
    pub attempts: u32,
    /// When the next is due.
    pub next_attempt: Timestamp,
    /// Why the last one failed, if it did.
    pub last_error: Option<String>,
}

impl Event {
    /// An event as a store read it.
    #[expect(clippy::too_many_arguments, reason = "one argument a column, in the order of the columns")]
    pub fn stored(
        id: String,
        entry: String,
        provider: Provider,
        secret_type: String,
        fingerprint: Fingerprint,
        payload: String,
        state: State,
        attempts: u32,
        next_attempt: Timestamp,
        last_error: Option<String>,
    ) -> Self {
        Self { id, entry, provider, secret_type, fingerprint, payload, state, attempts, next_attempt, last_error }
    }
}
