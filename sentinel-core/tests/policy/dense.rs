//! Texts of which almost all is found.

use std::time::{Duration, Instant};

use sentinel_core::{Limits, Patterns, Policy, Scanner, Treatment};

/// Of each stretch, what is left once the inner value is removed is a value again.
fn nested(stretches: usize) -> String {
    (0..stretches).map(|at| format!("hk_12tk_{:05}345 ", at % 99_999)).collect()
}

fn scanner() -> Scanner {
    let rules = "patterns: {H: {regex: 'hk_[0-9]{5}'}, T: {regex: 'tk_[0-9]{5}'}}";
    let mut limits = Limits::default();
    limits.max_findings = usize::MAX;
    let builder = Scanner::builder().builtin(false).patterns(Patterns::parse(rules).unwrap()).limits(limits);
    builder.policy(Policy::new(Treatment::Remove)).build().unwrap()
}

#[test]
fn what_removal_brings_together_is_found() {
    let redacted = scanner().redact("a hk_12tk_12345345 b");
    assert_eq!(redacted.text, "a [REDACTED:H] b");
    assert_eq!(redacted.findings.len(), 1, "what it lies in is no second finding");
}

#[test]
fn time_is_linear_in_the_number_of_findings() {
    let scanner = scanner();
    let time = |text: &str| {
        let once = || {
            let start = Instant::now();
            assert!(scanner.redact(text).error.is_none());
            start.elapsed()
        };
        (0..5).map(|_| once()).min().unwrap_or(Duration::MAX)
    };
    let (few, many) = (time(&nested(10_000)), time(&nested(80_000)));
    // Of eight times the findings; quadratic would be 64.
    assert!(many < few * 20, "{few:?} and {many:?}");
}
