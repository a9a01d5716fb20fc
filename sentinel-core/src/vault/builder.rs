//! Puts a vault together.

use std::sync::Arc;

use super::{Counters, Inner, Scope, Vault, VaultAudit, VaultKey, VaultStore};
use crate::{Clock, Error, ErrorKind, Result, Sealer};

/// What a [`Vault`] is made of.
#[derive(Clone, Debug)]
pub struct VaultBuilder {
    keys: Vec<(VaultKey, Arc<dyn Sealer>)>,
    store: Arc<dyn VaultStore>,
    audit: Arc<dyn VaultAudit>,
    clock: Arc<dyn Clock>,
    capacity: u64,
    retention_millis: i64,
    scope: Scope,
}

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

impl VaultBuilder {
    /// A vault that makes tokens with `key`, seals values with `sealer`, keeps them in `store`, and notes in `audit` what
    /// it gives back.
    pub fn new(
        key: VaultKey,
        sealer: Arc<dyn Sealer>,
        store: Arc<dyn VaultStore>,
        audit: Arc<dyn VaultAudit>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let (capacity, retention_millis, scope) = (1_000_000, DAY_MILLIS, Scope::default());
        Self { keys: vec![(key, sealer)], store, audit, clock, capacity, retention_millis, scope }
    }

    /// A key that tokens were made with before, and what their values were sealed with.
    #[must_use]
    pub fn older(mut self, key: VaultKey, sealer: Arc<dyn Sealer>) -> Self {
        self.keys.push((key, sealer));
        self
    }

    /// How many values it may keep. Default: a million. A full vault gives no tokens.
    #[must_use]
    pub fn capacity(mut self, values: u64) -> Self {
        self.capacity = values;
        self
    }

    /// How long a value is kept after it was last seen, in milliseconds. Default: a day.
    #[must_use]
    pub fn retention_millis(mut self, millis: i64) -> Self {
        self.retention_millis = millis;
        self
    }

    /// The scope of the tokens that it makes. Default: the empty one.
    #[must_use]
    pub fn scope(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }

    /// Puts it together.
    ///
    /// # Errors
    ///
    /// `InvalidInput`, with the field, when it could keep nothing.
    pub fn build(self) -> Result<Vault> {
        let Self { keys, store, audit, clock, capacity, retention_millis, scope } = self;
        let wrong = |field: &'static str| {
            Error::new(ErrorKind::InvalidInput, "open vault", "expected more than 0").with("field", field)
        };
        if capacity == 0 {
            return Err(wrong("capacity"));
        }
        if retention_millis <= 0 {
            return Err(wrong("retention"));
        }
        let counters = Counters::default();
        let inner = Inner { keys, store, audit, clock, capacity, retention_millis, counters };
        Ok(Vault { inner: Arc::new(inner), scope })
    }
}
