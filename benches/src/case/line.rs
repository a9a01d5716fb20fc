//! Lines of 200 bytes, one call each.

use std::{hint::black_box, thread, time::Duration};

use sentinel_core::Scanner;

use super::Outcome;
use crate::{
    Figure, haystack,
    measure::{Budget, count_newlines, interleaved, passed},
};

const LENGTH: usize = 200;
/// So many that no branch is learned by heart.
const LINES: usize = 4096;
/// That share a scanner, each with all lines so often that where a system puts new threads counts little.
const THREADS: usize = 2;
const PASSES: u32 = 16;

/// The lines that every language is measured with.
pub(super) fn lines() -> Vec<String> {
    haystack::lines_of(LENGTH, LINES, &haystack::logs(2 * LENGTH * LINES))
}

pub(super) fn line_200() -> Outcome {
    let scanner = Scanner::builtin();
    let lines = lines();
    let scan_all = || {
        for line in &lines {
            black_box(scanner.scan(black_box(line)).is_ok());
        }
    };
    let [memchr, scan, shared, redact] = interleaved(
        Budget::LARGE,
        [
            &mut || lines.iter().for_each(|line| count_newlines(line.as_bytes())),
            &mut || scan_all(),
            &mut || {
                let scan_often = || (0..PASSES).for_each(|_| scan_all());
                thread::scope(|scope| (0..THREADS).for_each(|_| drop(scope.spawn(scan_often))));
            },
            &mut || {
                for line in &lines {
                    black_box(scanner.redact_cow(black_box(line)));
                }
            },
        ],
    );
    let of_one = |name: &str, time: Duration| -> Figure {
        let figure = passed(name, LENGTH * lines.len(), time, memchr);
        Figure { ns: figure.ns.map(|ns| ns / lines.len() as f64), ..figure }
    };
    let shared = shared / PASSES;
    let slowdown = Some(shared.as_secs_f64() / scan.as_secs_f64() - 1.0);
    Ok(vec![
        of_one("line_200_scan", scan),
        Figure { slowdown, ..of_one("line_200_threads", shared) },
        of_one("line_200_redact", redact),
    ])
}
