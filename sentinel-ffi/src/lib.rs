//! The C interface of Sentinel. `include/sentinel.h` is generated from these files; the README
//! says what holds for every function: ownership, threads, errors, units, lifetimes, panics.
//!
//! One file is one object of the interface. Below them lie `boundary` (no panic crosses), `failure`
//! (statuses and the last error), `argument` (what C hands in) and `buffer` (what C gets).

#![allow(non_camel_case_types, reason = "types have the names that they have in C")]
#![allow(
    clippy::missing_safety_doc,
    reason = "what a caller promises is the same everywhere, and stands in the README"
)]

#[cfg(panic = "abort")]
compile_error!("panics must unwind: every function of the interface turns one into a status");

mod argument;
mod boundary;
mod buffer;
mod callback;
mod failure;
mod finding;
mod hyperlog;
mod json;
mod options;
mod profile;
mod quarantine;
mod replacement;
mod revocations;
mod rules;
mod scanner;
mod service;
mod shape;
mod status;
mod stream;
mod text;
mod tools;
mod tree;
mod vault;
mod version;

pub use self::{
    buffer::*, callback::*, failure::*, finding::*, hyperlog::*, json::*, options::*, profile::*, quarantine::*,
    replacement::*, revocations::*, rules::*, scanner::*, service::*, shape::*, status::*, stream::*, text::*,
    tools::*, tree::*, vault::*, version::*,
};
