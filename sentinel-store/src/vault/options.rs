//! Opens a vault by the URL of its store.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use sentinel_core::{Clock, Error, ErrorKind, Result, Scope, Store, Vault, VaultBuilder, VaultStore};
use serde::Deserialize;

use super::HyperlogAudit;
use crate::{KeyRing, MemoryStore, SystemClock, options::read_or_create};

/// How a vault is opened.
///
/// ```
/// use sentinel_core::{Actor, Grant, Scanner, Sink, Timestamp};
/// use sentinel_store::VaultOptions;
///
/// let vault = VaultOptions::new().open("memory://")?;
/// let line = ["key=AKIA", "QYLPMN5HHHFPZAM2"].concat();
/// let tokenized = Scanner::builtin().tokenize(&line, &vault);
/// assert!(tokenized.text.starts_with("key=«sn:AWS_ACCESS_KEY:"));
///
/// let until = Timestamp::parse("2999-01-01T00:00:00Z").unwrap();
/// let grant = Grant::new(Actor::machine("deploy"), Sink::File, "write .env", until).rule("AWS_ACCESS_KEY");
/// assert_eq!(vault.restore(&tokenized.text, &grant)?.expose(), line.as_bytes());
/// # Ok::<(), sentinel_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct VaultOptions {
    ring: Option<KeyRing>,
    key_file: Option<PathBuf>,
    capacity: Option<u64>,
    retention_millis: Option<i64>,
    scope: Scope,
    clock: Arc<dyn Clock>,
}

impl Default for VaultOptions {
    fn default() -> Self {
        Self {
            ring: None,
            key_file: None,
            capacity: None,
            retention_millis: None,
            scope: Scope::default(),
            clock: Arc::new(SystemClock),
        }
    }
}

impl VaultOptions {
    /// A million values for a day each, in the empty scope, under the key beside the store.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads options in JSON: `key` (64 hexadecimal digits) or `key_file`, `capacity` (values), `retention` (seconds),
    /// `tenant`, `session`; none is needed.
    ///
    /// # Errors
    ///
    /// `InvalidInput`, with the field where it is known. What was given is not quoted.
    pub fn from_json(json: &str) -> Result<Self> {
        let document: Document = serde_json::from_str(json)
            .map_err(|_| wrong("an option is unknown or not of its type").with("field", "options"))?;
        let Document { key, key_file, capacity, retention, tenant, session } = document;
        let mut options = Self::new().scope(Scope::new(tenant, session));
        if key.is_some() && key_file.is_some() {
            return Err(wrong("expected one of two").with("field", "key").with("or", "key_file"));
        }
        options.ring = key.map(|digits| KeyRing::parse(digits.as_bytes())).transpose()?;
        options.key_file = key_file;
        options.capacity = capacity;
        if let Some(seconds) = retention {
            let millis = seconds * 1000.0;
            if !(1.0..9e15).contains(&millis) {
                return Err(wrong("expected seconds, more than 0").with("field", "retention"));
            }
            options.retention_millis = Some(millis as i64);
        }
        Ok(options)
    }

    /// The keys, instead of those in a file.
    #[must_use]
    pub fn key_ring(mut self, ring: KeyRing) -> Self {
        self.ring = Some(ring);
        self
    }

    /// The file that holds the key; as [`OpenOptions::key_file`](crate::OpenOptions::key_file).
    #[must_use]
    pub fn key_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.key_file = Some(path.into());
        self
    }

    /// How many values it may keep. Default: a million. A full vault gives no tokens.
    #[must_use]
    pub fn capacity(mut self, values: u64) -> Self {
        self.capacity = Some(values);
        self
    }

    /// How long a value is kept after it was last seen, in milliseconds. Default: a day.
    #[must_use]
    pub fn retention_millis(mut self, millis: i64) -> Self {
        self.retention_millis = Some(millis);
        self
    }

    /// The scope of the tokens that it makes. Default: the empty one.
    #[must_use]
    pub fn scope(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }

    /// The clock by which values expire and grants run out. Default: the system's.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Opens the vault in the store at `url`, as [`OpenOptions::open`](crate::OpenOptions::open): it may be that of a
    /// sentinel. Attempts to put values back are noted in its hyperlog.
    ///
    /// # Errors
    ///
    /// As [`OpenOptions::open`](crate::OpenOptions::open); `InvalidInput` when `capacity` or `retention` is 0.
    pub fn open(self, url: &str) -> Result<Vault> {
        match url.split_once("://") {
            Some(("memory", "")) => {
                let ring = match (&self.ring, &self.key_file) {
                    (Some(ring), _) => ring.clone(),
                    (None, Some(path)) => read_or_create(path, true)?,
                    (None, None) => KeyRing::generate()?,
                };
                self.over(Arc::new(MemoryStore::new()), &ring)
            }
            #[cfg(feature = "sqlite")]
            Some(("sqlite", path)) if !path.is_empty() => self.open_sqlite(Path::new(path)),
            // The URL may hold a password: it is not quoted.
            _ => Err(Error::new(ErrorKind::InvalidInput, "open vault", "expected sqlite://<file> or memory://")
                .with("field", "url")),
        }
    }

    /// A vault in this store, under these keys.
    ///
    /// # Errors
    ///
    /// `InvalidInput` when `capacity` or `retention` is 0.
    pub fn over<S: Store + VaultStore + 'static>(self, store: Arc<S>, ring: &KeyRing) -> Result<Vault> {
        let audit = Arc::new(HyperlogAudit::new(Arc::clone(&store) as Arc<dyn Store>));
        let mut builder = VaultBuilder::new(ring.vault_key(), Arc::new(ring.sealing_key()), store, audit, self.clock)
            .scope(self.scope);
        if let Some(values) = self.capacity {
            builder = builder.capacity(values);
        }
        if let Some(millis) = self.retention_millis {
            builder = builder.retention_millis(millis);
        }
        builder.build()
    }

    #[cfg(feature = "sqlite")]
    fn open_sqlite(self, path: &Path) -> Result<Vault> {
        let key_file = self.key_file.clone().unwrap_or_else(|| path.with_extension("key"));
        let new = !path.exists();
        let store = crate::SqliteStore::open(path)?;
        let ring = match &self.ring {
            Some(ring) => ring.clone(),
            None => read_or_create(&key_file, new)?,
        };
        if store.key_check(&ring.check_value())? != ring.check_value() {
            return Err(Error::new(ErrorKind::Conflict, "open vault", "the key is another store's")
                .with("file", path.display()));
        }
        self.over(Arc::new(store), &ring)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Document {
    key: Option<String>,
    key_file: Option<PathBuf>,
    capacity: Option<u64>,
    retention: Option<f64>,
    tenant: String,
    session: String,
}

fn wrong(problem: &str) -> Error {
    Error::new(ErrorKind::InvalidInput, "read vault options", problem)
}
