//! What a call may cost, and what becomes of one that costs more.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use sentinel_core::{Error, ErrorKind, Limits, Patterns, Scanner, ScannerBuilder};

const ASSIGNMENT: &str = concat!("password=", "Kd4RwZq9Xv2L");

/// A clock that goes on by so much at each reading.
fn ticking(by: Duration) -> impl Fn() -> Duration + Send + Sync {
    let readings = AtomicU64::new(0);
    move || by * u32::try_from(readings.fetch_add(1, Relaxed)).unwrap()
}

fn with(change: impl FnOnce(&mut Limits)) -> ScannerBuilder {
    let mut limits = Limits::default();
    change(&mut limits);
    Scanner::builder().limits(limits)
}

fn limit(error: &Error) -> String {
    assert_eq!(error.kind(), ErrorKind::LimitExceeded);
    error.context().find(|(key, _)| *key == "field").map(|(_, limit)| limit.to_owned()).unwrap()
}

fn house(regex: &str) -> Patterns {
    Patterns::parse(&format!("patterns: {{HOUSE: {{regex: '{regex}'}}}}")).unwrap()
}

#[test]
fn text_that_takes_too_long_is_withheld_and_counted() {
    let text = format!("{ASSIGNMENT} ").repeat(1000);
    let slow = with(|limits| limits.max_time = Some(Duration::from_millis(3)));
    let scanner = slow.clock(ticking(Duration::from_millis(1))).build().unwrap();
    assert_eq!(limit(&scanner.scan(&text).unwrap_err()), "max_time");
    let redacted = scanner.redact(&text);
    assert_eq!((redacted.text.as_str(), limit(&redacted.error.unwrap()).as_str()), ("[REDACTED:LIMIT]", "max_time"));
    assert_eq!(scanner.withheld(), 2);

    let enough = with(|limits| limits.max_time = Some(Duration::from_secs(3600)));
    let scanner = enough.clock(ticking(Duration::from_millis(1))).build().unwrap();
    assert!(scanner.redact(&text).error.is_none() && scanner.withheld() == 0);
}

#[test]
fn a_text_in_which_nothing_is_tried_takes_time_too() {
    let text = ". ".repeat(1 << 20);
    let slow = with(|limits| limits.max_time = Some(Duration::from_millis(5)));
    let scanner = slow.clock(ticking(Duration::from_millis(1))).build().unwrap();
    assert!(scanner.scan(&text[..1 << 10]).is_ok());
    assert_eq!(limit(&scanner.scan(&text).unwrap_err()), "max_time");
}

#[test]
fn all_passes_of_a_redaction_share_the_time() {
    let readings = Arc::new(AtomicU64::new(0));
    let clock = {
        let readings = Arc::clone(&readings);
        move || Duration::from_millis(readings.fetch_add(1, Relaxed))
    };
    let scanner = with(|limits| limits.max_time = Some(Duration::from_secs(1))).clock(clock).build().unwrap();
    let text = ASSIGNMENT;
    scanner.scan(text).unwrap();
    let of_scan = readings.swap(0, Relaxed);
    // The second pass looks at the redacted text.
    assert!(scanner.redact(text).error.is_none());
    assert!(readings.load(Relaxed) > of_scan);
    let tight = with(|limits| limits.max_time = Some(Duration::from_millis(of_scan)));
    let scanner = tight.clock(ticking(Duration::from_millis(1))).build().unwrap();
    assert!(scanner.scan(text).is_ok());
    assert_eq!(limit(&scanner.redact(text).error.unwrap()), "max_time");
}

#[test]
fn more_decoded_bytes_than_the_budget_withhold_the_text() {
    let prose = "the quick brown fox jumps over the lazy dog and runs away ".repeat(20);
    let once = STANDARD.encode(&prose);
    let twice = STANDARD.encode(format!("{once} "));
    let scanner = |bytes| with(|limits| limits.max_decoded_bytes = Some(bytes)).build().unwrap();
    assert!(scanner(prose.len()).scan(&once).is_ok());
    let error = scanner(prose.len() - 1).scan(&once).unwrap_err();
    assert_eq!(limit(&error), "max_decoded_bytes");
    // Views in views count.
    assert!(scanner(prose.len() + once.len()).scan(&twice).is_err());
    assert!(scanner(prose.len() + once.len() + 1).scan(&twice).is_ok());
    let withheld = scanner(0).redact(&once);
    assert_eq!(
        (withheld.text.as_str(), withheld.error.unwrap().kind()),
        ("[REDACTED:LIMIT]", ErrorKind::LimitExceeded)
    );
    assert!(scanner(0).scan(&prose).is_ok(), "text without an encoding needs nothing");
}

#[test]
fn the_default_budget_lets_encoded_text_through() {
    let scanner = Scanner::builtin();
    let mut text = "a line of a log, \\\"quoted\\\", %20 and &amp; more\\n".repeat(40_000);
    for _ in 0..4 {
        assert!(scanner.scan(&text).is_ok());
        text = STANDARD.encode(&text);
    }
}

