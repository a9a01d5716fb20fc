//! Prints how well the built-in rules find, beside the targets, and writes it as JSON.

use std::{
    env, fs,
    io::{self, Write},
    process::ExitCode,
};

use sentinel_benches::accuracy::{Accuracy, Verdict, targets};
use serde::Serialize;

const USAGE: &str = "\
usage: accuracy [--json FILE] [--check]
  --json FILE  also writes the figures to FILE
  --check      fails when a target is missed";

fn main() -> ExitCode {
    match run(env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            // Nobody may be there to read it.
            let _ = writeln!(io::stderr(), "{problem}");
            ExitCode::FAILURE
        }
    }
}

#[derive(Serialize)]
struct Document<'a> {
    targets: &'a [Verdict],
    #[serde(flatten)]
    accuracy: &'a Accuracy,
}

fn run(mut arguments: impl Iterator<Item = String>) -> Result<(), String> {
    let (mut json, mut check) = (None, false);
    while let Some(argument) = arguments.next() {
        match &*argument {
            "--json" => json = Some(arguments.next().ok_or(USAGE)?),
            "--check" => check = true,
            _ => return Err(USAGE.to_owned()),
        }
    }
    let accuracy = Accuracy::measure().map_err(|error| error.to_string())?;
    write!(io::stdout(), "{accuracy}").map_err(|error| error.to_string())?;
    let verdicts = targets(&accuracy);
    if let Some(path) = json {
        let document = Document { targets: &verdicts, accuracy: &accuracy };
        let text = serde_json::to_string_pretty(&document).map_err(|error| error.to_string())?;
        fs::write(&path, text + "\n").map_err(|error| format!("{path}: {error}"))?;
    }
    let missed = verdicts.iter().filter(|verdict| !verdict.met).count();
    if check && missed > 0 { Err(format!("{missed} targets are missed")) } else { Ok(()) }
}
