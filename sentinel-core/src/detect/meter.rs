//! What each rule costs.

use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    time::Duration,
};

use crate::{RuleCost, SlowRule};

/// Counts what rules cost, by their index: over one call, or over all calls of a scanner.
#[derive(Debug)]
pub(crate) struct Meter {
    rules: Vec<Counters>,
    bytes: AtomicU64,
    budget: Option<RuleBudget>,
}

/// What a rule may cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuleBudget {
    /// Time for each MiB of text.
    pub(crate) per_mib: Duration,
    /// Whether a rule that costs more is turned off.
    pub(crate) disable: bool,
}

/// What one search by one rule cost.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    pub(crate) candidates: u64,
    pub(crate) runs: u64,
    pub(crate) bytes: u64,
    pub(crate) matches: u64,
    pub(crate) refused: u64,
}

#[derive(Debug, Default)]
struct Counters {
    candidates: AtomicU64,
    runs: AtomicU64,
    bytes: AtomicU64,
    matches: AtomicU64,
    refused: AtomicU64,
    nanoseconds: AtomicU64,
    skipped: AtomicU64,
    off: AtomicBool,
}

const MIB: u64 = 1 << 20;

impl Meter {
    pub(crate) fn new(rules: usize, budget: Option<RuleBudget>) -> Self {
        let rules = std::iter::repeat_with(Counters::default).take(rules).collect();
        Self { rules, bytes: AtomicU64::new(0), budget }
    }

    /// So many bytes are about to be scanned.
    pub(super) fn begin(&self, bytes: usize) {
        self.bytes.fetch_add(bytes as u64, Relaxed);
    }

    /// Whether the rule runs; that it does not is counted.
    pub(super) fn admits(&self, rule: usize) -> bool {
        let counters = &self.rules[rule];
        let off = counters.off.load(Relaxed);
        if off {
            counters.skipped.fetch_add(1, Relaxed);
        }
        !off
    }

    /// A search by the rule is over. Turns the rule off when it is over its budget and that is wanted.
    pub(super) fn add(&self, rule: usize, cost: Cost, time: Duration) {
        let counters = &self.rules[rule];
        counters.candidates.fetch_add(cost.candidates, Relaxed);
        counters.runs.fetch_add(cost.runs, Relaxed);
        counters.bytes.fetch_add(cost.bytes, Relaxed);
        counters.matches.fetch_add(cost.matches, Relaxed);
        counters.refused.fetch_add(cost.refused, Relaxed);
        counters.nanoseconds.fetch_add(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX), Relaxed);
        if self.budget.is_some_and(|budget| budget.disable) && self.is_slow(counters) {
            counters.off.store(true, Relaxed);
        }
    }

    /// The rules that cost more than their budget, or are off because they did.
    pub(crate) fn slow_rules<'n>(&self, names: impl Iterator<Item = &'n str>) -> Vec<SlowRule> {
        let rules = names.zip(&self.rules).filter(|(_, counters)| self.is_slow(counters) || counters.off.load(Relaxed));
        rules
            .map(|(name, counters)| SlowRule {
                rule: name.to_owned(),
                time_per_mib: self.per_mib(counters),
                disabled: counters.off.load(Relaxed),
                skipped: counters.skipped.load(Relaxed),
            })
            .collect()
    }

    /// What each rule that did anything cost, dearest first.
    pub(crate) fn costs<'n>(&self, names: impl Iterator<Item = &'n str>) -> Vec<RuleCost> {
        let cost = |(name, counters): (&str, &Counters)| RuleCost {
            rule: name.to_owned(),
            candidates: counters.candidates.load(Relaxed),
            regex_runs: counters.runs.load(Relaxed),
            searched_bytes: counters.bytes.load(Relaxed),
            matches: counters.matches.load(Relaxed),
            refused: counters.refused.load(Relaxed),
            time: Duration::from_nanos(counters.nanoseconds.load(Relaxed)),
        };
        let mut costs: Vec<RuleCost> = names.zip(&self.rules).map(cost).filter(|cost| cost.regex_runs > 0).collect();
        costs.sort_by(|a, b| {
            (b.time, b.searched_bytes, b.regex_runs, &a.rule).cmp(&(a.time, a.searched_bytes, a.regex_runs, &b.rule))
        });
        costs
    }

    /// A judgement needs some text: over less than a MiB, chance decides.
    fn is_slow(&self, counters: &Counters) -> bool {
        let over = |budget: RuleBudget| self.per_mib(counters) > budget.per_mib;
        self.bytes.load(Relaxed) >= MIB && self.budget.is_some_and(over)
    }

    fn per_mib(&self, counters: &Counters) -> Duration {
        let nanoseconds = u128::from(counters.nanoseconds.load(Relaxed)) * u128::from(MIB);
        let bytes = u128::from(self.bytes.load(Relaxed).max(1));
        Duration::from_nanos(u64::try_from(nanoseconds / bytes).unwrap_or(u64::MAX))
    }
}
