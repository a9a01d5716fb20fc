//! Makes the log that the demo reads, with a label for every secret in it.
//!
//! `generate-log --out DIR [--seed N] [--lines N]` writes `DIR/checkout-service.log`, half an hour
//! of a busy checkout service, and `DIR/checkout-service.labels.jsonl`, the truth about it: where
//! the leaks are, where text only looks like one, and where the company's own tokens stand that no
//! built-in rule knows. The same seed and line count give the same bytes on every machine; more
//! lines mean more traffic, not more labels.
//!
//! Every token is drawn from the seed and opens nothing. None is written in this source: prefixes
//! are put together from pieces, so that scanners, ours included, stay quiet about the repository.

mod clock;
mod encode;
mod frames;
mod house;
mod label;
mod leaks;
mod near_misses;
mod options;
mod output;
mod rng;
mod script;
mod tokens;
mod traffic;
mod vocabulary;
mod world;

use std::io::Write as _;
use std::process::ExitCode;

use options::{Options, USAGE};

fn main() -> ExitCode {
    match run() {
        Ok(summary) => {
            // A closed pipe behind us is no failure: the files are written.
            let _ = writeln!(std::io::stdout(), "{summary}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            let _ = writeln!(std::io::stderr(), "generate-log: {message}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<String, String> {
    let Some(options) = Options::parse(std::env::args_os().skip(1))? else {
        return Ok(USAGE.to_string());
    };
    let mut output = output::Output::create(&options.out)?;
    script::play(options.seed, options.lines, &mut output)?;
    output.finish(options.seed)
}
