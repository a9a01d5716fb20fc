//! Time in proportion to the text: 1, 2, 4 and 8 MB, whole and one byte a push.

use std::time::Duration;

use sentinel_core::Scanner;

use super::{Outcome, unlimited};
use crate::{Figure, cpu, haystack, kernel};

const MB: usize = 1_000_000;
const SIZES: [usize; 4] = [MB, 2 * MB, 4 * MB, 8 * MB];
/// How often each size is measured, of which the best counts, and over how much text at least.
struct Rounds {
    count: usize,
    bytes: usize,
}

pub(super) fn linear() -> Outcome {
    let (scanner, text) = subject()?;
    Ok(vec![figure("linear_redact", Rounds { count: 5, bytes: 8 * MB }, &text, |text| {
        scanner.redact(text).error.is_none()
    })?])
}

/// It takes seconds for each size, so that once is enough.
pub(super) fn linear_bytes() -> Outcome {
    let (scanner, text) = subject()?;
    let pushed = |text: &str| {
        let Ok(mut stream) = scanner.stream() else { return false };
        text.as_bytes().iter().all(|byte| stream.push([*byte]).error.is_none()) && stream.finish().error.is_none()
    };
    Ok(vec![figure("linear_stream_bytes", Rounds { count: 1, bytes: MB }, &text, pushed)?])
}

fn subject() -> Result<(Scanner, String), String> {
    let scanner = unlimited(Scanner::builder()).build().map_err(|error| error.to_string())?;
    let text = haystack::one_in(100, &haystack::logs(SIZES[3] + MB));
    Ok((scanner, String::from_utf8(text).map_err(|error| error.to_string())?))
}

/// How much more time a byte takes in the size in which it takes most than in that in which it takes least: 0 where
/// time is in proportion.
fn figure(name: &str, rounds: Rounds, text: &str, run: impl Fn(&str) -> bool) -> Result<Figure, String> {
    let mut best = [f64::INFINITY; SIZES.len()];
    for _ in 0..rounds.count {
        for (best, size) in best.iter_mut().zip(SIZES) {
            let bytes = size.max(rounds.bytes);
            let taken = over_parts(&text[..bytes], size, &run).ok_or_else(|| format!("{name}: a text was withheld"))?;
            *best = best.min(taken.as_secs_f64() / bytes as f64);
        }
    }
    let [least, most] = [f64::min, f64::max].map(|end| best.into_iter().fold(best[0], end));
    let whole = best[SIZES.len() - 1];
    Ok(Figure {
        mb_per_s: Some(1e-6 / whole),
        ns: Some(whole * 1e9 * SIZES[SIZES.len() - 1] as f64),
        slowdown: Some(most / least - 1.0),
        ..Figure::new(name, &kernel::current())
    })
}

/// The time for a text in parts of this size: the text is the same whatever the size, as far as it can be.
fn over_parts(text: &str, size: usize, run: &impl Fn(&str) -> bool) -> Option<Duration> {
    let start = cpu::used();
    let mut at = 0;
    while at < text.len() {
        if !run(text.get(at..at + size)?) {
            return None;
        }
        at += size;
    }
    Some(cpu::used().saturating_sub(start))
}
