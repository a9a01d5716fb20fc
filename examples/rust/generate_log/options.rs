//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

pub(crate) const USAGE: &str = "usage: generate-log --out DIR [--seed N] [--lines N]";

/// Fewer lines could not hold every leak, near miss and house token with traffic around them.
const FEWEST_LINES: u64 = 1000;

pub(crate) struct Options {
    pub(crate) out: PathBuf,
    pub(crate) seed: u64,
    pub(crate) lines: u64,
}

impl Options {
    /// `None` when help was asked for.
    pub(crate) fn parse(mut arguments: impl Iterator<Item = OsString>) -> Result<Option<Options>, String> {
        let (mut out, mut seed, mut lines) = (None, 20_250_802, 6000);
        while let Some(argument) = arguments.next() {
            let flag = argument.to_string_lossy().into_owned();
            let mut value = || arguments.next().ok_or_else(|| format!("{flag}: a value is missing"));
            match flag.as_str() {
                "--out" => out = Some(PathBuf::from(value()?)),
                "--seed" => seed = number(&flag, value()?)?,
                "--lines" => lines = number(&flag, value()?)?,
                "--help" | "-h" => return Ok(None),
                _ => return Err(format!("{flag}: unknown argument; {USAGE}")),
            }
        }
        if lines < FEWEST_LINES {
            return Err(format!("--lines: at least {FEWEST_LINES} are needed, not {lines}"));
        }
        let out = out.ok_or_else(|| format!("--out: a folder is needed; {USAGE}"))?;
        Ok(Some(Options { out, seed, lines }))
    }
}

fn number(flag: &str, value: OsString) -> Result<u64, String> {
    let text = value.to_string_lossy();
    text.parse().map_err(|_| format!("{flag}: not a whole number: {text:?}"))
}
