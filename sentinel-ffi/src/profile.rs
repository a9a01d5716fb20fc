//! What rules cost.

use std::{ffi::c_void, mem::MaybeUninit, time::Duration};

use sentinel_core::{Profile, RuleCost, SlowRule};

use crate::{
    argument::{bytes, given},
    boundary,
    scanner::sentinel_scanner,
    status::sentinel_status,
    text::sentinel_text,
};

/// What scanning one text cost. Immutable: any number of threads may read it at the same time.
#[derive(Debug)]
pub struct sentinel_profile {
    /// Points into what is below.
    items: Vec<sentinel_rule_cost>,
    profile: Profile,
}

/// What one rule cost. Lives as long as the profile that it is of. Later releases may add fields at the end.
#[repr(C)]
#[derive(Debug)]
pub struct sentinel_rule_cost {
    /// The rule.
    pub rule: sentinel_text,
    /// How often one of its literals stood in the text or a decoded view of it. 0 for a rule that has no literal.
    pub candidates: u64,
    /// How often its regex was tried.
    pub regex_runs: u64,
    /// How many bytes the tries covered: lines or whole texts that were searched, and the matches of a rule that is
    /// tried only where its literal stands.
    pub searched_bytes: u64,
    /// How many matches were findings.
    pub matches: u64,
    /// How many were not, by a boundary, a validator, the entropy or an exception.
    pub refused: u64,
    /// The time that it took.
    pub nanoseconds: u64,
}

/// The rules of a scanner that cost more than their budget. Immutable, as sentinel_profile.
#[derive(Debug)]
pub struct sentinel_slow_rules {
    /// Points into what is below.
    items: Vec<sentinel_slow_rule>,
    _rules: Vec<SlowRule>,
}

/// One of them. Lives as long as the sentinel_slow_rules that it is of. Later releases may add fields at the end.
#[repr(C)]
#[derive(Debug)]
pub struct sentinel_slow_rule {
    /// The rule.
    pub rule: sentinel_text,
    /// What it cost so far, for each MiB of text that the scanner has scanned.
    pub nanoseconds_per_mib: u64,
    /// True: it was turned off, and finds nothing any more.
    pub disabled: bool,
    /// How many searches were left out since. Whatever they would have found was passed through.
    pub skipped: u64,
}

/// Scans a text of any bytes and says what that cost, rule by rule. Rules that were turned off run here too. The caller
/// owns *out: sentinel_profile_free().
///
/// SENTINEL_LIMIT_EXCEEDED when the text is larger, or dearer to scan, than the limits allow.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sentinel_scan_profile(
    scanner: Option<&sentinel_scanner>,
    text: *const c_void,
    length: usize,
    out: Option<&mut MaybeUninit<*mut sentinel_profile>>,
) -> sentinel_status {
    boundary::call(|| {
        let (scanner, out) = (given(scanner, "scanner")?, given(out, "out")?);
        // SAFETY: the caller's promise about texts.
        let profile = scanner.0.profile(unsafe { bytes(text, length, "text")? })?;
        let items = profile.rules.iter().map(cost).collect();
        out.write(Box::into_raw(Box::new(sentinel_profile { items, profile })));
        Ok(())
    })
}

/// The size of the text. 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_profile_bytes(profile: Option<&sentinel_profile>) -> usize {
    boundary::value(0, || profile.map_or(0, |profile| profile.profile.bytes))
}

/// The time for all of it: the rules', and that for finding their literals and looking through encodings. 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_profile_nanoseconds(profile: Option<&sentinel_profile>) -> u64 {
    boundary::value(0, || profile.map_or(0, |profile| nanoseconds(profile.profile.time)))
}

/// How many rules ran their regex. 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_profile_count(profile: Option<&sentinel_profile>) -> usize {
    boundary::value(0, || profile.map_or(0, |profile| profile.items.len()))
}

/// What one of them cost, the dearest first, counted from 0. NULL past the last, and for NULL. The profile owns it.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_profile_get(
    profile: Option<&sentinel_profile>,
    index: usize,
) -> Option<&sentinel_rule_cost> {
    boundary::value(None, || profile?.items.get(index))
}

/// Frees a profile. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_profile_free(profile: Option<Box<sentinel_profile>>) {
    boundary::value((), || drop(profile));
}

/// The rules that cost more than the rule_budget of the scanner in all that it has scanned, and those that are off
/// because they did. None without a budget, and before a MiB was scanned. The caller owns *out:
/// sentinel_slow_rules_free().
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_scanner_slow_rules(
    scanner: Option<&sentinel_scanner>,
    out: Option<&mut MaybeUninit<*mut sentinel_slow_rules>>,
) -> sentinel_status {
    boundary::call(|| {
        let (scanner, out) = (given(scanner, "scanner")?, given(out, "out")?);
        let rules = scanner.0.slow_rules();
        let items = rules.iter().map(slow).collect();
        out.write(Box::into_raw(Box::new(sentinel_slow_rules { items, _rules: rules })));
        Ok(())
    })
}

/// How many there are. 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_slow_rules_count(rules: Option<&sentinel_slow_rules>) -> usize {
    boundary::value(0, || rules.map_or(0, |rules| rules.items.len()))
}

/// One of them, in order of name, counted from 0. NULL past the last, and for NULL. The sentinel_slow_rules own it.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_slow_rules_get(
    rules: Option<&sentinel_slow_rules>,
    index: usize,
) -> Option<&sentinel_slow_rule> {
    boundary::value(None, || rules?.items.get(index))
}

/// Frees them. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_slow_rules_free(rules: Option<Box<sentinel_slow_rules>>) {
    boundary::value((), || drop(rules));
}

// The names lie on the heap, and stay there when what holds them moves.

fn cost(cost: &RuleCost) -> sentinel_rule_cost {
    sentinel_rule_cost {
        rule: sentinel_text::lent(&cost.rule),
        candidates: cost.candidates,
        regex_runs: cost.regex_runs,
        searched_bytes: cost.searched_bytes,
        matches: cost.matches,
        refused: cost.refused,
        nanoseconds: nanoseconds(cost.time),
    }
}

fn slow(rule: &SlowRule) -> sentinel_slow_rule {
    sentinel_slow_rule {
        rule: sentinel_text::lent(&rule.rule),
        nanoseconds_per_mib: nanoseconds(rule.time_per_mib),
        disabled: rule.disabled,
        skipped: rule.skipped,
    }
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
