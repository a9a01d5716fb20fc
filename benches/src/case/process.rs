//! What starting costs: time and memory of a fresh process.

use std::{env, fs, hint::black_box, process::Command, time::Instant};

use sentinel_core::Scanner;

use super::{COMPILE_ONCE, Outcome, unlimited};
use crate::{
    Figure,
    haystack::{self, LARGE},
    kernel,
};

const PROCESSES: usize = 31;

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
    black_box(Scanner::builtin());
    start.elapsed().as_secs_f64() * 1e9
}

/// Resident memory of the process, without the haystack.
pub(super) fn memory() -> Outcome {
    let scanner = unlimited(Scanner::builder()).build().map_err(|error| error.to_string())?;
    let after_build = status("VmRSS")?;
    let logs = haystack::logs(LARGE);
    // The generator's own memory is part of what is measured, and small: it is given back or reused.
    black_box(scanner.scan(&logs).expect("the limits are lifted"));
    let haystack = logs.len() as f64 / 1e6;
    let figure = |name: &str, rss: f64| Figure { rss_mb: Some(rss), ..Figure::new(name, &kernel::current()) };
    Ok(vec![
        figure("rss_after_build", after_build),
        figure("rss_after_logs", status("VmRSS")? - haystack),
        figure("rss_peak", status("VmHWM")? - haystack),
    ])
}

/// A field of this process's status, in megabytes.
fn status(field: &str) -> Result<f64, String> {
    let status = fs::read_to_string("/proc/self/status").map_err(|_| "no /proc/self/status on this system")?;
    let line = status.lines().find(|line| line.starts_with(field)).ok_or("a field of /proc/self/status is missing")?;
    let kib = line.split_whitespace().nth(1).and_then(|number| number.parse::<f64>().ok());
    kib.map(|kib| kib * 1024.0 / 1e6).ok_or_else(|| "a field of /proc/self/status is not a number".to_owned())
}
