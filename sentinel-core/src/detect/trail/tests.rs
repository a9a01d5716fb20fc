//! What is found by a trail against what is found by a search of its own.

use std::{cell::Cell, fmt::Write};

use proptest::{prelude::*, sample::Index};

use super::*;
use crate::{
    Finding, Limits, Rule, builtin_packs,
    detect::{Call, Detector},
};

/// A text, and stretches of it with what replaces them, in order.
#[derive(Clone, Debug, Default)]
struct Edited {
    text: String,
    edits: Vec<(Span, String)>,
}

impl Edited {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds what is there only before, and what only after.
    fn push_edit(&mut self, before: &str, after: &str) {
        let start = self.text.len();
        self.text.push_str(before);
        self.edits.push((Span::new(start, self.text.len()), after.to_owned()));
    }

    /// The text with the stretches replaced, and where what replaces them lies.
    fn after(&self) -> (String, Vec<Span>) {
        let (mut text, mut at, mut places) = (String::new(), 0, Vec::new());
        for (span, new) in &self.edits {
            text += &self.text[at..span.start];
            places.push(Span::new(text.len(), text.len() + new.len()));
            text += new;
            at = span.end;
        }
        (text + &self.text[at..], places)
    }

    /// What is found in the text as it is after, by a trail and without one; and whether the trail was of use.
    fn found_both_ways(&self, detector: &Detector) -> (Vec<Told>, Vec<Told>, bool) {
        let (after, places) = self.after();
        let (limits, mut trail) = (Limits::default(), Trail::default());
        let call = Call::new(&limits, None);
        detector.find_leaving(self.text.as_bytes(), &call, &mut trail, |_| true).unwrap();
        let place = |span: Span| Span::new(self.place(&places, span.start, false), self.place(&places, span.end, true));
        let is_of_use = trail.changed(after.as_bytes(), places.iter().copied(), place).is_some();
        let again = detector.find_again(after.as_bytes(), &call, &trail, (places.iter().copied(), place), |_| true);
        let whole = detector.find_in(after.as_bytes(), &call).unwrap();
        (told(&again.unwrap()), told(&whole), is_of_use)
    }

    /// Where an offset of the text before is after; in what was replaced, the start or the end of what replaces it.
    fn place(&self, places: &[Span], at: usize, is_end: bool) -> usize {
        let mut moved = at as isize;
        for ((span, new), place) in self.edits.iter().zip(places) {
            if span.end <= at {
                moved += new.len() as isize - span.len() as isize;
            } else if span.start < at {
                return if is_end { place.end } else { place.start };
            }
        }
        moved as usize
    }
}

type Told = (String, Span, Span);

fn told(findings: &[Finding]) -> Vec<Told> {
    findings.iter().map(|finding| (finding.rule.to_string(), finding.span, finding.cover)).collect()
}

/// Lines in which nothing is found, of about so many bytes, some of which rules are tried in.
fn filling(bytes: usize) -> String {
    let mut text = String::new();
    while text.len() < bytes {
        let number = text.len() * 7 % 9_973;
        let more = ["", " token \"", " password is", " -----BEGIN", " kty secret_", " authorization="][number % 6];
        writeln!(text, "2026-03-01T12:00:00 INFO worker[{number}]: took {number} ms{more}").unwrap();
    }
    text
}

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig { cases: count, failure_persistence: None, ..ProptestConfig::default() }
}

/// Each example alone between other lines, with each of the others at places from its start to its end.
fn compare_each(detector: &Detector, examples: &[&str]) {
    let (others, filling) = (others(), filling(4_000));
    for (index, example) in examples.iter().enumerate() {
        for at in (0..example.len()).filter(|at| *at < 6 || at % 131 == 0 || at + 2 > example.len()) {
            for (other, is_new) in others.iter().flat_map(|other| [(other, true), (other, false)]) {
                let mut edited = Edited::default();
                edited.push(&filling);
                edited.push(&example[..at]);
                if is_new {
                    edited.push_edit("", other)
                } else {
                    edited.push_edit(other, "")
                }
                edited.push(&example[at..]);
                edited.push("\n");
                edited.push(&filling);
                let (again, whole, _) = edited.found_both_ways(detector);
                assert!(again == whole, "{index} {at} {}: {} and {}", other.len(), again.len(), whole.len());
            }
        }
    }
}

/// What is put together of examples.
#[derive(Clone, Debug)]
struct Piece {
    example: usize,
    /// Where something stands in it that only one of the texts has.
    at: Index,
    other: usize,
    /// How far the next is.
    gap: usize,
}

fn pieces(examples: usize, others: usize) -> impl Strategy<Value = Vec<Piece>> {
    let piece = (0..examples, any::<Index>(), 0..others, 0..9_000_usize);
    prop::collection::vec(piece.prop_map(|(example, at, other, gap)| Piece { example, at, other, gap }), 1..9)
}

