//! What starting costs: time and memory of a fresh process.

use std::{env, fs, hint::black_box, process::Command, thread, time::Instant};

use sentinel_core::{Scanner, builtin_packs};

use super::{COMPILE_ONCE, Outcome, unlimited};
use crate::{
    Figure,
    haystack::{self, LARGE},
    kernel,
};

const PROCESSES: usize = 31;
const THREADS: usize = 8;

/// The median over fresh processes.
pub(super) fn compile() -> Outcome {
    let own = env::current_exe().map_err(|error| error.to_string())?;
    let mut times = Vec::new();
    for _ in 0..PROCESSES {
        let output = Command::new(&own).arg(COMPILE_ONCE).output().map_err(|error| error.to_string())?;
        let time: f64 = String::from_utf8_lossy(&output.stdout).trim().parse().map_err(|_| "no time was printed")?;
        times.push(time);
    }
    times.sort_by(f64::total_cmp);
    Ok(vec![Figure { ns: Some(times[PROCESSES / 2]), ..Figure::new("compile", &kernel::current()) }])
}

/// How many nanoseconds the built-in set takes to be ready, when it is the first thing that a process does.
pub fn compile_once() -> f64 {
    let start = Instant::now();
    let scanner = black_box(Scanner::builtin());
    let ready = start.elapsed();
    drop(scanner);
    ready.as_secs_f64() * 1e9
}

/// Resident memory of the process, without the haystack.
pub(super) fn memory() -> Outcome {
    let scanner = unlimited(Scanner::builder()).build().map_err(|error| error.to_string())?;
    let after_build = status("VmRSS")?;
    let logs = haystack::logs(LARGE);
    // The generator's own memory is part of what is measured, and small: it is given back or reused.
    black_box(scanner.scan(&logs).expect("the limits are lifted"));
    let haystack = logs.len() as f64 / 1e6;
    let (after_logs, peak) = (status("VmRSS")? - haystack, status("VmHWM")? - haystack);
    drop(logs);
    redact_examples_in_threads(&scanner);
    let figure = |name: &str, rss: f64| Figure { rss_mb: Some(rss), ..Figure::new(name, &kernel::current()) };
    Ok(vec![
        figure("rss_after_build", after_build),
        figure("rss_after_logs", after_logs),
        figure("rss_peak", peak),
        figure("rss_after_examples", status("VmRSS")?),
    ])
}

/// What takes most memory: all rules find something, in several threads at once, none of which is there any more.
fn redact_examples_in_threads(scanner: &Scanner) {
    let patterns =
        builtin_packs().iter().flat_map(|pack| pack.patterns().expect("built-in packs can be read").patterns);
    let examples: Vec<String> = patterns.flat_map(|(_, rule)| rule.examples).collect();
    for _ in 0..2 {
        thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| examples.iter().for_each(|example| drop(black_box(scanner.redact_cow(example)))));
            }
        });
    }
}

/// A field of this process's status, in megabytes.
fn status(field: &str) -> Result<f64, String> {
    let status = fs::read_to_string("/proc/self/status").map_err(|_| "no /proc/self/status on this system")?;
    let line = status.lines().find(|line| line.starts_with(field)).ok_or("a field of /proc/self/status is missing")?;
    let kib = line.split_whitespace().nth(1).and_then(|number| number.parse::<f64>().ok());
    kib.map(|kib| kib * 1024.0 / 1e6).ok_or_else(|| "a field of /proc/self/status is not a number".to_owned())
}
