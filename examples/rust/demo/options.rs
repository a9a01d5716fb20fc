//! What the demo is asked to do.

use std::path::PathBuf;

use crate::Failure;

/// The options.
pub(crate) struct Options {
    /// The log to read.
    pub(crate) log: PathBuf,
    /// Where the truth about the log is, if it is known.
    pub(crate) labels: Option<PathBuf>,
    /// Where to write the numbers.
    pub(crate) json: Option<PathBuf>,
}

const USAGE: &str = "usage: demo --log FILE [--labels FILE] [--json FILE]";

impl Options {
    pub(crate) fn from_arguments() -> Result<Self, Failure> {
        let (mut log, mut labels, mut json) = (None, None, None);
        let mut arguments = std::env::args_os().skip(1);
        while let Some(name) = arguments.next() {
            let place = match name.to_str() {
                Some("--log") => &mut log,
                Some("--labels") => &mut labels,
                Some("--json") => &mut json,
                _ => return Err(format!("unknown option; {USAGE}")),
            };
            let value = arguments.next().ok_or_else(|| format!("an option has no value; {USAGE}"))?;
            *place = Some(PathBuf::from(value));
        }
        Ok(Self { log: log.ok_or(USAGE)?, labels, json })
    }
}