fn compare(detector: &Detector, examples: &[&str], count: u32) {
    let (others, used) = (others(), Cell::new(0));
    proptest!(cases(count), |(pieces in pieces(examples.len(), others.len()))| {
        let mut edited = Edited::default();
        for Piece { example, at, other, gap } in pieces {
            let (example, other) = (examples[example], &*others[other]);
            let at = (0..=at.index(example.len() + 1)).rev().find(|at| example.is_char_boundary(*at)).unwrap_or(0);
            edited.push(&example[..at]);
            // Some stay as they are.
            match gap % 3 {
                0 => {}
                1 => edited.push_edit("", other),
                _ => edited.push_edit(other, ""),
            }
            edited.push(&example[at..]);
            edited.push(if gap % 2 == 0 { "\n" } else { " " });
            if gap > 1_000 {
                edited.push(&filling(gap));
            }
        }
        let (again, whole, is_of_use) = edited.found_both_ways(detector);
        prop_assert!(again == whole, "{} and {} are found", again.len(), whole.len());
        used.set(used.get() + u32::from(is_of_use));
    });
    assert!(used.get() > count / 20, "of use in {} of {count}", used.get());
}

/// What one of two texts has and the other has not.
fn others() -> Vec<String> {
    let short =
        ["x", "#", " ", "\n", "[REDACTED:A]", "\n\n", "\\n", "\" +\n \"", "=\n", "ab\ncd\nef\n", "%20", "\"", ""];
    let long = [filling(3_000), filling(3_000).replace('\n', " "), "A".repeat(1_500), "\n".repeat(1_200)];
    short.map(String::from).into_iter().chain(long).collect()
}

#[test]
fn by_a_trail_the_same_is_found_where_the_examples_of_rules_come_about_or_go() {
    let packs: Vec<_> = builtin_packs().iter().map(|pack| pack.patterns().unwrap()).collect();
    let rules = packs.iter().flat_map(|document| &document.patterns);
    let detector = Detector::new(rules.clone().map(|(name, rule)| (name.clone(), rule.clone(), None))).unwrap();
    let examples: Vec<&str> = rules.flat_map(|(_, rule)| &rule.examples).map(String::as_str).collect();
    compare(&detector, &examples, 300);
}

#[test]
fn by_a_trail_the_same_is_found_however_far_rules_see() {
    // What stands before a match, the match, and what stands after.
    let rules = [
        ("", "START[^#]*END", ""),
        ("", "START2[^#]{0,3000}END", ""),
        ("", "(?i)key=[a-z ]*#", ""),
        ("", "ab{1,3}c", ""),
        ("", "y{1000}z", ""),
        ("", "[0-9]{3}~[0-9]{2}", ""),
        ("id ", "no[0-9]{2,5}", "[^\n]*;"),
        ("(?s:id.{300})", "no[0-9]{2,5}", "\n"),
        ("id[a-z\n]{600}", "no[0-9]{2,5}", "#"),
        ("\n", "no[0-9]{2,5}", "(?s:.{1500});"),
        ("id[a-z]{498}", "one-two-three\nfour", ""),
    ];
    // Of a literal of any length, few bytes are looked for.
    let literal = "lmno\n".repeat(400);
    let rules = rules.into_iter().chain([("", &*literal, "")]);
    let some = |regex: &str| (!regex.is_empty()).then(|| regex.to_owned());
    let rules =
        rules.map(|(before, regex, after)| Rule { before: some(before), after: some(after), ..Rule::new(regex) });
    let rules = rules.enumerate().map(|(index, rule)| (format!("R{index}"), rule, None));
    let detector = Detector::new(rules).unwrap();
    let long = |start: &str, part: &str, end: &str| start.to_owned() + &part.repeat(2_500 / part.len()) + end;
    let examples = [
        long("START", "xyz\n", "END"),
        long("START2", "xyz\n", "END"),
        long("Key=", "xyz ", "#"),
        "abbc".to_owned(),
        "y".repeat(1_000) + "z",
        "000~00".to_owned(),
        long("id no123", "xyz ", ";"),
        "id".to_owned() + &"xyz".repeat(100) + "no123\n",
        "id".to_owned() + &"xyz\n".repeat(150) + "no123#",
        "\nno123".to_owned() + &"xyz\n".repeat(375) + ";",
        "id".to_owned() + &"xyz".repeat(166) + "one-two-three\nfour",
        literal.clone(),
    ];
    let examples = examples.each_ref().map(String::as_str);
    compare_each(&detector, &examples);
    compare(&detector, &examples, 500);
    let parted = Detector { filter: detector.filter.in_parts_of(512), ..detector };
    compare(&parted, &examples, 500);
}

#[test]
fn lines_end_where_no_word_goes_on() {
    let text = format!("{}abcdefghijkl=\nmnop\n{}", filling(5_000), filling(5_000));
    let (start, next) = (text.find("abcdef").unwrap(), text.find("mnop").unwrap());
    let near = |at: usize| lines_near(text.as_bytes(), &[Span::new(at, at)]).unwrap();
    assert_eq!(near(next + 1 + NEAR.ahead)[0].start, start);
    assert_eq!(near(start - NEAR.back)[0].end, next + 5);
}
