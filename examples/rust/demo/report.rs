//! What the demo prints, and the numbers it ends with.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program that shows something to a person")]

use std::{collections::BTreeMap, ops::Range, path::Path};

use sentinel_core::{Entry, Event, PendingUpdate, Result, Severity, Verification};
use serde::Serialize;

use crate::{
    receiver::Received,
    truth::{Kind, Label},
};

const SHOWN: usize = 10;

/// The numbers of one run. What needs labels is missing when there were none.
#[derive(Serialize)]
pub(crate) struct Summary {
    pub(crate) lines: usize,
    pub(crate) findings: usize,
    pub(crate) findings_secret: usize,
    pub(crate) leaks: Option<usize>,
    pub(crate) leaks_found: Option<usize>,
    pub(crate) near_misses: Option<usize>,
    pub(crate) near_misses_flagged: Option<usize>,
    pub(crate) quarantined: usize,
    pub(crate) webhooks_expected: usize,
    pub(crate) webhooks_received: usize,
    pub(crate) webhooks_verified: usize,
    pub(crate) webhooks_undelivered: usize,
    pub(crate) house_tokens: usize,
    pub(crate) house_found_before: usize,
    pub(crate) house_found_after: usize,
    pub(crate) drafted_regex: String,
    pub(crate) hyperlog_ok: bool,
    pub(crate) mb_per_s: f64,
    pub(crate) seconds: f64,
}

impl Summary {
    /// True when the loop closed: nothing undelivered, the house tokens found at last, the log whole,
    /// and, where the truth is known, at least 95 % of the leaks and at most 3 % of the near misses.
    pub(crate) fn is_good(&self) -> bool {
        let leaks = self.leaks.zip(self.leaks_found).is_none_or(|(all, found)| found * 100 >= all * 95);
        let near = self.near_misses.zip(self.near_misses_flagged).is_none_or(|(all, hit)| hit * 100 <= all * 3);
        let house = self.house_found_before == 0 && self.house_found_after == self.house_tokens;
        leaks && near && house && self.hyperlog_ok && self.webhooks_undelivered == 0
    }
}

pub(crate) fn complain(problem: &str) {
    eprintln!("demo: {problem}");
}

fn heading(words: &str) {
    println!("\n== {words}");
}

pub(crate) fn title(log: &Path, bytes: usize, records: usize, rules: usize) {
    println!("{}: {bytes} bytes, {records} records, {rules} rules", log.display());
}

pub(crate) fn findings(by_rule: &BTreeMap<String, (usize, Severity)>) {
    heading("Findings by rule and severity");
    for (rule, (count, severity)) in by_rule {
        println!("{count:>5}  {severity:<8}  {rule}");
    }
    let mut by_severity: BTreeMap<Severity, usize> = BTreeMap::new();
    for (count, severity) in by_rule.values() {
        *by_severity.entry(*severity).or_default() += count;
    }
    let severities: Vec<String> =
        by_severity.iter().rev().map(|(severity, count)| format!("{severity} {count}")).collect();
    println!("       {}", if severities.is_empty() { "none".to_owned() } else { severities.join(", ") });
}

pub(crate) fn redacted_lines(lines: &[String]) {
    heading("Redacted records");
    let step = (lines.len() / SHOWN).max(1);
    for line in lines.iter().step_by(step).take(SHOWN) {
        println!("  {}", short(&line.replace('\n', "⏎"), 180));
    }
}

pub(crate) fn quarantine(newest: &[Entry], all: usize) {
    heading("Quarantine");
    for entry in newest.iter().take(SHOWN) {
        println!("  {:<10} {} {:<8} {:<11} {}", entry.id, entry.timestamp, entry.severity, entry.status, entry.reason);
    }
    println!("  {all} records in all");
}

pub(crate) fn webhooks(webhooks: &[Received], events: &[Event]) {
    heading("Webhooks as received");
    for webhook in webhooks.iter().take(SHOWN) {
        let verdict = if webhook.verified { "signature verified" } else { "SIGNATURE WRONG" };
        println!("  POST {} {} {verdict}", webhook.path, webhook.id);
        println!("       {}", webhook.body.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    let mut states: BTreeMap<&str, usize> = BTreeMap::new();
    for event in events {
        *states.entry(event.state.as_str()).or_default() += 1;
    }
    println!("  {} received in all; events: {states:?}", webhooks.len());
}

pub(crate) fn missed(rule: &str, tokens: usize, found: usize) {
    heading("A house token that no rule knows");
    println!("  {rule}: {found} of {tokens} found, {} missed", tokens - found);
}

pub(crate) fn draft(update: &PendingUpdate) {
    heading("Drafted from the reports");
    println!("  {} {} {}", update.id(), update.action, update.regex_name);
    println!("  regex       {}", update.new_regex.as_deref().unwrap_or("unchanged"));
    if let Some(evidence) = &update.evidence {
        println!(
            "  evidence    {} reports, {} different values, {} matched: {}",
            evidence.reports,
            evidence.samples,
            evidence.matched,
            evidence.previews.join(" ")
        );
    }
    println!("  confidence  at least {}", update.confidence);
}

pub(crate) fn approved(update: &PendingUpdate, by: &str) {
    println!("  approved    by {by}; {} is in force", update.regex_name);
}

pub(crate) fn second_pass(rule: &str, tokens: usize, found: usize) {
    heading("Second pass");
    println!("  {rule}: {found} of {tokens} found");
}

pub(crate) fn hyperlog(verification: &Result<Verification>) {
    heading("Hyperlog");
    match verification {
        Ok(verification) => println!("  verified: {} entries, head {}", verification.entries, verification.head.chain),
        Err(error) => println!("  NOT VERIFIED: {error}"),
    }
}

/// Names what was missed and what was flagged in vain, by type and line, never by value.
pub(crate) fn misjudged(labels: &[Label], log: &[u8], found: &[Range<usize>]) {
    let missed = labels.iter().filter(|label| label.kind == Kind::Leak && !label.is_in(found));
    let flagged = labels.iter().filter(|label| label.kind == Kind::NearMiss && label.is_on_line_of(log, found));
    let missed: Vec<&str> = missed.map(|label| label.name.as_str()).collect();
    let flagged: Vec<&str> = flagged.map(|label| label.name.as_str()).collect();
    if !missed.is_empty() || !flagged.is_empty() {
        heading("Misjudged");
        println!("  missed: {missed:?}\n  flagged in vain: {flagged:?}");
    }
}

pub(crate) fn summary(summary: &Summary) {
    heading("Summary");
    if let (Some(leaks), Some(found)) = (summary.leaks, summary.leaks_found) {
        println!("  leaks        {found} of {leaks} found");
    }
    if let (Some(near), Some(flagged)) = (summary.near_misses, summary.near_misses_flagged) {
        println!("  near misses  {flagged} of {near} flagged");
    }
    println!("  findings     {} of category secret, {} in all", summary.findings_secret, summary.findings);
    println!(
        "  webhooks     {} of {} received, {} verified",
        summary.webhooks_received, summary.webhooks_expected, summary.webhooks_verified
    );
    println!("  speed        {:.0} MB/s redacting record by record, one thread", summary.mb_per_s);
    println!("  time         {:.1} s", summary.seconds);
}

fn short(line: &str, most: usize) -> String {
    match line.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}
