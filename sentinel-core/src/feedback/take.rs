//! Takes a report: notes it, drafts a change from it, and lets the change wait.

use serde_json::json;

use super::{Feedback, FeedbackType, Reported, draft::draft_regex, exception::made_up_prefixes, extract::sample};
use crate::{
    Action, EntryQuery, Error, ErrorKind, Evidence, Exceptions, Fingerprint, Keep, LogKind, Patterns, PendingUpdate,
    Result, Rule, Secret, Status, Timestamp, preview,
    rulebook::propose,
    sentinel::Parts,
    store::{Batch, Write},
    wilson_lower_bound,
};

const MACHINE: &str = "sentinel";
/// Larger pieces of evidence are refused.
const LONGEST_EVIDENCE: usize = 64 << 10;

/// Takes a report. See [`Sentinel::feedback`](crate::Sentinel::feedback).
pub(crate) fn take(parts: &Parts, report: Feedback) -> Result<PendingUpdate> {
    check(parts, &report)?;
    let document = parts.book.read()?;
    let rule = parts.book.rule(&document, &report.secret_type);
    let time = parts.clock.now();
    note(parts, &report, time)?;
    if rule.as_ref().is_some_and(|rule| rule.locked) {
        return Err(Error::new(ErrorKind::Conflict, OPERATION, "the rule is locked").with("rule", &report.secret_type));
    }
    let change = match report.feedback_type {
        FeedbackType::MissedSecret => missed(parts, &report, rule.as_ref())?,
        FeedbackType::FalsePositive => false_positive(parts, &report, require(rule.as_ref(), &report)?)?,
        FeedbackType::Uncertain => uncertain(&report, require(rule.as_ref(), &report)?),
    };
    let by = report.submitted_by.as_deref().map_or_else(|| MACHINE.to_owned(), |name| parts.clean(name));
    propose(
        parts,
        |waiting| waiting.regex_name == report.secret_type && waiting.reason.as_deref() == Some(change.reason),
        |document, id| Ok(change.update(&report.secret_type, id, &by, time, document)),
    )
}

const OPERATION: &str = "take feedback";

/// What a report leads to.
struct Change {
    action: Action,
    regex: Option<String>,
    exceptions: Exceptions,
    confidence: f64,
    evidence: Evidence,
    reason: &'static str,
}

impl Change {
    fn update(&self, name: &str, id: String, by: &str, time: Timestamp, document: &Patterns) -> PendingUpdate {
        let mut update = PendingUpdate::new(id.clone(), name, self.action, by, time);
        update.new_regex.clone_from(&self.regex);
        update.confidence = self.confidence;
        update.exceptions = self.exceptions.clone();
        update.evidence = Some(self.evidence.clone());
        update.reason = Some(self.reason.to_owned());
        // Exceptions that wait already are not forgotten when more are reported.
        if let Some(waiting) = document.pending_updates.iter().find(|waiting| waiting.id() == id) {
            update.exceptions.merge(&waiting.exceptions);
        }
        update
    }
}

fn check(parts: &Parts, report: &Feedback) -> Result<()> {
    let name = &report.secret_type;
    let named = !name.is_empty() && name.len() <= 64 && name.starts_with(|c: char| c.is_ascii_alphabetic());
    let wrong =
        |field, problem: &str| Err(Error::new(ErrorKind::InvalidInput, OPERATION, problem).with("field", field));
    if !named || !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')) {
        return wrong("secret_type", "expected the name of a rule");
    }
    if report.evidence.iter().any(|evidence| evidence.expose().len() > LONGEST_EVIDENCE) {
        return wrong("evidence", "a piece of evidence is too long");
    }
    if report.feedback_type == FeedbackType::MissedSecret
        && report.evidence.is_empty()
        && report.suggested_regex_fix.is_none()
    {
        return wrong("evidence", "a missed secret needs evidence");
    }
    let Some(regex) = &report.suggested_regex_fix else { return Ok(()) };
    if parts.book.scanner().scan(regex)?.is_empty() {
        return Ok(());
    }
    wrong("suggested_regex_fix", "the regex holds a secret")
}

fn require<'r>(rule: Option<&'r Rule>, report: &Feedback) -> Result<&'r Rule> {
    rule.ok_or_else(|| Error::new(ErrorKind::NotFound, OPERATION, "no such rule").with("rule", &report.secret_type))
}

/// Keeps the report, whatever comes of it: evidence sealed, a log entry without a value.
fn note(parts: &Parts, report: &Feedback, time: Timestamp) -> Result<()> {
    let by = report.submitted_by.as_deref().map_or_else(|| "unknown".to_owned(), |name| parts.clean(name));
    let mut rows = Vec::new();
    for evidence in &report.evidence {
        let fingerprint = fingerprint(parts, &report.secret_type, token(evidence).as_bytes());
        let context = Reported::seal_context(&report.secret_type, &fingerprint);
        rows.push(Reported {
            secret_type: report.secret_type.clone(),
            feedback_type: report.feedback_type,
            sealed: parts.sealer.seal(&context, evidence.expose())?,
            fingerprint,
            timestamp: time,
            submitted_by: by.clone(),
        });
    }
    let fingerprints: Vec<&Fingerprint> = rows.iter().map(|row| &row.fingerprint).collect();
    let body = json!({
        "secret_type": report.secret_type,
        "feedback_type": report.feedback_type.as_str(),
        "alert_id": report.alert_id.as_deref().map(|id| parts.clean(id)),
        "fingerprints": fingerprints,
    });
    parts.store.commit(&mut |head| {
        let mut batch = Batch::new(head);
        batch.log(time, &format!("person:{by}"), LogKind::FeedbackReceived, &body);
        for row in &rows {
            batch.push(Write::Reported(Box::new(row.clone())));
        }
        Ok(batch.into_writes())
    })
}

