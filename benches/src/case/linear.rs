//! Time in proportion to the text: 1, 2, 4 and 8 MB, whole and one byte a push.

use std::time::Duration;

use sentinel_core::Scanner;

use super::{Outcome, unlimited};
use crate::{Figure, cpu, haystack, kernel};

const MB: usize = 1_000_000;
const SIZES: [usize; 4] = [MB, 2 * MB, 4 * MB, 8 * MB];
/// Each size is measured so often; the best counts.
const ROUNDS: usize = 5;

pub(super) fn linear() -> Outcome {
    let (scanner, text) = subject()?;
    Ok(vec![figure("linear_redact", ROUNDS, &text, |text| scanner.redact(text).error.is_none())?])
}

/// It takes many seconds for each size, so that once is enough.
pub(super) fn linear_bytes() -> Outcome {
    let (scanner, text) = subject()?;
    let pushed = |text: &str| {
        let Ok(mut stream) = scanner.stream() else { return false };
        text.as_bytes().iter().all(|byte| stream.push([*byte]).error.is_none()) && stream.finish().error.is_none()
    };
    Ok(vec![figure("linear_stream_bytes", 1, &text, pushed)?])
}

fn subject() -> Result<(Scanner, String), String> {
    let scanner = unlimited(Scanner::builder()).build().map_err(|error| error.to_string())?;
    let text = haystack::one_in(100, &haystack::logs(SIZES[3] + MB));
    Ok((scanner, String::from_utf8(text).map_err(|error| error.to_string())?))
}

/// How much more time a byte takes in the size in which it takes most than in that in which it takes least: 0 where
/// time is in proportion.
fn figure(name: &str, rounds: usize, text: &str, run: impl Fn(&str) -> bool) -> Result<Figure, String> {
    let mut best = [Duration::MAX; SIZES.len()];
    for _ in 0..rounds {
        for (best, size) in best.iter_mut().zip(SIZES) {
            let taken = over_parts(text, size, &run).ok_or_else(|| format!("{name}: a text was withheld"))?;
            *best = taken.min(*best);
        }
    }
    let most = best.iter().max().copied().unwrap_or_default();
    let least = best.iter().min().copied().unwrap_or_default();
    let seconds = best[SIZES.len() - 1].as_secs_f64();
    Ok(Figure {
        mb_per_s: Some(SIZES[3] as f64 / 1e6 / seconds),
        ns: Some(seconds * 1e9),
        slowdown: Some(most.as_secs_f64() / least.as_secs_f64() - 1.0),
        ..Figure::new(name, &kernel::current())
    })
}

/// The time for 8 MB in parts of this size: the same text whatever the size, so that only the size counts.
fn over_parts(text: &str, size: usize, run: &impl Fn(&str) -> bool) -> Option<Duration> {
    let start = cpu::used();
    let mut at = 0;
    while at < SIZES[3] {
        if !run(text.get(at..at + size)?) {
            return None;
        }
        at += size;
    }
    Some(cpu::used().saturating_sub(start))
}
