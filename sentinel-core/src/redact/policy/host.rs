//! Code of the host that redaction calls.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{Error, ErrorKind, Result};

/// What the host's code gives. Of a panic nothing is kept: its words are not ours, and may hold anything.
///
/// # Errors
///
/// That of the code; `Internal` when it panics.
pub(super) fn ask<T>(what: &'static str, code: impl FnOnce() -> Result<T>) -> Result<T> {
    // What it left half done is the host's own, and is given to nobody but the host.
    match catch_unwind(AssertUnwindSafe(code)) {
        Ok(given) => given,
        Err(panic) => {
            // To drop it may panic again.
            if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(panic))) {
                std::mem::forget(again);
            }
            Err(Error::new(ErrorKind::Internal, "redact", "code of the host panicked").with("code", what))
        }
    }
}