/// A regex that finds what was missed, beside what the rule finds already.
fn missed(parts: &Parts, report: &Feedback, rule: Option<&Rule>) -> Result<Change> {
    let rows = reported(parts, report)?;
    let texts: Vec<String> = rows
        .iter()
        .map(|row| {
            let context = Reported::seal_context(&row.secret_type, &row.fingerprint);
            let opened = parts.sealer.open(&context, &row.sealed)?;
            Ok(String::from_utf8_lossy(opened.expose()).into_owned())
        })
        .collect::<Result<_>>()?;
    let (regex, confidence, matched) = match &report.suggested_regex_fix {
        Some(regex) => (regex.clone(), 0.0, 0),
        None => draft_regex(&texts).map(|draft| (draft.regex, draft.confidence, draft.matched))?,
    };
    let mut fingerprints: Vec<Fingerprint> = rows.iter().map(|row| row.fingerprint.clone()).collect();
    fingerprints.sort();
    fingerprints.dedup();
    let mut previews: Vec<String> = texts
        .iter()
        .filter_map(|text| sample(text))
        .map(|sample| preview(sample.token.as_bytes(), Keep { keep_prefix: 4, keep_suffix: 0 }))
        .collect();
    previews.sort();
    previews.dedup();
    let evidence = Evidence { reports: rows.len(), samples: fingerprints.len(), matched, previews, fingerprints };
    let regex = match rule {
        Some(rule) => format!("(?:{})|(?:{regex})", rule.regex),
        None => regex,
    };
    let action = if rule.is_some() { Action::Modify } else { Action::Add };
    Ok(Change {
        action,
        regex: Some(regex),
        exceptions: Exceptions::default(),
        confidence,
        evidence,
        reason: "reports of missed secrets",
    })
}

/// An exception for what was found and is no secret.
fn false_positive(parts: &Parts, report: &Feedback, rule: &Rule) -> Result<Change> {
    let words: Vec<String> = report.evidence.iter().map(|e| String::from_utf8_lossy(e.expose()).into_owned()).collect();
    let mut exceptions = made_up_prefixes(&words.join(" "));
    exceptions.fingerprints = alert_fingerprints(parts, report)?;
    if exceptions.is_empty() && report.suggested_regex_fix.is_none() {
        return Err(Error::new(
            ErrorKind::InvalidInput,
            OPERATION,
            "nothing to except: name the alert, or quote a made-up prefix such as TESTKEY",
        )
        .with("field", "alert_id"));
    }
    let reports = reported(parts, report)?.len().max(1);
    let fingerprints = exceptions.fingerprints.clone();
    let samples = fingerprints.len().max(exceptions.prefixes.len());
    Ok(Change {
        action: Action::Modify,
        regex: Some(report.suggested_regex_fix.clone().unwrap_or_else(|| rule.regex.clone())),
        exceptions,
        confidence: (wilson_lower_bound(reports, reports) * 100.0).floor() / 100.0,
        evidence: Evidence { reports, samples, matched: samples, previews: Vec::new(), fingerprints },
        reason: "reports of false alarms",
    })
}

/// A question to the reviewer; nothing changes when it is approved.
fn uncertain(report: &Feedback, rule: &Rule) -> Change {
    Change {
        action: Action::Modify,
        regex: Some(report.suggested_regex_fix.clone().unwrap_or_else(|| rule.regex.clone())),
        exceptions: Exceptions::default(),
        confidence: 0.0,
        evidence: Evidence { reports: 1, ..Evidence::default() },
        reason: "doubts about the rule",
    }
}

/// The fingerprints of what the rule found in the alert that the report names.
fn alert_fingerprints(parts: &Parts, report: &Feedback) -> Result<Vec<Fingerprint>> {
    let Some(alert) = &report.alert_id else { return Ok(Vec::new()) };
    let query = EntryQuery { id: Some(alert.clone()), ..EntryQuery::default() };
    let Some(entry) = parts.store.entries(&query)?.pop() else { return Ok(Vec::new()) };
    if entry.status == Status::Reviewed {
        return Err(Error::new(ErrorKind::Conflict, OPERATION, "somebody confirmed that the alert is real")
            .with("entry", &entry.id));
    }
    let original = parts.original(&entry)?;
    let found = parts.book.scanner().scan(original.expose())?;
    let of_rule = found.into_iter().filter(|finding| *finding.rule == *report.secret_type);
    Ok(of_rule.filter_map(|finding| finding.fingerprint).collect())
}

fn reported(parts: &Parts, report: &Feedback) -> Result<Vec<Reported>> {
    let rows = parts.store.reported(&report.secret_type)?;
    Ok(rows.into_iter().filter(|row| row.feedback_type == report.feedback_type).collect())
}

fn token(evidence: &Secret) -> String {
    let text = String::from_utf8_lossy(evidence.expose());
    sample(&text).map_or_else(|| text.into_owned(), |sample| sample.token)
}

fn fingerprint(parts: &Parts, rule: &str, value: &[u8]) -> Fingerprint {
    let scanner = parts.book.scanner();
    let key = scanner.fingerprint_key().expect("a sentinel's scanner has a key");
    key.fingerprint(rule, value)
}
