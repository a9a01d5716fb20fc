//! Every kind of number that carries its own check: 200 that are made by its rule are found, and 200 with another check
//! digit are not. What makes them states the rule a second time, from the end that gives numbers out.

mod europe;
mod make;
mod world;

use make::Make;
use sentinel_core::{Patterns, Scanner, builtin_packs};

/// One kind of number.
struct Kind {
    rule: &'static str,
    /// What stands before the number.
    context: &'static str,
    make: fn(&mut Make) -> String,
    /// The place of its check character, from the end.
    check: usize,
}

const fn kind(rule: &'static str, context: &'static str, make: fn(&mut Make) -> String) -> Kind {
    Kind { rule, context, make, check: 1 }
}

const fn kind_checked_at(
    check: usize,
    rule: &'static str,
    context: &'static str,
    make: fn(&mut Make) -> String,
) -> Kind {
    Kind { rule, context, make, check }
}

const EACH: usize = 200;

fn kinds() -> impl Iterator<Item = &'static Kind> {
    europe::KINDS.iter().chain(&europe::BEYOND_THE_UNION).chain(&world::KINDS).chain(&world::COUNTRIES)
}

#[test]
fn what_is_made_by_the_rule_is_found() {
    let mut make = Make::new(7);
    for kind in kinds() {
        let scanner = scanner_of(kind.rule);
        for _ in 0..EACH {
            let value = (kind.make)(&mut make);
            assert!(finds(&scanner, kind, &value), "{} misses one of its own kind", kind.rule);
        }
    }
}

#[test]
fn another_check_digit_is_not_found() {
    let mut make = Make::new(11);
    for kind in kinds() {
        let scanner = scanner_of(kind.rule);
        for _ in 0..EACH {
            let value = (kind.make)(&mut make);
            let broken = with_another_check(&value, kind.check, &mut make);
            assert!(!finds(&scanner, kind, &broken), "{} finds a number with a wrong check", kind.rule);
        }
    }
}

#[test]
fn all_rules_together_find_what_each_finds() {
    let scanner = Scanner::builder().pii(true).build().unwrap();
    let mut make = Make::new(13);
    for kind in kinds() {
        for _ in 0..EACH {
            let value = (kind.make)(&mut make);
            assert!(finds(&scanner, kind, &value), "{} is not found when all rules run", kind.rule);
        }
    }
}

/// The built-in rule alone.
fn scanner_of(rule: &str) -> Scanner {
    let mut packs = builtin_packs().iter().map(|pack| pack.patterns().unwrap());
    let (name, only) = packs.find_map(|pack| pack.patterns.into_iter().find(|(name, _)| name == rule)).unwrap();
    let mut patterns = Patterns::default();
    patterns.patterns.insert(name, only);
    Scanner::builder().builtin(false).patterns(patterns).build().unwrap()
}

/// True when a finding covers all of the value.
fn finds(scanner: &Scanner, kind: &Kind, value: &str) -> bool {
    let text = format!("{}{value} ok", kind.context);
    let (start, end) = (kind.context.len(), kind.context.len() + value.len());
    scanner.scan(&text).unwrap().iter().any(|finding| finding.span.start <= start && finding.span.end >= end)
}

fn with_another_check(value: &str, from_end: usize, make: &mut Make) -> String {
    let mut bytes = value.as_bytes().to_vec();
    let at = bytes.len() - from_end;
    let alphabet: &[u8] = if bytes[at].is_ascii_digit() {
        b"0123456789"
    } else if bytes[at].is_ascii_lowercase() {
        b"abcdefghjkmnpqrstuvwxyz"
    } else {
        b"ABCDEFGHJKLMNPQRSTUVWXYZ"
    };
    let old = bytes[at];
    while bytes[at] == old {
        bytes[at] = alphabet[make.below(alphabet.len())];
    }
    String::from_utf8(bytes).unwrap()
}
