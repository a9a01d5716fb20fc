//! The history of rules: who changed what, why and when.

use serde::Serialize;

use crate::{Action, PendingUpdate, Timestamp, UpdateStatus, words::words};

/// One row of `patterns_history`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct HistoryRow {
    /// Which rule.
    pub regex_name: String,
    /// Its regex before.
    pub old_regex: Option<String>,
    /// Its regex after.
    pub new_regex: Option<String>,
    /// What the change does.
    pub action: HistoryAction,
    /// Lower bound of how often the change is right.
    pub confidence: f64,
    /// Proposed, or how it was decided.
    pub status: HistoryStatus,
    /// Who proposed it.
    pub submitted_by: String,
    /// Who decided, if somebody has.
    pub approved_by: Option<String>,
    /// Why.
    pub decision_reason: Option<String>,
    /// When.
    pub timestamp: Timestamp,
}

impl HistoryRow {
    /// A row as a store read it.
    #[expect(clippy::too_many_arguments, reason = "one argument a column, in the order of the columns")]
    pub fn stored(
        regex_name: String,
        old_regex: Option<String>,
        new_regex: Option<String>,
        action: HistoryAction,
        confidence: f64,
        status: HistoryStatus,
        submitted_by: String,
        approved_by: Option<String>,
        decision_reason: Option<String>,
        timestamp: Timestamp,
    ) -> Self {
        Self {
            regex_name,
            old_regex,
            new_regex,
            action,
            confidence,
            status,
            submitted_by,
            approved_by,
            decision_reason,
            timestamp,
        }
    }

    pub(super) fn proposed(update: &PendingUpdate, old_regex: Option<String>) -> Self {
        Self {
            regex_name: update.regex_name.clone(),
            old_regex,
            new_regex: update.new_regex.clone(),
            action: update.action.into(),
            confidence: update.confidence,
            status: HistoryStatus::Pending,
            submitted_by: update.submitted_by.clone(),
            approved_by: None,
            decision_reason: None,
            timestamp: update.timestamp,
        }
    }

    pub(super) fn decided(
        update: &PendingUpdate,
        old_regex: Option<String>,
        by: &str,
        reason: &str,
        timestamp: Timestamp,
    ) -> Self {
        let status = match update.status {
            UpdateStatus::Approved => HistoryStatus::Approved,
            UpdateStatus::Rejected => HistoryStatus::Rejected,
            UpdateStatus::Pending => HistoryStatus::Pending,
        };
        Self {
            status,
            approved_by: Some(by.to_owned()),
            decision_reason: Some(reason.to_owned()),
            timestamp,
            ..Self::proposed(update, old_regex)
        }
    }
}

words! {
    /// What a change does, in the words of the table.
    HistoryAction {
        /// Adds a rule.
        Add = "add",
        /// Changes a rule.
        Update = "update",
        /// Takes a rule out of use.
        Remove = "remove",
    }
}

words! {
    /// Where a change stands, in the words of the table.
    HistoryStatus {
        /// In force.
        Approved = "approved",
        /// Proposed.
        Pending = "pending",
        /// Discarded.
        Rejected = "rejected",
    }
}

impl From<Action> for HistoryAction {
    fn from(action: Action) -> Self {
        match action {
            Action::Add => Self::Add,
            Action::Modify => Self::Update,
            Action::Remove => Self::Remove,
        }
    }
}
