//! Opening stores.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use sentinel_core::{Error, ErrorKind, Result, RetryPolicy, Scanner, Sentinel};
use sentinel_store::*;
use serde::Deserialize;

use crate::options::{GivenLimits, Values, known_of};

/// The arguments of `sentinel.open`.
#[derive(Deserialize)]
pub(crate) struct Options {
    url: String,
    patterns: Option<PathBuf>,
    key_file: Option<PathBuf>,
    builtin: bool,
    pii: bool,
    known_env: bool,
    #[serde(flatten)]
    limits: GivenLimits,
    /// URL and secret.
    webhook: Option<(String, String)>,
}

/// Opens a store, and starts the worker when there is a webhook.
pub(crate) fn open(options: Options, known: Option<Values>) -> Result<(Sentinel, Option<Worker>)> {
    let config = |(url, secret): (String, String)| WebhookConfig::new(&url, WebhookSecret::parse(&secret)?);
    let config = options.webhook.map(config).transpose()?;
    let known = known_of(known, options.known_env)?;
    let opening = OpenOptions::new().builtin(options.builtin).pii(options.pii).known(known);
    let mut opening = opening.limits(options.limits.meaning()?);
    if let Some(path) = options.patterns {
        opening = opening.patterns(path);
    }
    if let Some(path) = options.key_file {
        opening = opening.key_file(path);
    }
    let sentinel = opening.open(&options.url)?;
    let start = |config| Worker::start(sentinel.clone(), WebhookRevoker::new(config), RetryPolicy::default());
    let worker = config.map(start);
    Ok((sentinel, worker))
}

/// The store in a file that must be there, under a key that nothing is read with: for its log.
pub(crate) fn existing(path: &Path) -> Result<Sentinel> {
    if !path.is_file() {
        return Err(Error::new(ErrorKind::NotFound, "verify hyperlog", "no such file").with("file", path.display()));
    }
    let ring = KeyRing::generate()?;
    let scanner = Scanner::builder().builtin(false).fingerprint_key(ring.fingerprint_key());
    let (store, patterns) = (Arc::new(SqliteStore::open(path)?), Arc::new(MemoryPatterns::default()));
    Sentinel::new(scanner, patterns, store, Arc::new(ring.sealing_key()), Arc::new(SystemClock))
}
