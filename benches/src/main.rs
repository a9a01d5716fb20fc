//! Takes the figures of every case, each in a process of its own, and writes them as a table and as JSON.

use std::{
    env, fs,
    io::{self, Write},
    process::{Command, ExitCode, Stdio},
};

use sentinel_benches::{
    Figure,
    case::{CASES, COMPILE_ONCE, Case, Kernels, Outcome, compile_once},
    kernel,
    target::Target,
};

const USAGE: &str = "\
usage: sentinel-bench [--json FILE] [--check] [CASE...]
  --json FILE  also writes the figures to FILE
  --check      fails when a figure misses its target
  CASE         measures only these; see benches/README.md";

/// In front of a case's name: this process is to measure it.
const MEASURE: &str = "measure";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [MEASURE, name] => measure(name),
        [COMPILE_ONCE] => print(&compile_once().to_string()),
        _ => Options::parse(&arguments).and_then(|options| run(&options)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            note(&problem);
            ExitCode::FAILURE
        }
    }
}

#[derive(Default)]
struct Options {
    json: Option<String>,
    check: bool,
    cases: Vec<String>,
}

impl Options {
    fn parse(arguments: &[String]) -> Result<Self, String> {
        let mut options = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match &**argument {
                "--json" => options.json = Some(arguments.next().ok_or(USAGE)?.clone()),
                "--check" => options.check = true,
                name if CASES.iter().any(|case| case.name == name) => options.cases.push(name.to_owned()),
                _ => return Err(USAGE.to_owned()),
            }
        }
        Ok(options)
    }

    fn wants(&self, case: &Case) -> bool {
        self.cases.is_empty() || self.cases.iter().any(|name| name == case.name)
    }
}

fn run(options: &Options) -> Result<(), String> {
    let mut figures = Vec::new();
    print(Figure::HEAD)?;
    for case in CASES.iter().filter(|case| options.wants(case)) {
        let kernels = kernel::available();
        let kernels = if case.kernels == Kernels::Each { &kernels[..] } else { &kernels[..1] };
        for kernel in kernels {
            match in_own_process(case, kernel)? {
                Ok(taken) => {
                    taken.iter().try_for_each(|figure| print(&figure.row()))?;
                    figures.extend(taken);
                }
                Err(reason) => {
                    note(&format!("{} is left out: {reason}", case.name));
                    break;
                }
            }
        }
    }
    if let Some(path) = &options.json {
        let json = serde_json::to_string_pretty(&figures).map_err(|error| error.to_string())?;
        fs::write(path, json + "\n").map_err(|error| format!("{path}: {error}"))?;
    }
    let missed =
        figures.iter().filter(|figure| Target::of(figure).is_some_and(|target| !target.is_met(figure))).count();
    if options.check && missed > 0 {
        return Err(format!("{missed} figures miss their targets"));
    }
    Ok(())
}

fn in_own_process(case: &Case, kernel: &str) -> Result<Outcome, String> {
    let own = env::current_exe().map_err(|error| error.to_string())?;
    let mut command = Command::new(own);
    command.args([MEASURE, case.name]).env(kernel::VARIABLE, kernel).stderr(Stdio::inherit());
    let output = command.output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("{} cannot be measured", case.name));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("{}: {error}", case.name))
}

fn measure(name: &str) -> Result<(), String> {
    let case = CASES.iter().find(|case| case.name == name).ok_or(USAGE)?;
    print(&serde_json::to_string(&(case.run)()).map_err(|error| error.to_string())?)
}

fn print(line: &str) -> Result<(), String> {
    writeln!(io::stdout(), "{line}").map_err(|error| error.to_string())
}

fn note(line: &str) {
    // Nobody may be there to read it.
    let _ = writeln!(io::stderr(), "{line}");
}
