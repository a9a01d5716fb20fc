//! Time, taken in rounds in which the subjects take turns, so that what slows the machine slows all.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use crate::{Figure, kernel};

/// How long the rounds of one measurement go on.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// No new round starts after this.
    pub time: Duration,
    /// At least so many rounds are run all the same.
    pub rounds: usize,
}

impl Budget {
    /// For a haystack of tens of megabytes.
    pub const LARGE: Self = Self { time: Duration::from_millis(1500), rounds: 5 };
    /// For one of a few.
    pub const SMALL: Self = Self { time: Duration::from_millis(400), rounds: 3 };
}

/// Short subjects are run again within a round, until it took them so long.
const TURN: Duration = Duration::from_millis(5);

/// The best time of each subject.
pub fn interleaved<const N: usize>(budget: Budget, mut subjects: [&mut dyn FnMut(); N]) -> [Duration; N] {
    let mut best = [Duration::MAX; N];
    // The first run compiles what is compiled on demand, and touches the memory.
    subjects.iter_mut().for_each(|subject| subject());
    let start = Instant::now();
    let mut round = 0;
    while round < budget.rounds || start.elapsed() < budget.time {
        for (subject, best) in subjects.iter_mut().zip(&mut best) {
            let turn = Instant::now();
            while turn.elapsed() < TURN {
                let from = Instant::now();
                subject();
                *best = from.elapsed().min(*best);
            }
        }
        round += 1;
    }
    best
}

/// Counts newlines: what every speed is compared with.
pub fn count_newlines(text: &[u8]) {
    black_box(memchr::memchr_iter(b'\n', black_box(text)).count());
}

/// The figure of a subject that passes over `text`.
pub fn beside_memchr(name: &str, text: &[u8], budget: Budget, mut subject: impl FnMut(&[u8])) -> Figure {
    let [memchr, best] = interleaved(budget, [&mut || count_newlines(text), &mut || subject(black_box(text))]);
    passed(name, text.len(), best, memchr)
}

/// The figure of a pass over `bytes` that took `best`, and `memchr` `memchr`.
pub fn passed(name: &str, bytes: usize, best: Duration, memchr: Duration) -> Figure {
    Figure {
        mb_per_s: Some(bytes as f64 / 1e6 / best.as_secs_f64()),
        ns: Some(best.as_secs_f64() * 1e9),
        ratio_to_memchr: Some(memchr.as_secs_f64() / best.as_secs_f64()),
        ..Figure::new(name, &kernel::current())
    }
}
