//! Any rule is compiled or refused with its name; one that is compiled scans, and redacts a text, whole or in pieces,
//! to one that scans clean.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sentinel_core::{Component, ErrorKind, Keep, Patterns, Policy, Rule, Scanner, Treatment};

/// Of each kind: checksums, structures, words, shapes.
const VALIDATORS: [&str; 8] =
    ["luhn", "jwt", "iban", "not_wordlike", "not_placeholder", "not_reference", "not_number", "no such check"];

fuzz_target!(|input: &[u8]| {
    let Some(([flags, validator, number], rest)) = input.split_first_chunk::<3>() else { return };
    let mut fields = rest.splitn(4, |byte| *byte == b'\n');
    let mut field = || fields.next().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let (Some(regex), before, after) = (field(), field(), field()) else { return };
    let text = fields.next().unwrap_or(rest);
    let has = |bit: u8| flags & 1 << bit != 0;
    let mut rule = Rule::new(regex.clone());
    rule.unicode = has(0);
    rule.before = before.clone().filter(|_| has(1));
    rule.after = after.filter(|_| has(2));
    rule.entropy = has(3).then(|| f64::from(number % 8));
    rule.validate =
        has(4).then(|| VALIDATORS[usize::from(*validator) % VALIDATORS.len()].to_owned()).into_iter().collect();
    if has(5) {
        // What fills one field may fill another.
        rule.exceptions.regexes.extend(before.clone());
        rule.exceptions.prefixes.extend(before.clone());
        rule.exceptions.values.extend(before);
    }
    let (keep_prefix, keep_suffix) = (usize::from(number & 15), usize::from(number >> 4));
    rule.redact = Keep { keep_prefix, keep_suffix };
    let mut patterns = Patterns::default();
    if has(6) {
        rule.components.push(Component { rule: "PART".to_owned(), within_lines: usize::from(*number) });
        patterns.patterns.insert("PART".to_owned(), Rule::new(regex));
    }
    patterns.patterns.insert("HOUSE".to_owned(), rule);
    let treatment = if has(7) { Treatment::Mask(None) } else { Treatment::Placeholder };
    let builder = Scanner::builder().builtin(false).patterns(patterns).policy(Policy::new(treatment));
    match builder.build() {
        Ok(scanner) => used(&scanner, text, usize::from(*number) + 1),
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::InvalidRule);
            assert!(["HOUSE", "PART"].iter().any(|name| error.to_string().contains(name)), "the rule is not named");
        }
    }
});

fn used(scanner: &Scanner, text: &[u8], piece: usize) {
    match scanner.scan(text) {
        Ok(found) => assert!(found.iter().all(|found| found.span.end <= text.len())),
        Err(error) => assert_eq!(error.kind(), ErrorKind::LimitExceeded),
    }
    let whole = scanner.redact_bytes(text);
    if whole.error.is_some() {
        return;
    }
    assert!(scanner.scan(&whole.text).is_ok_and(|found| found.is_empty()), "does not scan clean");
    assert!(scanner.redact_bytes(&whole.text).text == whole.text, "another redaction changes it");
    // Look-around of which no bound is known is refused.
    let Ok(mut stream) = scanner.stream() else { return };
    let mut given: Vec<u8> = text.chunks(piece).flat_map(|piece| stream.push(piece).text).collect();
    given.extend(stream.finish().text);
    assert!(given == whole.text, "the stream differs");
}
