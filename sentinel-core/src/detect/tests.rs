//! The engine against a plain reference: every rule's regex over the whole text, no plan.

use proptest::prelude::*;

use super::*;
use crate::{builtin_packs, rule::Patterns};

/// A detector, and the same without plans.
fn pair(patterns: &[Patterns]) -> (Detector, Detector) {
    let rules = || {
        patterns.iter().flat_map(|document| &document.patterns).map(|(name, rule)| (name.clone(), rule.clone(), None))
    };
    let engine = Detector::new(rules()).unwrap();
    let mut reference = Detector::new(rules()).unwrap();
    for rule in &mut reference.rules {
        rule.plan = Plan::Whole;
    }
    reference.index();
    (engine, reference)
}

fn builtin() -> Vec<Patterns> {
    builtin_packs().iter().map(|pack| pack.patterns().unwrap()).collect()
}

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig { cases: count, failure_persistence: None, ..ProptestConfig::default() }
}

fn spans(detector: &Detector, text: &[u8]) -> Vec<(String, usize, usize)> {
    let found = detector.find(text, Limits::default(), None).unwrap();
    found.into_iter().map(|finding| (finding.rule.to_string(), finding.span.start, finding.span.end)).collect()
}

#[test]
fn of_nothing_there_is_no_finding() {
    let patterns = Patterns::parse(concat!(
        "patterns:\n",
        "  BEHIND: {regex: '(?<=key=)[0-9]*'}\n",
        "  BEFORE: {regex: '[0-9]*(?!x)'}\n",
        "  VALUE: {regex: 'pin=(?P<secret>[0-9]*)'}\n",
    ));
    let (engine, reference) = pair(&[patterns.unwrap()]);
    for text in ["key= a", "pin= a", "no digits"] {
        assert_eq!((spans(&engine, text.as_bytes()), spans(&reference, text.as_bytes())), Default::default(), "{text}");
    }
    assert_eq!(spans(&engine, b"pin=71;").len(), 1);
}

#[test]
fn the_engine_finds_what_the_reference_finds_in_every_example() {
    let patterns = builtin();
    let (engine, reference) = pair(&patterns);
    let mut all = Vec::new();
    for rule in patterns.iter().flat_map(|document| document.patterns.values()) {
        for text in rule.examples.iter().chain(&rule.counterexamples) {
            assert_eq!(spans(&engine, text.as_bytes()), spans(&reference, text.as_bytes()));
            all.extend_from_slice(text.as_bytes());
            all.push(if all.len() % 3 == 0 { b'\n' } else { b' ' });
        }
    }
    assert_eq!(spans(&engine, &all), spans(&reference, &all));
}

#[test]
fn a_text_that_is_searched_in_parts_holds_what_it_holds_as_a_whole() {
    let patterns = builtin();
    let ((engine, _), (parted, _)) = (pair(&patterns), pair(&patterns));
    let parted = Detector { filter: parted.filter.in_parts_of(512), ..parted };
    let examples: Vec<&String> =
        patterns.iter().flat_map(|document| document.patterns.values()).flat_map(|rule| &rule.examples).collect();
    proptest!(cases(30), |(picks in prop::collection::vec((0..examples.len(), 0..3_usize), 1..200))| {
        let parts = picks.iter().flat_map(|(pick, gap)| [examples[*pick].as_str(), [" ", "\n", "\nabc def ghi\n"][*gap]]);
        let text: String = parts.collect();
        let found = |detector: &Detector| detector.find(text.as_bytes(), Limits::default(), None).unwrap();
        let (whole, in_parts) = (found(&engine), found(&parted));
        let told = |finding: &Finding| (finding.rule.to_string(), finding.span, finding.cover, finding.encodings.clone());
        prop_assert!(whole.iter().map(told).eq(in_parts.iter().map(told)));
    });
}

#[test]
fn a_decoded_line_holds_what_it_holds_to_one_who_knows_nothing_of_its_beginning() {
    let patterns = builtin();
    let ((engine, _), (alone, _)) = (pair(&patterns), pair(&patterns));
    // A text of more than one part says nothing of its beginning.
    let alone = Detector { filter: alone.filter.in_parts_of(0), ..alone };
    let examples: Vec<&String> =
        patterns.iter().flat_map(|document| document.patterns.values()).flat_map(|rule| &rule.examples).collect();
    let escapes = ["\\n", "%20", "\\u003d", "&#45;", "\u{200b}", "\" + \"", "=\n"];
    let piece = (0..examples.len(), 0..escapes.len(), any::<prop::sample::Index>());
    proptest!(cases(100), |(before in "[a-z ]{0,60}", pieces in prop::collection::vec(piece, 1..4))| {
        let mut text = before;
        for (example, escape, at) in pieces {
            let example = examples[example].replace('\n', " ");
            let characters: Vec<char> = example.chars().collect();
            let (head, tail) = characters.split_at(at.index(characters.len() + 1));
            text.extend(head);
            text += escapes[escape];
            text.extend(tail);
        }
        let found = |detector: &Detector| detector.find(text.as_bytes(), Limits::default(), None).unwrap();
        let told = |finding: &Finding| (finding.rule.to_string(), finding.span, finding.cover, finding.encodings.clone());
        prop_assert!(found(&engine).iter().map(told).eq(found(&alone).iter().map(told)));
    });
}

