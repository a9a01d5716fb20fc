//! The addon behind the npm package `sentinel-secrets`: calls into `sentinel-core` and
//! `sentinel-store`, and nothing that decides.
//!
//! - Text crosses as a string or as bytes, and is counted in the unit of what was given.
//! - Options and reports cross as JSON, so that serde checks them, unknown fields included.
//! - What touches a store runs on libuv's pool; scanning alone runs where it is called.
//!
//! `index.cjs` turns what is thrown here into `SentinelError`.

#![allow(unreachable_pub, reason = "napi exports what is pub, whatever the module is")]
#![allow(missing_debug_implementations, reason = "nothing in Rust sees these types")]

mod argument;
mod callback;
mod direct;
mod error;
mod handle;
mod json;
mod line;
mod memory;
mod options;
mod policy;
mod profile;
mod result;
mod rules;
mod scanner;
mod sentinel;
mod stream;
mod task;
mod tools;
mod tree;
mod vault;
mod written;
