//! Paths that are left out by patterns of the caller's.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use sentinel_core::{Error, ErrorKind, Result};

/// Patterns in the syntax of `.gitignore`, against paths below what was named.
#[derive(Clone, Debug)]
pub(super) struct Exclude(Gitignore);

impl Default for Exclude {
    fn default() -> Self {
        Self(Gitignore::empty())
    }
}

impl Exclude {
    /// All of `globs`.
    pub(super) fn new<G: AsRef<str>>(globs: impl IntoIterator<Item = G>) -> Result<Self> {
        let mut builder = GitignoreBuilder::new("");
        for (index, glob) in globs.into_iter().enumerate() {
            builder.add_line(None, glob.as_ref()).map_err(|_| invalid(index))?;
        }
        builder.build().map(Self).map_err(|_| invalid(0))
    }

    /// True when the path, below what was named, is left out.
    pub(super) fn covers(&self, below: &Path, is_folder: bool) -> bool {
        self.0.matched(below, is_folder).is_ignore()
    }
}

fn invalid(index: usize) -> Error {
    Error::new(ErrorKind::InvalidInput, "scan tree", "a pattern of paths is wrong")
        .with("field", "exclude")
        .with("index", index)
}
