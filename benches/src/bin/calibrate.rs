//! Prints each rule's confidence beside its measured precision, draws both, and writes what was measured.

use std::{
    env,
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use sentinel_benches::calibration::{ENOUGH, points, sampled, write_packs, write_png};

const USAGE: &str = "\
usage: calibrate [--png FILE] [--write]
  --png FILE  draws a reliability plot
  --write     sets the confidence of the rules that were measured in sentinel-core/rules";

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

fn run(mut arguments: impl Iterator<Item = String>) -> Result<(), String> {
    let (mut png, mut write) = (None, false);
    while let Some(argument) = arguments.next() {
        match &*argument {
            "--png" => png = Some(arguments.next().ok_or(USAGE)?),
            "--write" => write = true,
            _ => return Err(USAGE.to_owned()),
        }
    }
    let (calibrations, absent) = sampled().map_err(|error| error.to_string())?;
    let mut table = String::from("| rule | confidence | measured | n | right |\n|---|--:|--:|--:|--:|\n");
    for (name, one) in &calibrations {
        let measured = if one.findings() < ENOUGH { "too few".to_owned() } else { format!("{:.2}", one.measured()) };
        table += &format!("| {name} | {:.2} | {measured} | {} | {} |\n", one.stated, one.findings(), one.right);
    }
    let points = points(&calibrations);
    for point in &points {
        let (stated, precision, findings) = (point.stated, point.precision, point.findings);
        table += &format!("stated {stated:.2}, right {precision:.3} of {findings}\n");
    }
    absent.iter().for_each(|reason| table += &format!("left out: {reason}\n"));
    write!(io::stdout(), "{table}").map_err(|error| error.to_string())?;
    if let Some(path) = png {
        write_png(&points, Path::new(&path))?;
    }
    if write {
        let changed = write_packs(&calibrations)?;
        writeln!(io::stdout(), "{changed} rules changed").map_err(|error| error.to_string())?;
    }
    Ok(())
}
