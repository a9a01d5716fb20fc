//! Finds secrets and personal data in text, redacts them, and keeps the rules that do so true:
//! detection, redaction, drafting and decisions, all without I/O.
//!
//! Two types stand at the front door:
//!
//! - [`Scanner`]: compiled, immutable rules; [`scan`](Scanner::scan) and [`redact`](Scanner::redact).

#![forbid(unsafe_code)]

mod detect;
mod error;
mod finding;
mod fingerprint;
mod limits;
mod redact;
mod rule;
mod scanner;
mod secret;
mod span;
mod time;

pub use crate::{
    error::{Error, ErrorKind, Result},
    finding::{Category, Finding, Part, Proof, Severity},
    fingerprint::{Fingerprint, FingerprintKey},
    limits::{Limits, MAX_MATCH_BYTES},
    redact::{Redacted, WITHHELD_ERROR, WITHHELD_LIMIT, preview},
    rule::{
        Action, Check, Component, Evidence, Exceptions, Keep, Note, Pack, Patterns, PendingUpdate, Problem, Rule,
        SPLIT_MARK, UpdateStatus, builtin_packs, check_rules, unsplit,
    },
    scanner::{Scanner, ScannerBuilder},
    secret::Secret,
    span::{Location, Locator, Span, Unit},
    time::{Clock, Timestamp},
};
