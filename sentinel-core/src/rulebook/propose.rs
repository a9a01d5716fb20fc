//! Puts a change among those that wait.

use serde_json::json;

use super::HistoryRow;
use crate::{
    LogKind, Patterns, PendingUpdate, Result,
    rule::edit_patterns,
    sentinel::Parts,
    store::{Batch, Write},
};

/// Writes the change that `draft` makes into `pending_updates`, history and log. A change that
/// waits for the same rule with the same purpose is replaced and keeps its id. `draft` is given the
/// document as it is now and the id.
pub(crate) fn propose(
    parts: &Parts,
    same_purpose: impl Fn(&PendingUpdate) -> bool,
    draft: impl Fn(&Patterns, String) -> Result<PendingUpdate>,
) -> Result<PendingUpdate> {
    let mut proposed = None;
    parts.book.update(&mut |text| {
        let document = Patterns::parse(text)?;
        let waiting = document.pending_updates.iter().find(|update| same_purpose(update)).map(PendingUpdate::id);
        // The id holds the sequence of its log entry, which only the commit knows: whether the
        // document can be edited at all is tried first, so that the commit is the last step.
        put(text, draft(&document, "upd_0".to_owned())?, waiting.as_deref())?;
        let mut update = None;
        parts.store.commit(&mut |head| {
            let mut batch = Batch::new(head);
            let id = waiting.clone().unwrap_or_else(|| format!("upd_{}", batch.next_sequence()));
            let drafted = draft(&document, id)?;
            record(parts, &document, &drafted, &mut batch);
            update = Some(drafted);
            Ok(batch.into_writes())
        })?;
        let update = update.expect("a commit that succeeded built its writes");
        proposed = Some(update.clone());
        put(text, update, waiting.as_deref())
    })?;
    Ok(proposed.expect("an update that succeeded ran its edit"))
}

fn put(text: &str, update: PendingUpdate, waiting: Option<&str>) -> Result<String> {
    edit_patterns(text, |patterns| {
        let same = patterns.pending_updates.iter_mut().find(|other| waiting == Some(other.id().as_str()));
        match same {
            Some(same) => *same = update,
            None => patterns.pending_updates.push(update),
        }
    })
}

fn record(parts: &Parts, document: &Patterns, update: &PendingUpdate, batch: &mut Batch) {
    let old_regex = parts.book.rule(document, &update.regex_name).map(|rule| rule.regex);
    let body = json!({
        "update": update.id(),
        "rule": update.regex_name,
        "old_regex": old_regex,
        "new_regex": update.new_regex,
        "exceptions": update.exceptions,
        "submitted_by": update.submitted_by,
    });
    batch.log(update.timestamp, "machine:sentinel", LogKind::UpdateProposed, &body);
    batch.push(Write::History(Box::new(HistoryRow::proposed(update, old_regex))));
}
