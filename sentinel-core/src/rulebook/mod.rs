//! The life of a change of rules: proposed → evaluated → decided → applied → history → reloaded.

mod apply;
mod book;
mod gate;
mod history;
mod propose;

use serde_json::json;

pub use self::history::{HistoryAction, HistoryRow, HistoryStatus};
pub(crate) use self::{book::RuleBook, propose::propose};
use crate::{
    Actor, Error, ErrorKind, LogKind, Patterns, PendingUpdate, Result, Rule, UpdateStatus,
    quarantine::{require_person, shorten},
    rule::edit_patterns,
    sentinel::Parts,
    store::{Batch, Write},
};

/// The rules of a [`Sentinel`](crate::Sentinel): what is in force, what waits, what was decided.
#[derive(Debug)]
pub struct Rules<'s> {
    pub(crate) parts: &'s Parts,
}

impl Rules<'_> {
    /// The rules in force, by name.
    pub fn active(&self) -> Vec<(String, Rule)> {
        self.parts.book.scanner().rules().map(|(name, rule)| (name.to_owned(), rule.clone())).collect()
    }

    /// The changes that wait for a decision.
    ///
    /// # Errors
    ///
    /// `InvalidPatterns` or `Storage` when the document cannot be read.
    pub fn pending(&self) -> Result<Vec<PendingUpdate>> {
        Ok(self.parts.book.read()?.pending_updates.into_iter().map(PendingUpdate::named).collect())
    }

    /// Puts a waiting change into force. Callers that scan are not stopped: each goes on with the
    /// rules that it started with.
    ///
    /// # Errors
    ///
    /// `NotFound` when no such change waits; `InvalidInput` when `by` is no person; `Conflict` when
    /// the rule is locked, or would miss a secret that was confirmed; `InvalidRule` when the changed
    /// rule does not compile or fails its own examples.
    pub fn approve(&self, id: &str, by: Actor, reason: &str) -> Result<PendingUpdate> {
        self.decide(id, &by, reason, UpdateStatus::Approved)
    }

    /// Discards a waiting change.
    ///
    /// # Errors
    ///
    /// `NotFound` when no such change waits; `InvalidInput` when `by` is no person.
    pub fn reject(&self, id: &str, by: Actor, reason: &str) -> Result<PendingUpdate> {
        self.decide(id, &by, reason, UpdateStatus::Rejected)
    }

    /// Every change that was proposed or decided, oldest first.
    ///
    /// # Errors
    ///
    /// `Storage` when the store cannot be read.
    pub fn history(&self) -> Result<Vec<HistoryRow>> {
        self.parts.store.history()
    }

    /// Reads the document again and puts its rules into force, after somebody edited it by hand.
    ///
    /// # Errors
    ///
    /// As [`Sentinel::new`](crate::Sentinel::new); the rules in force stay.
    pub fn reload(&self) -> Result<()> {
        self.parts.book.reload()
    }

    fn decide(&self, id: &str, by: &Actor, reason: &str, status: UpdateStatus) -> Result<PendingUpdate> {
        require_person(by, "decide on update")?;
        let mut decided = None;
        self.parts.book.update(&mut |text| {
            let before = Patterns::parse(text)?;
            let mut update = find(&before, id)?;
            update.status = status;
            let mut old_regex = self.parts.book.rule(&before, &update.regex_name).map(|rule| rule.regex);
            let edited = edit_patterns(text, |patterns| patterns.pending_updates.retain(|other| other.id() != id))?;
            let edited = if status == UpdateStatus::Approved {
                let mut applied = Ok(());
                let edited = edit_patterns(&edited, |patterns| {
                    let builtin = self.parts.book.builtin(&update.regex_name);
                    applied = apply::apply(&update, patterns, builtin.as_ref());
                })?;
                applied?;
                gate::check(self.parts, &update, &Patterns::parse(&edited)?)?;
                edited
            } else {
                old_regex = old_regex.or_else(|| update.new_regex.clone());
                edited
            };
            self.record(&update, old_regex, by, reason)?;
            decided = Some(update);
            Ok(edited)
        })?;
        decided.ok_or_else(|| Error::new(ErrorKind::Internal, "decide on update", "the document was not updated"))
    }

    fn record(&self, update: &PendingUpdate, old_regex: Option<String>, by: &Actor, reason: &str) -> Result<()> {
        let time = self.parts.clock.now();
        let reason = self.parts.clean(reason);
        let kind = match update.status {
            UpdateStatus::Approved => LogKind::UpdateApproved,
            _ => LogKind::UpdateRejected,
        };
        let body = json!({
            "update": update.id(),
            "rule": update.regex_name,
            "old_regex": old_regex,
            "new_regex": update.new_regex,
            "submitted_by": update.submitted_by,
            "reason": reason,
        });
        self.parts.store.commit(&mut |head| {
            let mut batch = Batch::new(head);
            batch.log(time, &self.parts.clean(&by.to_string()), kind, &body);
            let row = HistoryRow::decided(update, old_regex.clone(), &self.parts.clean(by.name()), &reason, time);
            batch.push(Write::History(Box::new(row)));
            Ok(batch.into_writes())
        })
    }
}

fn find(patterns: &Patterns, id: &str) -> Result<PendingUpdate> {
    patterns.pending_updates.iter().find(|update| update.id() == id).cloned().map(PendingUpdate::named).ok_or_else(
        || Error::new(ErrorKind::NotFound, "decide on update", "no such update waits").with("update", shorten(id)),
    )
}
