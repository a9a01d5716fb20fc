//! The whole loop on a log, with a real store, a real webhook receiver and numbers that are
//! computed from what happened.

mod house;
mod options;
mod progress;
mod receiver;
mod records;
mod report;
mod run;
mod truth;

use std::process::ExitCode;

use crate::{options::Options, report::Summary};

fn main() -> ExitCode {
    let done = Options::from_arguments().and_then(|options| {
        let summary = run::run(&options)?;
        if let Some(path) = &options.json {
            summary.write_json(path)?;
        }
        Ok(summary)
    });
    match done {
        Ok(summary) if summary.is_good() => ExitCode::SUCCESS,
        Ok(_) => {
            report::complain("the loop did not do all that it must; see above");
            ExitCode::from(1)
        }
        Err(error) => {
            report::complain(&error);
            ExitCode::from(2)
        }
    }
}

/// Words for the person who runs the demo. They name files and options, and quote no line.
type Failure = String;

impl Summary {
    fn write_json(&self, path: &std::path::Path) -> Result<(), Failure> {
        let json = serde_json::to_string_pretty(self).map_err(|error| error.to_string())?;
        std::fs::write(path, json + "\n").map_err(|error| format!("{}: {error}", path.display()))
    }
}
