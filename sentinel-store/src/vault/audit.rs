//! The hyperlog as a vault's audit.

use std::sync::Arc;

use sentinel_core::{Result, Scanner, Store, Timestamp, VaultAudit, VaultEvent, Write};

/// Notes in the hyperlog of a store what a vault gave back, and what it refused. Words of the caller are redacted.
#[derive(Clone, Debug)]
pub struct HyperlogAudit {
    store: Arc<dyn Store>,
    scanner: Scanner,
}

impl HyperlogAudit {
    /// Writes to the log of `store`; words are redacted by the built-in rules.
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self { store, scanner: Scanner::builtin() }
    }
}

impl VaultAudit for HyperlogAudit {
    fn record(&self, time: Timestamp, event: &VaultEvent<'_>) -> Result<()> {
        let clean = |words: &str| self.scanner.redact(words).text;
        self.store.commit(&mut |head| Ok(vec![Write::Log(event.log_entry(head, time, clean))]))
    }
}
