//! Changes to rules that wait for a decision: the entries of `pending_updates`.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Exceptions;
use crate::{Fingerprint, Timestamp, fingerprint::hex, words::words};

/// A proposed change of one rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PendingUpdate {
    /// Which rule.
    pub regex_name: String,
    /// What shall happen to it.
    pub action: Action,
    /// Its regex afterwards; none when only exceptions change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_regex: Option<String>,
    /// Lower bound of how often the change is right, from 0 to 1.
    pub confidence: f64,
    /// Where the decision stands.
    pub status: UpdateStatus,
    /// Who proposed it: a person or a machine.
    pub submitted_by: String,
    /// When it was proposed.
    pub timestamp: Timestamp,
    /// Names the update in `approve` and `reject`; see [`PendingUpdate::id`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// Exceptions to add to the rule.
    #[serde(default, skip_serializing_if = "Exceptions::is_empty")]
    pub exceptions: Exceptions,
    /// What the proposal rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    /// Why, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl PendingUpdate {
    pub(crate) fn new(id: String, name: &str, action: Action, by: &str, timestamp: Timestamp) -> Self {
        Self {
            regex_name: name.to_owned(),
            action,
            new_regex: None,
            confidence: 0.0,
            status: UpdateStatus::Pending,
            submitted_by: by.to_owned(),
            timestamp,
            id: Some(id),
            exceptions: Exceptions::default(),
            evidence: None,
            reason: None,
        }
    }

    /// The same update with its `id` field written out.
    pub(crate) fn named(self) -> Self {
        Self { id: Some(self.id()), ..self }
    }

    /// Its name: the `id` field, or, where a person wrote none, `upd_` and eight digits of a hash
    /// of what the update says.
    pub fn id(&self) -> String {
        self.id.clone().unwrap_or_else(|| {
            let mut hash = Sha256::new();
            for part in [self.regex_name.as_str(), self.new_regex.as_deref().unwrap_or(""), &self.submitted_by] {
                hash.update(part.as_bytes());
                hash.update([0]);
            }
            hash.update(self.timestamp.to_string().as_bytes());
            format!("upd_{}", &hex(&hash.finalize())[..8])
        })
    }
}

words! {
    /// What an update does.
    Action {
        /// Adds a rule.
        Add = "add",
        /// Changes a rule's regex or its exceptions.
        Modify = "modify",
        /// Takes a rule out of use.
        Remove = "remove",
    }
}

words! {
    /// Where a decision stands.
    UpdateStatus {
        /// Nobody has decided.
        Pending = "pending human review",
        /// Approved and in force.
        Approved = "approved",
        /// Rejected.
        Rejected = "rejected",
    }
}

/// What a proposal rests on, without a value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Evidence {
    /// How many reports.
    pub reports: usize,
    /// How many different values.
    pub samples: usize,
    /// How many of them the new regex matches.
    pub matched: usize,
    /// The values as people may see them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub previews: Vec<String>,
    /// Their keyed fingerprints.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fingerprints: Vec<Fingerprint>,
}
