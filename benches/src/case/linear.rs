//! Time in proportion to the text: 1, 2, 4 and 8 MB whole, and an eighth of that with one byte a push.

use std::time::Duration;

use sentinel_core::Scanner;

use super::{Outcome, unlimited};
use crate::{Figure, cpu, haystack, kernel};

const MB: usize = 1_000_000;

struct Rounds {
    /// The smallest of four sizes, each twice the one before.
    from: usize,
    /// How often each size is measured, of which the best counts.
    count: usize,
    /// Over how much text at least.
    bytes: usize,
}

impl Rounds {
    fn sizes(&self) -> [usize; 4] {
        [1, 2, 4, 8].map(|times| times * self.from)
    }
}

pub(super) fn linear() -> Outcome {
    let (scanner, text) = subject()?;
    // The time of the processor is told in steps of a few milliseconds.
    Ok(vec![figure("linear_redact", Rounds { from: MB, count: 5, bytes: 32 * MB }, &text, |text| {
        scanner.redact(text).error.is_none()
    })?])
}

/// A push costs microseconds, whatever it brings.
pub(super) fn linear_bytes() -> Outcome {
    let (scanner, text) = subject()?;
    let pushed = |text: &str| {
        let Ok(mut stream) = scanner.stream() else { return false };
        text.as_bytes().iter().all(|byte| stream.push([*byte]).error.is_none()) && stream.finish().error.is_none()
    };
    Ok(vec![figure("linear_stream_bytes", Rounds { from: MB / 8, count: 2, bytes: MB }, &text, pushed)?])
}

fn subject() -> Result<(Scanner, String), String> {
    let scanner = unlimited(Scanner::builder()).build().map_err(|error| error.to_string())?;
    let text = haystack::one_in(100, &haystack::logs(33 * MB));
    Ok((scanner, String::from_utf8(text).map_err(|error| error.to_string())?))
}

/// How much more time a byte takes in the size in which it takes most than in that in which it takes least: 0 where
/// time is in proportion.
fn figure(name: &str, rounds: Rounds, text: &str, run: impl Fn(&str) -> bool) -> Result<Figure, String> {
    let sizes = rounds.sizes();
    let mut best = [f64::INFINITY; 4];
    for _ in 0..rounds.count {
        for (best, size) in best.iter_mut().zip(sizes) {
            let bytes = size.max(rounds.bytes);
            let taken = over_parts(&text[..bytes], size, &run).ok_or_else(|| format!("{name}: a text was withheld"))?;
            *best = best.min(taken.as_secs_f64() / bytes as f64);
        }
    }
    let [least, most] = [f64::min, f64::max].map(|end| best.into_iter().fold(best[0], end));
    let whole = best[3];
    Ok(Figure {
        mb_per_s: Some(1e-6 / whole),
        ns: Some(whole * 1e9 * sizes[3] as f64),
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
