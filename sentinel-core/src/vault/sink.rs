//! Where a text goes.

use crate::words::words;

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
