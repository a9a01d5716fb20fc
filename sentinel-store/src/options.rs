//! Opens a sentinel by the URL of its store.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use sentinel_core::{Error, ErrorKind, Known, Limits, PatternsStore, Policy, Result, ScannerBuilder, Sentinel, Store};

use crate::{FilePatterns, KeyRing, MemoryPatterns, MemoryStore, SystemClock, monotonic_clock};

/// `Sentinel::open(url)`.
pub trait Open: Sized {
    /// Opens with the default [`OpenOptions`].
    ///
    /// # Errors
    ///
    /// As [`OpenOptions::open`].
    fn open(url: &str) -> Result<Self>;
}

impl Open for Sentinel {
    fn open(url: &str) -> Result<Self> {
        OpenOptions::new().open(url)
    }
}

/// How a sentinel is opened.
#[derive(Clone, Debug, Default)]
pub struct OpenOptions {
    scanner: ScannerBuilder,
    patterns: Option<PathBuf>,
    key_file: Option<PathBuf>,
}

impl OpenOptions {
    /// The built-in rules for secrets, and files beside the store's.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether built-in rules for personal data run too. Default: no.
    #[must_use]
    pub fn pii(mut self, pii: bool) -> Self {
        self.scanner = self.scanner.pii(pii);
        self
    }

    /// Whether the built-in rules run. Default: yes.
    #[must_use]
    pub fn builtin(mut self, builtin: bool) -> Self {
        self.scanner = self.scanner.builtin(builtin);
        self
    }

    /// Says what stands for what is found in the texts that are passed on.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.scanner = self.scanner.policy(policy);
        self
    }

    /// Looks for these values too, whatever the rules are or become; they replace those that were given before.
    #[must_use]
    pub fn known(mut self, known: Known) -> Self {
        self.scanner = self.scanner.known(known);
        self
    }

    /// Sets the limits of one record.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.scanner = self.scanner.limits(limits);
        self
    }

    /// The file of rules. Default: `<name>.patterns.yaml` beside the database `<name>.db`; memory
    /// for a store in memory.
    #[must_use]
    pub fn patterns(mut self, path: impl Into<PathBuf>) -> Self {
        self.patterns = Some(path.into());
        self
    }

    /// The file that holds the key, made when there is none and the store is new. Default:
    /// `<name>.key` beside the database `<name>.db`; a new key for a store in memory. Keep it apart
    /// from backups of the store: with both, what is sealed can be read.
    #[must_use]
    pub fn key_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.key_file = Some(path.into());
        self
    }

    /// Opens the store at `url`: `sqlite://relative.db`, `sqlite:///absolute.db` or `memory://`.
    ///
    /// # Errors
    ///
    /// `InvalidInput` for another URL; `Storage` when a file cannot be read or written; `NotFound`
    /// when the store is there and its key is not; `Conflict` when the key is another store's;
    /// `InvalidPatterns` or `InvalidRule` when the rules are wrong.
    pub fn open(self, url: &str) -> Result<Sentinel> {
        match url.split_once("://") {
            Some(("memory", "")) => self.open_memory(),
            #[cfg(feature = "sqlite")]
            Some(("sqlite", path)) if !path.is_empty() => self.open_sqlite(Path::new(path)),
            // The URL may hold a password: it is not quoted.
            _ => Err(Error::new(ErrorKind::InvalidInput, "open store", "expected sqlite://<file> or memory://")
                .with("field", "url")),
        }
    }

    fn open_memory(self) -> Result<Sentinel> {
        let ring = match &self.key_file {
            Some(path) => read_or_create(path, true)?,
            None => KeyRing::generate()?,
        };
        let patterns: Arc<dyn PatternsStore> = match &self.patterns {
            Some(path) => Arc::new(FilePatterns::new(path)),
            None => Arc::new(MemoryPatterns::default()),
        };
        self.assemble(Arc::new(MemoryStore::new()), patterns, &ring)
    }

    #[cfg(feature = "sqlite")]
    fn open_sqlite(self, path: &Path) -> Result<Sentinel> {
        let key_file = self.key_file.clone().unwrap_or_else(|| path.with_extension("key"));
        let patterns = self.patterns.clone().unwrap_or_else(|| path.with_extension("patterns.yaml"));
        let new = !path.exists();
        let store = crate::SqliteStore::open(path)?;
        let ring = read_or_create(&key_file, new)?;
        if store.key_check(&ring.check_value())? != ring.check_value() {
            return Err(Error::new(ErrorKind::Conflict, "open store", "the key is another store's")
                .with("file", key_file.display()));
        }
        self.assemble(Arc::new(store), Arc::new(FilePatterns::new(patterns)), &ring)
    }

    fn assemble(self, store: Arc<dyn Store>, patterns: Arc<dyn PatternsStore>, ring: &KeyRing) -> Result<Sentinel> {
        let scanner = self.scanner.fingerprint_key(ring.fingerprint_key()).clock(monotonic_clock());
        Sentinel::new(scanner, patterns, store, Arc::new(ring.sealing_key()), Arc::new(SystemClock))
    }
}

/// The key in `path`. A store that exists must have been made with one; a new one makes it.
pub(crate) fn read_or_create(path: &Path, new: bool) -> Result<KeyRing> {
    match KeyRing::read(path) {
        Err(error) if new && error.kind() == ErrorKind::NotFound => match KeyRing::create(path) {
            // Somebody else made it meanwhile.
            Err(_) if path.exists() => KeyRing::read(path),
            created => created,
        },
        read => read,
    }
}
