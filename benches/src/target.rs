//! What the figures are held against.

use std::fmt;

use crate::Figure;

/// A bound on one value of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// At least one n-th of the speed of `memchr`.
    MemchrOver(f64),
    /// At most so many nanoseconds.
    Nanoseconds(f64),
    /// At most so many megabytes resident.
    Resident(f64),
    /// At most so much slower than without: 0.25 is a quarter.
    Slowdown(f64),
    /// Sentinel is at least so many times faster.
    Faster(f64),
}

impl Target {
    /// The target of a figure, if it has one. Corpora have the target of what they are a sample of.
    pub fn of(figure: &Figure) -> Option<Self> {
        let name = figure.name.strip_suffix("_corpus").unwrap_or(&figure.name);
        Some(match (name, &*figure.backend) {
            ("logs" | "logs_4mb", "avx512") => Self::MemchrOver(16.0),
            ("logs" | "logs_4mb", "avx2") => Self::MemchrOver(32.0),
            ("logs" | "logs_4mb", _) => Self::MemchrOver(100.0),
            ("logs_pii", _) => Self::MemchrOver(30.0),
            ("source", _) => Self::MemchrOver(28.0),
            ("one_in_100_redact", _) => Self::MemchrOver(60.0),
            ("adversarial_worst", _) => Self::MemchrOver(280.0),
            ("line_200_scan" | "line_200_redact", "python" | "node") => Self::Nanoseconds(700.0),
            ("line_200_scan" | "line_200_redact", _) => Self::Nanoseconds(300.0),
            ("compile", _) => Self::Nanoseconds(30e6),
            ("rss_after_build" | "rss_after_logs", _) => Self::Resident(40.0),
            ("redact_json_lines" | "redact_json_array", _) => Self::Slowdown(0.0),
            ("compare_redact_secret_clean" | "compare_redact_secret_leaking", _) => Self::Faster(5.0),
            ("compare_scrubbers_clean" | "compare_scrubbers_leaking", _) => Self::Faster(3.0),
            ("linear_redact" | "linear_stream_bytes", _) => Self::Slowdown(0.15),
            ("user_rules_500", _) => Self::Slowdown(0.25),
            _ => return None,
        })
    }

    /// Whether the figure keeps within it; a figure without the value does not.
    pub fn is_met(self, figure: &Figure) -> bool {
        match self {
            Self::MemchrOver(times) => figure.ratio_to_memchr.is_some_and(|ratio| ratio * times >= 1.0),
            Self::Nanoseconds(most) => figure.ns.is_some_and(|ns| ns <= most),
            Self::Resident(most) => figure.rss_mb.is_some_and(|rss| rss <= most),
            Self::Slowdown(most) => figure.slowdown.is_some_and(|slowdown| slowdown <= most),
            Self::Faster(least) => figure.sentinel_faster.is_some_and(|times| times >= least),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MemchrOver(times) => write!(f, "≤ {times}"),
            Self::Nanoseconds(most) if *most >= 1e6 => write!(f, "≤ {} ms", most / 1e6),
            Self::Nanoseconds(most) => write!(f, "≤ {most} ns"),
            Self::Resident(most) => write!(f, "≤ {most} MB"),
            Self::Slowdown(most) => write!(f, "≤ {:+} %", most * 100.0),
            Self::Faster(least) => write!(f, "≥ × {least}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_held_against_its_own_backends_target() {
        let figure = |backend, ratio| Figure { ratio_to_memchr: Some(ratio), ..Figure::new("logs_corpus", backend) };
        let is_met = |figure: Figure| Target::of(&figure).unwrap().is_met(&figure);
        assert!(is_met(figure("avx512", 1.0 / 15.0)));
        assert!(!is_met(figure("avx512", 1.0 / 17.0)));
        assert!(is_met(figure("portable", 1.0 / 99.0)));
        assert!(!is_met(Figure::new("compile", "avx512")));
        assert_eq!(Target::of(&Figure::new("base64_noise", "avx512")), None);
    }
}
