//! The hyperlog: every decision, in order, in a chain that shows whether it was changed.
//!
//! Entry *n* has
//!
//! - `leaf = SHA-256(0x00 ‖ canonical JSON of {actor, body, kind, sequence, time})`
//! - `chain = SHA-256("SHL1" ‖ chain of entry n−1 ‖ leaf)`, where the chain before the first entry
//!   is `SHA-256("SHL1")`.
//!
//! The leaf's form is that of RFC 6962, the canonical JSON that of RFC 8785. A chain shows edits,
//! insertions, removals and changes of order; that its end was cut off shows only against a head
//! that was noted elsewhere.

mod canonical;
mod entry;
mod verify;

pub use self::{
    entry::{Hash, Head, LogEntry, LogKind},
    verify::{Verification, verify},
};
use crate::{Result, store::Store};

/// Reads and verifies the log of a [`Sentinel`](crate::Sentinel).
#[derive(Debug)]
pub struct Hyperlog<'s> {
    pub(crate) store: &'s dyn Store,
}

const PAGE: usize = 1000;

impl Hyperlog<'_> {
    /// At most `limit` entries from `sequence` on.
    ///
    /// # Errors
    ///
    /// `Storage` when the store cannot be read.
    pub fn entries(&self, sequence: u64, limit: usize) -> Result<Vec<LogEntry>> {
        self.store.log(sequence, limit)
    }

    /// Walks the whole log, in constant memory.
    ///
    /// # Errors
    ///
    /// `Tampered`, with the sequence of the first entry that does not fit; `Storage` when the store
    /// cannot be read.
    pub fn verify(&self) -> Result<Verification> {
        let mut so_far = Verification::default();
        loop {
            let page = self.store.log(so_far.head.sequence + 1, PAGE)?;
            let last = page.len() < PAGE;
            so_far = verify(&so_far.head, &page)
                .map(|next| Verification { entries: so_far.entries + next.entries, ..next })?;
            if last {
                self.check_head(&so_far.head)?;
                return Ok(so_far);
            }
        }
    }

    /// The store keeps the head beside the log: a log that ends before it was cut.
    fn check_head(&self, head: &Head) -> Result<()> {
        let noted = self.store.head()?;
        if noted == *head {
            return Ok(());
        }
        Err(crate::Error::new(crate::ErrorKind::Tampered, "verify hyperlog", "the log does not end at its noted head")
            .with("sequence", head.sequence)
            .with("head", noted.sequence))
    }
}
