//! The native module below the Python package `sentinel`: conversions, and calls into
//! `sentinel-core` and `sentinel-store`. Nothing here decides anything.

mod baseline;
mod error;
mod functions;
mod json;
mod options;
mod policy;
mod profile;
mod request;
mod results;
mod scanner;
mod sentinel;
mod slots;
mod store;
mod stream;
mod text;
mod tree;
mod vault;

use pyo3::prelude::*;

/// The native half of `sentinel`. Import `sentinel`, not this.
#[pymodule(gil_used = false)]
mod _sentinel {
    use super::*;
    #[pymodule_export]
    use super::{
        functions::{ask, explain, export, preview, redact, scan},
        policy::{Policy, Replacements},
        scanner::Scanner,
        sentinel::Sentinel,
        stream::Stream,
        tree::TreeScan,
        vault::{Vault, guard},
    };

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        error::keep_panics_quiet();
        module.add("MAX_INPUT_BYTES", sentinel_core::Limits::default().max_input_bytes)
    }
}