#[test]
fn a_setting_without_the_clock_or_budget_that_it_needs_is_refused() {
    let refused = [
        with(|limits| limits.max_time = Some(Duration::from_secs(1))),
        Scanner::builder().rule_budget(Duration::from_millis(1)),
        Scanner::builder().clock(ticking(Duration::ZERO)).disable_slow_rules(true),
    ];
    let fields = refused.map(|builder| builder.build().unwrap_err().to_string());
    for (text, field) in fields.iter().zip(["max_time", "rule_budget", "disable_slow_rules"]) {
        assert!(text.contains(field), "{text}");
    }
}

#[test]
fn a_profile_counts_what_each_rule_did() {
    let rules = "patterns:\n  KEY: {regex: 'key_[a-z]{4}', entropy: 2.2}\n  LINE: {regex: '[a-z]+@host'}\n  \
                 ALL: {regex: '[a-z0-9]{9}'}\n  NEVER: {regex: 'never_[a-z]+'}\n";
    let builder = Scanner::builder().builtin(false).patterns(Patterns::parse(rules).unwrap());
    let scanner = builder.clock(ticking(Duration::from_micros(1))).build().unwrap();
    let text = "key_abcd key_aaaa key_12\nme@host\n123456789\n";
    let profile = scanner.profile(text).unwrap();
    assert_eq!(profile.bytes, text.len());
    assert!(profile.time > profile.rules.iter().map(|rule| rule.time).sum());
    let mut counts: Vec<_> = profile
        .rules
        .iter()
        .map(|rule| (rule.rule.as_str(), rule.candidates, rule.regex_runs, rule.matches, rule.refused))
        .collect();
    counts.sort_unstable();
    assert_eq!(counts, [("ALL", 0, 2, 1, 0), ("KEY", 2, 2, 1, 1), ("LINE", 1, 2, 1, 0)]);
    let bytes = |name| profile.rules.iter().find(|rule| rule.rule == name).unwrap().searched_bytes;
    assert_eq!((bytes("KEY"), bytes("LINE"), bytes("ALL")), (16, 7, text.len() as u64));
    assert!(profile.rules.iter().all(|rule| rule.time == Duration::from_micros(1)));
    // Without a clock the steps are counted all the same.
    let scanner = Scanner::builder().builtin(false).patterns(Patterns::parse(rules).unwrap()).build().unwrap();
    let untimed = scanner.profile(text).unwrap();
    assert!(untimed.time.is_zero() && untimed.rules.len() == 3);
    assert!(scanner.slow_rules().is_empty());
}

#[test]
fn a_rule_over_its_budget_is_reported_and_stays_on() {
    let builder = Scanner::builder().patterns(house("[a-z]{9}[0-9]{3}")).clock(ticking(Duration::from_millis(1)));
    let scanner = builder.rule_budget(Duration::from_micros(900)).build().unwrap();
    let text = format!("{}\nabcdefghi123456789", "x ".repeat(400_000));
    assert_eq!(scanner.scan(&text).unwrap().len(), 1);
    assert!(scanner.slow_rules().is_empty(), "less than a MiB says nothing");
    assert_eq!(scanner.scan(&text).unwrap().len(), 1);
    let slow = scanner.slow_rules();
    let shown: Vec<_> = slow.iter().map(|rule| (rule.rule.as_str(), rule.disabled, rule.skipped)).collect();
    assert_eq!(shown, [("HOUSE", false, 0)]);
    assert!(slow[0].time_per_mib > Duration::from_micros(900));
    assert_eq!(scanner.scan(&text).unwrap().len(), 1);
}

#[test]
fn where_that_is_wanted_a_slow_rule_turns_itself_off_and_is_seen_to() {
    let text = format!("{ASSIGNMENT} {}\nabcdefghi123456789", "x ".repeat(530_000));
    let readings = Arc::new(AtomicU64::new(0));
    // The rule that is searched for in every byte comes last: only the last readings go on.
    let scanner = |late: u64| {
        let readings = Arc::clone(&readings);
        let late_by = move || (readings.fetch_add(1, Relaxed) + 3).saturating_sub(late).min(3) as u32;
        let clock = move || Duration::from_millis(5) * late_by();
        let builder = Scanner::builder().patterns(house("[a-z]{9}[0-9]{3}")).clock(clock);
        builder.rule_budget(Duration::from_millis(1)).disable_slow_rules(true).build().unwrap()
    };
    scanner(u64::MAX).scan(&text).unwrap();
    let scanner = scanner(readings.swap(0, Relaxed));
    assert_eq!(scanner.scan(&text).unwrap().len(), 2);
    assert_eq!(scanner.clone().scan(&text).unwrap().len(), 1, "off in clones too; other rules stay");
    let slow = scanner.slow_rules();
    assert_eq!((slow.len(), slow[0].rule.as_str(), slow[0].disabled, slow[0].skipped), (1, "HOUSE", true, 1));
    // A profile still shows what it would cost.
    assert!(scanner.profile(&text).unwrap().rules.iter().any(|rule| rule.rule == "HOUSE" && rule.matches == 1));
}
