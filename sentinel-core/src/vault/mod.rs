//! Values that left a text and may come back: tokens out, grants in.
//!
//! A vault decides; the store behind it keeps what it is told. What it gives back is proven three times: the token's
//! check, made with a key; the seal, bound to the token and the scope; and the value's own id, computed anew.

mod audit;
mod builder;
mod disguise;
mod grant;
mod key;
mod restore;
mod restored;
mod scope;
mod sink;
mod store;

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering::Relaxed},
};

use serde::Serialize;

pub(crate) use self::restore::Inspected;
pub use self::{
    audit::VaultEvent,
    builder::VaultBuilder,
    grant::Grant,
    key::VaultKey,
    restored::{Restored, RestoredToken},
    scope::Scope,
    sink::Sink,
    store::{RestoreAttempt, VaultAudit, VaultRecord, VaultStore},
};
use crate::{
    Clock, Error, ErrorKind, Result, Sealer, Secret, Tokenizer,
    redact::{ReadToken, Seen, Token, id_digits, read_tokens},
};

/// Keeps values sealed, gives tokens for them, and gives them back to whom a [`Grant`] allows it. Shared freely between
/// threads; a clone is the same vault.
#[derive(Clone, Debug)]
pub struct Vault {
    inner: Arc<Inner>,
    scope: Scope,
}

#[derive(Debug)]
struct Inner {
    /// The first makes tokens; all put them back.
    keys: Vec<(VaultKey, Arc<dyn Sealer>)>,
    store: Arc<dyn VaultStore>,
    audit: Arc<dyn VaultAudit>,
    clock: Arc<dyn Clock>,
    capacity: u64,
    retention_millis: i64,
    counters: Counters,
}

#[derive(Debug, Default)]
struct Counters {
    tokenized: AtomicU64,
    failed: AtomicU64,
    restored: AtomicU64,
    refused: AtomicU64,
}

/// What a vault has done since it was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct VaultCounts {
    /// Values for which a token was given.
    pub tokenized: u64,
    /// Values that could not be kept: it was full, or the store failed. No token was given.
    pub failed: u64,
    /// Values that were put back.
    pub restored: u64,
    /// Texts in which none was put back, because one could not be.
    pub refused: u64,
}

impl Vault {
    /// The same vault for another scope.
    #[must_use]
    pub fn scoped(&self, scope: Scope) -> Self {
        Self { inner: Arc::clone(&self.inner), scope }
    }

    /// The scope of the tokens that it makes.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// What this vault and its clones have done.
    pub fn counts(&self) -> VaultCounts {
        let Counters { tokenized, failed, restored, refused } = &self.inner.counters;
        let [tokenized, failed, restored, refused] =
            [tokenized, failed, restored, refused].map(|count| count.load(Relaxed));
        VaultCounts { tokenized, failed, restored, refused }
    }

    /// Forgets the values that have expired, and returns how many those were.
    ///
    /// # Errors
    ///
    /// `Storage` when the store cannot be written.
    pub fn purge(&self) -> Result<u64> {
        self.inner.store.expire(self.inner.clock.now())
    }

    fn keep(&self, rule: &str, value: &[u8]) -> Result<Token> {
        let Inner { keys, store, clock, capacity, retention_millis, .. } = &*self.inner;
        let (key, sealer) = &keys[0];
        let (token, digest) = key.token(&self.scope, rule, value);
        let now = clock.now();
        let record = VaultRecord {
            id: id_digits(&token.id),
            key_id: token.key_id.clone(),
            rule: rule.to_owned(),
            digest,
            sealed: sealer.seal(&seal_context(&self.scope, rule, &token.key_id, &id_digits(&token.id)), value)?,
            expires: now.plus_millis(*retention_millis),
        };
        store.put(&record, now, *capacity)?;
        Ok(token)
    }

    /// The value that a token of this scope stands for; `rule` is its rule's name.
    fn value(&self, scope: &Scope, token: &ReadToken) -> Result<(String, Secret)> {
        let Inner { store, clock, .. } = &*self.inner;
        let Some((key, sealer)) = self.key_of(scope, token) else { return Err(broken()) };
        let id = id_digits(&token.id);
        let record = store.get(&id, clock.now())?.ok_or_else(|| {
            // The check holds: we gave this name out ourselves.
            Error::new(ErrorKind::NotFound, "restore", "the value is not in the vault, or has expired")
                .with("rule", &token.spelled)
        })?;
        let value = sealer.open(&seal_context(scope, &record.rule, key.id(), &id), &record.sealed)?;
        if key.token(scope, &record.rule, value.expose()).0.id != token.id {
            return Err(Error::new(ErrorKind::Tampered, "restore", "the record is another's").with("rule", record.rule));
        }
        Ok((record.rule, value))
    }

    /// The key that a token was made with.
    fn key_of(&self, scope: &Scope, token: &ReadToken) -> Option<&(VaultKey, Arc<dyn Sealer>)> {
        self.inner.keys.iter().find(|(key, _)| token.is_of(key.id()) && key.verifies(scope, token))
    }
}

impl Tokenizer for Vault {
    fn tokenize(&self, rule: &str, value: &[u8]) -> Result<String> {
        let kept = self.keep(rule, value);
        let Counters { tokenized, failed, .. } = &self.inner.counters;
        if kept.is_ok() { tokenized } else { failed }.fetch_add(1, Relaxed);
        kept.map(|token| token.to_string())
    }

    fn recognises(&self, token: &str) -> bool {
        match &read_tokens(token)[..] {
            [Seen::Whole(span, read)] => span.len() == token.len() && self.key_of(&self.scope, read).is_some(),
            _ => false,
        }
    }
}

/// What a seal is bound to.
fn seal_context(scope: &Scope, rule: &str, key_id: &str, id: &str) -> String {
    serde_json::json!(["vault", scope.tenant, scope.session, rule, key_id, id]).to_string()
}

fn broken() -> Error {
    Error::new(
        ErrorKind::Tampered,
        "restore",
        "a token's check does not hold: it is forged, damaged or of another scope",
    )
}
