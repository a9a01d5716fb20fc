//! A revocation event.

use std::fmt;

use serde::Serialize;

use super::State;
use crate::{Fingerprint, Timestamp};

/// Who is asked to revoke: decides on payload and endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Provider {
    /// Amazon Web Services.
    Aws,
    /// GitHub.
    Github,
    /// Slack.
    Slack,
    /// Everybody else.
    Generic,
}

impl Provider {
    /// Every provider.
    pub const ALL: [Self; 4] = [Self::Aws, Self::Github, Self::Slack, Self::Generic];

    /// The word that stands in a rule's `revoke` field and in stores.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::Github => "github",
            Self::Slack => "slack",
            Self::Generic => "generic",
        }
    }

    /// The provider of that word; every word that is not another's is `Generic`.
    pub fn parse(word: &str) -> Self {
        // A rule may say which way to revoke: `aws_iam`.
        let family = word.split('_').next().unwrap_or(word);
        Self::ALL.into_iter().find(|provider| provider.as_str() == family).unwrap_or(Self::Generic)
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
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
