//! Measures what rules cost that cannot be planned.

use std::{fmt, time::Duration};

use serde::Serialize;

use super::{BuiltinRule, Patterns, Rule, builtin_rules, haystack::haystack};
use crate::{
    Category, Limits, Result,
    detect::{Call, Detector, Prepared},
};

/// How fast ordinary log text is scanned without a rule and with it, in MB/s on one core.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RuleSpeed {
    /// The rule.
    pub rule: String,
    /// The built-in rules for secrets alone.
    pub without: f64,
    /// Those and the rule.
    pub with: f64,
}

impl fmt::Display for RuleSpeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "scans {:.0} MB/s with it, {:.0} MB/s without", self.with, self.without)
    }
}

/// So many times, of which the fastest counts.
const ROUNDS: usize = 5;
const BYTES: usize = 1 << 20;

/// Measures each rule of a document that is searched for in every byte, because no literal stands in all its matches
/// or because it needs backtracking: see [`Note`](super::Note). `clock` tells the time since any fixed moment. A rule
/// that does not compile is left out; [`check_rules`](super::check_rules) says what is wrong with it.
///
/// ```
/// use std::time::Instant;
/// use sentinel_core::{Patterns, measure_unplanned};
///
/// let patterns = Patterns::parse("patterns: {PIN: {regex: '[a-z]{9}'}, KEY: {regex: 'key_[a-z]{9}'}}")?;
/// let start = Instant::now();
/// let speeds = measure_unplanned(&patterns, || start.elapsed())?;
/// assert_eq!((speeds.len(), speeds[0].rule.as_str()), (1, "PIN"));
/// # Ok::<(), sentinel_core::Error>(())
/// ```
///
/// # Errors
///
/// None for the built-in rules as they are shipped.
pub fn measure_unplanned(patterns: &Patterns, clock: impl Fn() -> Duration) -> Result<Vec<RuleSpeed>> {
    // An inactive rule is measured as if it ran.
    let active = |(name, rule): (&String, &Rule)| (name.clone(), Rule { active: true, ..rule.clone() });
    let mut rules: Vec<(String, Rule)> = patterns.patterns.iter().map(active).collect();
    rules.retain(|(name, rule)| is_unplanned(name, rule));
    if rules.is_empty() {
        return Ok(Vec::new());
    }
    let text = haystack(BYTES);
    let measured = |detector: &Detector| speed(detector, text.as_bytes(), &clock);
    let plain = Detector::new(secrets())?;
    let measure = |(name, rule): &(String, Rule)| {
        // A built-in rule is measured against the others.
        let others = secrets().filter(|(other, ..)| other != name);
        let with = Detector::new(others.chain([(name.clone(), Box::new(rule.clone()), None)])).ok()?;
        Some(RuleSpeed { rule: name.clone(), without: measured(&plain), with: measured(&with) })
    };
    Ok(rules.iter().filter_map(measure).collect())
}

/// The built-in rules for secrets.
fn secrets() -> impl Iterator<Item = (String, Box<Rule>, Option<Prepared>)> {
    let secrets = builtin_rules().into_iter().filter(|builtin| builtin.rule.category != Category::Pii);
    secrets.map(|BuiltinRule { name, rule, prepared }| (name, rule, prepared))
}

fn is_unplanned(name: &str, rule: &Rule) -> bool {
    Detector::new([(name.to_owned(), rule.clone(), None)]).is_ok_and(|detector| detector.unplanned().next().is_some())
}

/// MB/s of the fastest round.
fn speed(detector: &Detector, text: &[u8], clock: &impl Fn() -> Duration) -> f64 {
    let mut fastest = Duration::MAX;
    for _ in 0..ROUNDS {
        let start = clock();
        // That a rule finds too much, or runs out of its steps, is no matter here: the time until then counts.
        let _ = detector.find_in(text, &Call::new(&Limits::default(), None));
        fastest = fastest.min(clock().saturating_sub(start));
    }
    text.len() as f64 / 1e6 / fastest.as_secs_f64().max(1e-9)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn only_unplanned_rules_are_measured_and_broken_ones_left_out() {
        let yaml = "patterns: {A: {regex: '[a-z]{9}'}, B: {regex: 'key_[a-z]{9}'}, C: {regex: '[ab](?:[0-9]{1000}){1000}'}, \
                    D: {regex: 'a+(?=b)b', active: false}}";
        // One millisecond from each reading to the next.
        let now = Cell::new(Duration::ZERO);
        let clock = || now.replace(now.get() + Duration::from_millis(1));
        let speeds = measure_unplanned(&Patterns::parse(yaml).unwrap(), clock).unwrap();
        let shown: Vec<String> = speeds.iter().map(|speed| format!("{} {speed}", speed.rule)).collect();
        let expected = "scans 1049 MB/s with it, 1049 MB/s without";
        assert_eq!(shown, [format!("A {expected}"), format!("D {expected}")]);
    }
}
