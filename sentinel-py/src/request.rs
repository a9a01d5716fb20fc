//! Requests and answers as JSON: everything but texts that are scanned. The package's own modules
//! speak it; people never see it.

use std::{path::PathBuf, sync::Arc};

use sentinel_core::{
    Actor, EntryQuery, Error, ErrorKind, Feedback, HistoryRow, PendingUpdate, Result, Rule, Scanner, Sentinel, Status,
};
use sentinel_store::{KeyRing, MemoryPatterns, SqliteStore, SystemClock};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

/// What is asked of no sentinel.
#[derive(Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub(crate) enum Ask {
    BuiltinPacks,
    CheckRules { text: String },
    DraftRegex { evidence: Vec<String> },
    VerifyHyperlog { path: PathBuf },
}

impl Ask {
    pub(crate) fn answer(self) -> Result<Value> {
        match self {
            Self::BuiltinPacks => {
                let packs = sentinel_core::builtin_packs().iter();
                Ok(packs.map(|pack| json!([pack.name, pack.yaml])).collect())
            }
            Self::CheckRules { text } => {
                let words = |told: &[String]| Value::from(told.to_vec());
                let checks = sentinel_core::check_rules(&sentinel_core::Patterns::parse(&text)?);
                Ok(checks.iter().map(|check| {
                    let problems: Vec<_> = check.problems.iter().map(ToString::to_string).collect();
                    let notes: Vec<_> = check.notes.iter().map(ToString::to_string).collect();
                    json!({"rule": check.rule, "problems": words(&problems), "notes": words(&notes)})
                }).collect())
            }
            Self::DraftRegex { evidence } => {
                let sentinel_core::Draft { regex, samples, matched, confidence, .. } = sentinel_core::draft_regex(evidence)?;
                Ok(json!({"regex": regex, "samples": samples, "matched": matched, "confidence": confidence}))
            }
            Self::VerifyHyperlog { path } => value(&existing(&path)?.hyperlog().verify()?),
        }
    }
}
