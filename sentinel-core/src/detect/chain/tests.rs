use proptest::prelude::*;
use regex_automata::{Anchored, Input, meta::Regex};

use super::*;
use crate::{
    builtin_packs,
    detect::{
        engine::{linear_regex, parse},
        plan::SECRET,
    },
};

fn read(regex: &str, unicode: bool) -> Hir {
    parse(regex, unicode).unwrap()
}

/// What a search finds that starts where the range does.
fn searched(regex: &Regex, text: &[u8], range: Range<usize>) -> Answer<Match> {
    let mut groups = regex.create_captures();
    regex.search_captures(&Input::new(text).range(range).anchored(Anchored::Yes), &mut groups);
    let Some(whole) = groups.get_group(0) else { return Answer::Nothing };
    let value = groups.get_group_by_name(SECRET).unwrap_or(whole);
    let span = |span: regex_automata::Span| Span::new(span.start, span.end);
    Answer::Match(Match::with_value(span(whole), span(value)))
}

const REGEXES: [&str; 24] = [
    r"ab[ab]{2,5}\b",
    r"\b(?:ab|a)[bc]{2}",
    "(?:a|ab)(?:c|bc|)",
    "a{1,3}(?:b|c?)",
    r"ba{1,2}(?:bc?|\b)",
    r"[a-c]{2,4}(?:\b|-)-",
    "(?:ab?c|a[bc])-?b?",
    "[ab]{1,3}[a-]{0,2}",
    "[ab]{1,}-[ab]{2}",
    "(?P<secret>a[bc]{1,3})-",
    "a-?(?P<secret>[bc]{2,4}|a)-{0,2}",
    "(?:a(?P<secret>b)|c)-",
    "(?:a-|b){2}c",
    r"(?:[ab]-\b){0}c",
    r"a\b-{1,2}\ba",
    "(?i:ab|ca)[ab]",
    "(?:abc|ab|a)(?:b|c){2}",
    "(?:[ab]|ab)c",
    r"-{0,2}(?:a|b\b)",
    r"[a-]{2}\b",
    "(?:a(?:b(?:c)?)?)-",
    "(?:[a-c]{3}|[a-c]{2})-?",
    "[ab]{2}[bc]{2}-?a?",
    r"a(?-u:\b)-",
];

#[test]
fn what_is_told_is_what_a_search_finds() {
    for unicode in [false, true] {
        for regex in REGEXES {
            let hir = read(regex, unicode);
            let chains = Chains::new(&hir).expect(regex);
            let plain = linear_regex(&hir).unwrap();
            let config = ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() };
            proptest!(config, |(text in "[abcA-]{0,14}[é ]?[abc-]{0,5}", cut in 0..6_usize)| {
                let text = text.as_bytes();
                let end = text.len().saturating_sub(cut);
                for start in 0..=end {
                    let told = chains.at(text, start..end);
                    let unknown = told == Answer::Unknown && !text.is_ascii();
                    prop_assert!(unknown || told == searched(&plain, text, start..end), "{regex} {start}");
                }
            });
        }
    }
}

#[test]
fn long_runs_are_counted_whole() {
    let hir = read("a[bc]{3,40}[-]?", false);
    let (chains, plain) = (Chains::new(&hir).unwrap(), linear_regex(&hir).unwrap());
    for length in 0..60 {
        for other in 0..=length {
            let mut text = [&b"a"[..], &vec![b'b'; length], b"-"].concat();
            text[other] = b'a';
            assert_eq!(chains.at(&text, 0..text.len()), searched(&plain, &text, 0..text.len()));
        }
    }
}

#[test]
fn a_run_that_may_give_bytes_back_makes_none() {
    for regex in [
        "[ab]{1,3}a",
        "[ab]{1,3}c?a",
        "[ab]{1,3}(?:c|a)",
        r"[a-]{1,3}\b",
        r"ca{0,3}\b",
        r"a[bc]{1,3}-?\b",
        "a{1,3}?",
        "(?:ab){1,3}",
        "[^a]{2}b",
        "^a",
    ] {
        assert!(Chains::new(&read(regex, true)).is_none(), "{regex}");
    }
}

#[test]
fn what_is_too_large_makes_none() {
    let literals: Vec<String> = (0..65).map(|number| format!("{number}x")).collect();
    for regex in [&"a".repeat(257), &literals.join("|"), "(?:a|bc){7}", "(?:ab){65}[c]"] {
        assert!(Chains::new(&read(regex, false)).is_none());
    }
    assert!(Chains::new(&read(&"a".repeat(256), false)).is_some());
}

#[test]
fn in_the_examples_of_all_rules_the_same_is_found() {
    let rules: Vec<_> =
        builtin_packs().iter().flat_map(|pack| pack.patterns().unwrap().patterns.into_values()).collect();
    let (mut chained, mut found) = (0, 0);
    for rule in &rules {
        let Ok(hir) = parse(&rule.regex, rule.unicode) else { continue };
        let Some(chains) = Chains::new(&hir) else { continue };
        let plain = linear_regex(&hir).unwrap();
        chained += 1;
        for text in rule.examples.iter().chain(&rule.counterexamples).map(String::as_bytes) {
            for start in 0..text.len() {
                let told = chains.at(text, start..text.len());
                found += usize::from(matches!(told, Answer::Match(_)));
                assert!(
                    told == Answer::Unknown || told == searched(&plain, text, start..text.len()),
                    "{}",
                    rule.description
                );
            }
        }
    }
    assert!(chained * 4 > rules.len() && found > 100, "{chained} of {}, {found}", rules.len());
}
