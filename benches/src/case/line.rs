//! Lines of 200 bytes, one call each.

use std::{hint::black_box, time::Duration};

use sentinel_core::Scanner;

use super::Outcome;
use crate::{
    Figure, haystack,
    measure::{Budget, count_newlines, interleaved, passed},
};

const LENGTH: usize = 200;
/// So many that no branch is learned by heart.
const LINES: usize = 4096;

/// The lines that every language is measured with.
pub(super) fn lines() -> Vec<String> {
    haystack::lines_of(LENGTH, LINES, &haystack::logs(2 * LENGTH * LINES))
}

pub(super) fn line_200() -> Outcome {
    let scanner = Scanner::builtin();
    let lines = lines();
    let [memchr, scan, redact] = interleaved(
        Budget::LARGE,
        [
            &mut || lines.iter().for_each(|line| count_newlines(line.as_bytes())),
            &mut || {
                for line in &lines {
                    black_box(scanner.scan(black_box(line)).is_ok());
                }
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
    Ok(vec![of_one("line_200_scan", scan), of_one("line_200_redact", redact)])
}
