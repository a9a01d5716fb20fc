//! Requests and answers as JSON: everything but the texts that are scanned. Only the package's own
//! modules speak it.

use std::path::PathBuf;

use sentinel_core::*;
use sentinel_store::monotonic_clock;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::store;

/// What is asked of the library.
#[derive(Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub(crate) enum Ask {
    BuiltinPacks,
    CheckRules { text: String },
    MeasureUnplanned { text: String },
    DraftRegex { evidence: Vec<String> },
    ImportRules { text: String, file: String, format: Option<String> },
    VerifyHyperlog { path: PathBuf },
}

impl Ask {
    pub(crate) fn answer(self) -> Result<Value> {
        match self {
            Self::BuiltinPacks => Ok(builtin_packs().iter().map(|pack| json!([pack.name, pack.yaml])).collect()),
            Self::CheckRules { text } => Ok(check_rules(&Patterns::parse(&text)?).iter().map(check).collect()),
            Self::MeasureUnplanned { text } => value(measure_unplanned(&Patterns::parse(&text)?, monotonic_clock())?),
            Self::DraftRegex { evidence } => {
                let Draft { regex, samples, matched, confidence, .. } = draft_regex(evidence)?;
                Ok(json!({"regex": regex, "samples": samples, "matched": matched, "confidence": confidence}))
            }
            Self::ImportRules { text, file, format } => imported(&text, &file, format.as_deref()),
            Self::VerifyHyperlog { path } => value(store::existing(&path)?.hyperlog().verify()?),
        }
    }
}

/// What is asked of a sentinel.
#[derive(Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub(crate) enum AskSentinel {
    Feedback { report: String },
    Pending,
    Approve { id: String, by: String, reason: String },
    Reject { id: String, by: String, reason: String },
    History,
    Reload,
    Entries { status: Option<String>, secret_type: Option<String>, offset: usize, limit: usize },
    Entry { id: String },
    Review { id: String, status: String, by: String, reason: String },
    Events { after: Option<String>, limit: usize },
    Log { sequence: u64, limit: usize },
    Verify,
}

impl AskSentinel {
    pub(crate) fn answer(self, sentinel: &Sentinel) -> Result<Value> {
        match self {
            Self::Feedback { report } => update(&sentinel.feedback(Feedback::from_json(&report)?)?),
            Self::Pending => sentinel.rules().pending()?.iter().map(update).collect(),
            Self::Approve { id, by, reason } => update(&sentinel.rules().approve(&id, Actor::person(by), &reason)?),
            Self::Reject { id, by, reason } => update(&sentinel.rules().reject(&id, Actor::person(by), &reason)?),
            Self::History => value(sentinel.rules().history()?),
            Self::Reload => value(sentinel.rules().reload()?),
            Self::Entries { status, secret_type, offset, limit } => {
                let mut query = EntryQuery::default();
                query.status = status.as_deref().map(status_of).transpose()?;
                (query.secret_type, query.offset, query.limit) = (secret_type, offset, limit);
                value(sentinel.quarantine().entries(&query)?)
            }
            Self::Entry { id } => value(sentinel.quarantine().entry(&id)?),
            Self::Review { id, status, by, reason } => {
                value(sentinel.quarantine().review(&id, status_of(&status)?, &Actor::person(by), &reason)?)
            }
            Self::Events { after, limit } => value(sentinel.revocations().events(after.as_deref(), limit)?),
            Self::Log { sequence, limit } => value(sentinel.hyperlog().entries(sequence, limit)?),
            Self::Verify => value(sentinel.hyperlog().verify()?),
        }
    }
}

/// Reads a request. The parser's message may quote what was given: it is dropped.
pub(crate) fn parse<T: DeserializeOwned>(request: &str) -> Result<T> {
    serde_json::from_str(request)
        .map_err(|_| Error::new(ErrorKind::InvalidInput, "read arguments", "an argument is not of its type"))
}

/// The rules of a scanner, each with its name.
pub(crate) fn rules(scanner: &Scanner) -> Result<Value> {
    scanner.rules().map(|(name, rule)| named(value(rule)?, "name", name)).collect()
}

/// Findings, a JSON array, in another tool's format.
pub(crate) fn export(scanner: &Scanner, occurrences: &str, format: &str) -> Result<String> {
    let format = ExportFormat::parse(format).ok_or_else(|| unknown_format("export findings"))?;
    sentinel_core::export(&parse::<Vec<Occurrence>>(occurrences)?, scanner.rules(), format)
}

/// What a rule of the scanner is; null when there is none of that name.
pub(crate) fn explain(scanner: &Scanner, name: &str) -> Result<Value> {
    let rule = scanner.rules().find(|(known, _)| *known == name).map(|(_, rule)| explain_rule(name, rule));
    value(rule.transpose()?)
}

fn imported(text: &str, file: &str, format: Option<&str>) -> Result<Value> {
    let format = match format {
        Some(word) => ImportFormat::parse(word),
        None => ImportFormat::guess(file, text),
    };
    let format = format.ok_or_else(|| unknown_format("import"))?;
    let imported = import(text, format)?;
    Ok(json!({
        "format": format,
        "yaml": imported.to_yaml()?,
        "names": imported.names,
        "suppressions": value(&imported.suppressions)?,
        "notes": value(&imported.notes)?,
    }))
}

fn unknown_format(operation: &'static str) -> Error {
    Error::new(ErrorKind::InvalidInput, operation, "the format is not known").with("field", "format")
}

fn update(update: &PendingUpdate) -> Result<Value> {
    named(value(update)?, "id", &update.id())
}

fn named(mut object: Value, field: &str, name: &str) -> Result<Value> {
    object[field] = name.into();
    Ok(object)
}

fn check(check: &Check) -> Value {
    let problems: Vec<_> = check.problems.iter().map(Problem::to_string).collect();
    let notes: Vec<_> = check.notes.iter().map(Note::to_string).collect();
    json!({"rule": check.rule, "problems": problems, "notes": notes})
}

fn value(answer: impl Serialize) -> Result<Value> {
    serde_json::to_value(answer).map_err(|_| Error::new(ErrorKind::Internal, "answer", "it cannot be serialised"))
}

fn status_of(word: &str) -> Result<Status> {
    let words = "expected PENDING, REVIEWED or FALSE_ALARM";
    Status::parse(word).ok_or_else(|| Error::new(ErrorKind::InvalidInput, "read status", words).with("field", "status"))
}
