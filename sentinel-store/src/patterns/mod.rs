//! Where `patterns.yaml` is kept.

mod file;
mod memory;

pub use self::{file::FilePatterns, memory::MemoryPatterns};
