//! Finds secrets and personal data in text, redacts them, and keeps the rules that do so true:
//! detection, redaction, drafting and decisions, all without I/O.
//!
//! Two types stand at the front door:
//!
//! - [`Scanner`]: compiled, immutable rules; [`scan`](Scanner::scan) and [`redact`](Scanner::redact).
//! - [`Sentinel`]: a scanner whose rules can change, with a store: [`process`](Sentinel::process)
//!   records, take [`feedback`](Sentinel::feedback), decide on [`rules`](Sentinel::rules).
//!
//! What a sentinel needs from outside (a store, a clock, a sealer) it is given: the traits are
//! [`Store`], [`Clock`], [`Sealer`], [`PatternsStore`] and [`Revoker`], and `sentinel-store`
//! implements them.

// Only the SIMD kernels of `detect/literal` are exempt.
#![deny(unsafe_code)]

mod actor;
mod bits;
mod counters;
mod detect;
mod error;
mod export;
mod feed;
mod feedback;
mod finding;
mod fingerprint;
mod guard;
mod hyperlog;
mod limits;
mod profile;
mod quarantine;
mod record;
mod redact;
mod revoke;
mod rule;
mod rulebook;
mod scanner;
mod secret;
mod sentinel;
mod span;
mod stopwatch;
mod store;
mod stream;
mod time;
mod vault;
mod words;

pub use crate::{
    actor::Actor,
    counters::Counters,
    detect::{Encoding, Known},
    error::{Error, ErrorKind, Result},
    export::{ExportFormat, Occurrence, export},
    feed::{Feed, Format, RedactReader, RedactWriter},
    feedback::{Draft, Feedback, FeedbackType, Reported, draft_regex, wilson_lower_bound},
    finding::{Category, Finding, Located, Part, Proof, Severity},
    fingerprint::{Fingerprint, FingerprintKey},
    guard::{Guard, GuardAction, GuardPolicy, Guarded, Trace, TraceKind, guard},
    hyperlog::{Hash, Head, Hyperlog, LogEntry, LogKind, Verification, verify},
    limits::{Limits, MAX_HELD_BYTES, MAX_MATCH_BYTES},
    profile::{Profile, RuleCost, SlowRule},
    quarantine::{Entry, EntryQuery, Quarantine, Status},
    record::{Outcome, Record},
    redact::{
        Leaves, MAX_KEPT, MAX_TOKEN_BYTES, Paths, Policy, Redacted, Replacement, Replacements, Shape, Tokenizer,
        Treatment, TreatmentKind, WITHHELD_BLOCKED, WITHHELD_ERROR, WITHHELD_LIMIT, preview,
    },
    revoke::{Attempt, Event, Provider, RetryPolicy, Revocations, Revoker, State, advance},
    rule::{
        Action, Check, Component, Evidence, Exceptions, Explanation, ImportEffect, ImportFormat, ImportNote, Imported,
        Keep, Note, Pack, Patterns, PendingUpdate, Problem, Rule, RuleSpeed, SPLIT_MARK, Search, Suppression,
        UpdateStatus, builtin_packs, check_rules, edit_patterns, explain_rule, import, measure_unplanned, unsplit,
    },
    rulebook::{HistoryAction, HistoryRow, HistoryStatus, Rules},
    scanner::{Scanner, ScannerBuilder},
    secret::Secret,
    sentinel::Sentinel,
    span::{Location, Locator, Span, Unit},
    store::{PatternsStore, Sealer, Store, Write},
    stream::{Settled, Stream},
    time::{Clock, Timestamp},
    vault::{
        Grant, RestoreAttempt, Restored, RestoredToken, Scope, Sink, Vault, VaultAudit, VaultBuilder, VaultCounts,
        VaultEvent, VaultKey, VaultRecord, VaultStore,
    },
};

/// What fuzz targets reach and users do not.
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing {
    /// Edits the text of a document so that it says what `wanted` says.
    pub fn edit_patterns(text: &str, wanted: &crate::Patterns) -> crate::Result<String> {
        crate::rule::edit_patterns(text, |patterns| wanted.clone_into(patterns))
    }
}
