//! Where a text goes.

use crate::{Error, ErrorKind, Result, words::words};

words! {
    /// Where a text goes when it leaves the program.
    Sink {
        /// A file that is written.
        File = "file",
        /// A command that is run.
        Command = "command",
        /// A database that is written.
        Database = "database",
        /// A language model, or a person, who reads it.
        Prompt = "prompt",
    }
}

impl Sink {
    /// Reads one of the words, for callers who must say what is wrong.
    ///
    /// # Errors
    ///
    /// `InvalidInput`, with the field `sink`, for another word, which is not quoted.
    pub fn read(word: &str) -> Result<Self> {
        Self::parse(word).ok_or_else(|| {
            Error::new(ErrorKind::InvalidInput, "read sink", "expected file, command, database or prompt")
                .with("field", "sink")
        })
    }
}
