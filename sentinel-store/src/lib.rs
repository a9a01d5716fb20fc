//! Everything of Sentinel that does I/O: stores, seals, files of rules, the outbox worker, webhooks
//! and scans of files and folders. The types of the loop itself are `sentinel-core`'s.
//!
//! ```
//! use sentinel_core::{Record, Sentinel};
//! use sentinel_store::Open;
//!
//! let folder = tempfile::tempdir().unwrap();
//! let sentinel = Sentinel::open(&format!("sqlite://{}/sentinel.db", folder.path().display()))?;
//! let line = ["key=AKIA", "QYLPMN5HHHFPZAM2"].concat();
//! let outcome = sentinel.process(Record::new(&line).source("checkout"))?;
//! assert_eq!(outcome.text, "key=[REDACTED:AWS_ACCESS_KEY]");
//! assert_eq!(outcome.log_reference.as_deref(), Some("hyperlog:1"));
//! # Ok::<(), sentinel_core::Error>(())
//! ```

#![forbid(unsafe_code)]

mod clock;
#[cfg(feature = "conformance")]
pub mod conformance;
mod host;
mod memory;
mod options;
mod outbox;
mod patterns;
mod seal;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(feature = "tree")]
mod tree;
mod vault;
#[cfg(feature = "webhook")]
mod webhook;

#[cfg(feature = "sqlite")]
pub use crate::sqlite::SqliteStore;
#[cfg(feature = "tree")]
pub use crate::tree::{
    Baseline, BaselineAudit, BaselineEntry, CancelToken, FileOutcome, FileReport, LocatedFinding, SkipReason,
    TextEncoding, TreeObserver, TreeOptions, TreeProgress, TreeReport, TreeSummary, scan_tree, scan_tree_with,
};
#[cfg(feature = "webhook")]
pub use crate::webhook::{WebhookConfig, WebhookRevoker, WebhookSecret, verify_signature};
pub use crate::{
    clock::SystemClock,
    host::{environment, known_values, monotonic_clock},
    memory::MemoryStore,
    options::{Open, OpenOptions},
    outbox::Worker,
    patterns::{FilePatterns, MemoryPatterns},
    seal::{KeyRing, SealingKey},
    vault::{HyperlogAudit, VaultOptions},
};

/// The Rust code of the README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
