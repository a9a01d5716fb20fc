//! Opens vaults, and notes in the hyperlog what they give back.

mod audit;
mod options;

use sentinel_core::{Error, ErrorKind};

pub use self::{audit::HyperlogAudit, options::VaultOptions};

/// Another value has this id.
pub(crate) fn another() -> Error {
    Error::new(ErrorKind::Conflict, "keep value", "another value has its id")
}

pub(crate) fn full(capacity: u64) -> Error {
    Error::new(ErrorKind::LimitExceeded, "keep value", "the vault is full").with("capacity", capacity)
}
