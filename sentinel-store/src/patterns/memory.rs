//! A document in memory.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use sentinel_core::{PatternsStore, Result};

/// Keeps the document in memory.
#[derive(Default)]
pub struct MemoryPatterns {
    text: Mutex<String>,
}

impl MemoryPatterns {
    /// A document with this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Mutex::new(text.into()) }
    }

    fn text(&self) -> MutexGuard<'_, String> {
        self.text.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PatternsStore for MemoryPatterns {
    fn place(&self) -> String {
        "memory".to_owned()
    }

    fn read(&self) -> Result<String> {
        Ok(self.text().clone())
    }

    fn update(&self, edit: &mut dyn FnMut(&str) -> Result<String>) -> Result<()> {
        let mut text = self.text();
        *text = edit(&text)?;
        Ok(())
    }
}

impl fmt::Debug for MemoryPatterns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryPatterns").finish_non_exhaustive()
    }
}