#[test]
fn a_match_that_goes_on_into_the_next_part_is_not_begun_again_there() {
    let mut patterns = Patterns::default();
    for (index, regex) in ["a[ab]{30,60}", "(?:ab|ba){4,}c", "b{2}[^\n]*@", "[ab]{1,9}@"].iter().enumerate() {
        patterns.patterns.insert(format!("R{index}"), Rule::new(*regex));
    }
    let patterns = [patterns];
    let ((engine, _), (parted, _)) = (pair(&patterns), pair(&patterns));
    let parted = Detector { filter: parted.filter.in_parts_of(512), ..parted };
    proptest!(cases(100), |(text in "([ab]{1,90}|[ab]@|[ab]c|\n){20,90}")| {
        let found = |detector: &Detector| detector.find(text.as_bytes(), Limits::default(), None).unwrap();
        let told = |finding: &Finding| (finding.rule.to_string(), finding.span, finding.cover);
        prop_assert!(found(&engine).iter().map(told).eq(found(&parted).iter().map(told)));
    });
}

#[test]
fn plans_of_user_rules_find_what_the_reference_finds() {
    let regexes = [
        "ab{1,3}c",
        "a.c",
        "(?i)key[=:][a-z]{2,}",
        "[a-c]{1,4}@[a-c]{1,3}",
        "x?ab",
        "(?:ab|ba)+c",
        "ab(?!c)",
        "(?<!a)bc",
        "a[^b]*b",
        "(?:a|bc){2,3}",
        r"\bab\b",
        "b$",
        "^a",
        "a(?=b)b",
        "ab?c?[ab]{2}",
    ];
    let mut patterns = Patterns::default();
    for (index, regex) in regexes.iter().enumerate() {
        patterns.patterns.insert(format!("R{index}"), Rule::new(*regex));
    }
    let patterns = [patterns];
    for regex in &patterns[0].patterns {
        let mut one = Patterns::default();
        one.patterns.insert(regex.0.clone(), regex.1.clone());
        let one = [one];
        let (engine, reference) = pair(&one);
        proptest!(cases(300), |(text in "[abckey=@x \n:B]{0,60}")| {
            prop_assert_eq!(spans(&engine, text.as_bytes()), spans(&reference, text.as_bytes()));
        });
    }
    let (engine, reference) = pair(&patterns);
    proptest!(cases(500), |(text in "[abckey=@x \n:B]{0,80}")| {
        prop_assert_eq!(spans(&engine, text.as_bytes()), spans(&reference, text.as_bytes()));
    });
}

/// Each of many rules alone, and the same without a plan.
fn one_by_one() -> Vec<(Detector, Detector)> {
    let regexes = ["ab[abc]{1,4}", "(?i)key=[a-c]{2,4}", r"ab\w{1,6}\b", "key=(?P<secret>[ab]{1,3})c?", "abc?x?"];
    let befores = [None, Some("^"), Some("(?m)^"), Some("x{1,3}"), Some(r"\b"), Some("c[^\n]{0,6}"), Some("=.*")];
    let afters = [None, Some("$"), Some("c"), Some(r"\b"), Some("[a-z=]{0,9}x"), Some("[^x]*y")];
    let rules = regexes.iter().flat_map(|regex| {
        let sides = befores.iter().flat_map(|before| afters.iter().map(move |after| (before, after)));
        sides.map(move |(before, after)| Rule {
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
            entropy: after.is_none().then_some(1.2),
            ..Rule::new(*regex)
        })
    });
    let one = |(index, rule)| {
        let mut one = Patterns::default();
        one.patterns.insert(format!("R{index}"), rule);
        pair(&[one])
    };
    rules.enumerate().map(one).collect()
}

#[test]
fn what_repeats_itself_is_looked_at_as_if_it_did_not() {
    let one_by_one = one_by_one();
    let unit = "(ab|abc|key=|[abcxy =\n]){1,5}";
    proptest!(cases(60), |(unit in unit, other in unit, times in 9..40_usize, more in 0..20_usize)| {
        let text = unit.repeat(times) + &other + &unit.repeat(more) + &other.repeat(times);
        for (engine, reference) in &one_by_one {
            prop_assert_eq!(spans(engine, text.as_bytes()), spans(reference, text.as_bytes()));
        }
    });
}

#[test]
fn places_that_crowd_are_looked_at_as_if_they_stood_alone() {
    let one_by_one = one_by_one();
    let crowd = "((ab|key=)[ab]{0,3}){9,30}|((ab|key=)[abc=]{0,6}){9,30}";
    proptest!(cases(60), |(crowd in crowd, between in "[abcxy =\n]{0,80}", other in crowd)| {
        let text = crowd + &between + &other;
        for (engine, reference) in &one_by_one {
            prop_assert_eq!(spans(engine, text.as_bytes()), spans(reference, text.as_bytes()));
        }
    });
}

#[test]
fn redaction_settles_whatever_the_text() {
    let patterns = builtin();
    let fragments: Vec<String> =
        patterns.iter().flat_map(|p| p.patterns.values()).flat_map(|rule| rule.examples.clone()).collect();
    let scanner = crate::Scanner::builder().pii(true).build().unwrap();
    let glue = prop::sample::select(vec![" ", "\n", "", "=", "\"", ":", "pass", "[REDACTED:", "é", "\u{200b}"]);
    let parts = prop::collection::vec((prop::sample::select(fragments), glue, 0..200_usize), 1..5);
    proptest!(cases(400), |(parts in parts)| {
        let mut text = String::new();
        for (fragment, glue, cut) in parts {
            let cut = (0..=cut.min(fragment.len())).rev().find(|at| fragment.is_char_boundary(*at)).unwrap();
            text.push_str(if cut > 150 { &fragment } else { &fragment[cut..] });
            text.push_str(glue);
        }
        let redacted = scanner.redact(&text);
        prop_assert!(redacted.error.is_none());
        prop_assert!(scanner.scan(&redacted.text).unwrap().is_empty(), "the output does not scan clean");
        let again = scanner.redact(&redacted.text);
        prop_assert_eq!(&again.text, &redacted.text);
        let apart = redacted.findings.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
        prop_assert!(apart, "findings overlap or are out of order");
    });
}
