//! Documents that are wrong, or made to hang or to eat memory: refused with the field, and soon.

use std::time::{Duration, Instant};

use sentinel_core::{ErrorKind, Patterns};

/// Far more than any of this takes, on a machine that does other things too.
const SOON: Duration = Duration::from_secs(20);

fn soon<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    assert!(start.elapsed() < SOON, "{what} took {:?}", start.elapsed());
    result
}

/// Fields of a rule, and values that are not what they take.
const WRONG: [(&str, &[&str]); 27] = [
    ("description", &["[]", "{a: b}"]),
    ("regex", &["[]", "{a: b}", "[a, b]"]),
    ("severity", &["hot", "[]", "{HIGH: 1}", "7"]),
    ("confidence", &["high", "[]", "-0.1", "1.1", ".nan", ".inf", "true"]),
    ("active", &["maybe", "[]", "7"]),
    ("category", &["thing", "[]"]),
    ("locked", &["maybe", "[]"]),
    ("unicode", &["maybe", "{}"]),
    ("provider", &["[]", "{a: b}"]),
    ("validate", &["luhn", "{luhn: 1}", "[[luhn]]"]),
    ("entropy", &["much", "[]", "-1", "9", ".nan"]),
    ("before", &["[]", "{a: b}"]),
    ("after", &["[]", "{a: b}"]),
    ("exceptions", &["[]", "word", "{prefix: [a]}"]),
    ("exceptions", &["{prefixes: word}", "{values: {a: b}}", "{regexes: 7}", "{fingerprints: word}"]),
    ("exceptions", &["{fingerprints: [word]}", "{fingerprints: ['00']}"]),
    ("components", &["word", "{rule: A}", "[A]", "[{within_lines: 2}]", "[{rule: A, lines: 2}]"]),
    ("components", &["[{rule: A, within_lines: -1}]", "[{rule: A, within_lines: many}]"]),
    ("redact", &["word", "[]", "{keep: 4}"]),
    ("redact", &["{keep_prefix: -1}", "{keep_suffix: word}", "{keep_prefix: 99999999999999999999999}"]),
    ("revoke", &["[]", "{a: b}"]),
    ("examples", &["word", "{a: b}", "[[a]]"]),
    ("counterexamples", &["word", "{a: b}"]),
    ("references", &["word", "{a: b}"]),
    ("colour", &["red"]),
    ("Regex", &["x"]),
    ("regex ", &["[x]"]),
];

#[test]
fn a_wrong_type_in_any_field_is_refused_by_name() {
    let mut taken = Vec::new();
    for (field, values) in WRONG {
        for value in values {
            let regex = if field.trim() == "regex" { "" } else { "    regex: abcd\n" };
            let text = format!("version: 3\npatterns:\n  HOUSE:\n{regex}    {field}: {value}\n");
            match Patterns::parse(&text) {
                Ok(_) => taken.push(format!("{field}: {value} is taken")),
                Err(error) => {
                    let shown = error.to_string();
                    assert_eq!(error.kind(), ErrorKind::InvalidPatterns, "{shown}");
                    if !shown.contains(field.trim()) {
                        taken.push(format!("{field}: {value} is refused without the field: {shown}"));
                    }
                }
            }
        }
    }
    assert!(taken.is_empty(), "{}", taken.join("\n"));
}

#[test]
fn a_wrong_type_in_an_update_or_at_the_top_is_refused() {
    let update = "regex_name: A, action: add, confidence: 0.5, submitted_by: x, timestamp: 2025-08-02T12:40:00Z";
    for (text, named) in [
        ("- a\n- b\n".to_owned(), "expected"),
        ("word\n".to_owned(), "expected"),
        ("patterns: 7\n".to_owned(), "patterns"),
        ("patterns: [a]\n".to_owned(), "patterns"),
        ("patterns: {A: 7}\n".to_owned(), "patterns"),
        ("patterns: {A: [regex]}\n".to_owned(), "patterns"),
        ("patterns: {[a, b]: {regex: abcd}}\n".to_owned(), "patterns"),
        ("version: three\n".to_owned(), "version"),
        ("version: -1\n".to_owned(), "version"),
        ("pending_updates: 7\n".to_owned(), "pending_updates"),
        ("pending_updates: [7]\n".to_owned(), "pending_updates"),
        (format!("pending_updates: [{{{update}, status: perhaps}}]\n"), "status"),
        (format!("pending_updates: [{{{update}, status: approved, colour: red}}]\n"), "colour"),
        (format!("pending_updates: [{{{}, status: approved}}]\n", update.replace("2025", "soon")), "timestamp"),
        (format!("pending_updates: [{{{}, status: approved}}]\n", update.replace("0.5", "7")), "confidence"),
        (format!("pending_updates: [{{{}, status: approved}}]\n", update.replace("add", "burn")), "action"),
        ("patterns: {A: {regex: abcd}}\n---\npatterns: {}\n".to_owned(), ""),
        ("patterns: {A: {regex: abcd}}\ntrailing\n".to_owned(), "line"),
        ("\u{0}".to_owned(), ""),
        ("patterns: {A: {regex: !!binary abcd}}\n".to_owned(), ""),
    ] {
        let error = Patterns::parse(&text).expect_err(&text);
        assert_eq!(error.kind(), ErrorKind::InvalidPatterns, "{text}: {error}");
        assert!(error.to_string().contains(named), "{text}: {named} is not named: {error}");
    }
}

#[test]
fn bombs_are_refused() {
    let mut aliases = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        aliases.push_str(&format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 9].join(", ")));
    }
    let merged = "base: &base {regex: abcd}\npatterns: {A: {<<: *base}}\n".to_owned();
    let itself = "patterns: &all {A: *all}\n".to_owned();
    for (what, text) in [
        ("aliases", aliases),
        ("a merge", merged),
        ("an alias of itself", itself),
        ("open brackets", "[".repeat(1 << 20)),
        ("open braces", "{a: ".repeat(1 << 18)),
        ("nested lists", "- ".repeat(1 << 19)),
        ("indented maps", (0..2000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect()),
        ("one long key", format!("{}: 7\n", "k".repeat(1 << 20))),
        ("anchors", (0..100_000).map(|number| format!("a{number}: &n{number} 7\n")).collect()),
        ("tags", "!a ".repeat(1 << 18)),
        ("quotes", "\"".repeat((1 << 20) + 1)),
    ] {
        let error = soon(what, || Patterns::parse(&text)).expect_err(what);
        assert_eq!(error.kind(), ErrorKind::InvalidPatterns, "{what}: {error}");
        assert!(error.to_string().len() < 1000, "{what}: the message is too long");
    }
}

#[test]
fn large_documents_are_read_and_larger_ones_refused() {
    let mut text = "patterns:\n".to_owned();
    let mut rules = 0;
    while text.len() < 10 << 20 {
        text.push_str(&format!("  HOUSE_{rules}:\n    regex: 'house{rules}_[0-9a-f]{{16}}'\n"));
        text.push_str(&format!("    description: '{}'\n", "a rule of ours ".repeat(60)));
        rules += 1;
    }
    let read = soon("10 MB", || Patterns::parse(&text)).unwrap_or_else(|error| panic!("10 MB: {error}"));
    assert_eq!(read.patterns.len(), rules);
    let comment = "# ".to_owned() + &"x".repeat(Patterns::MAX_BYTES);
    assert!(soon("a comment", || Patterns::parse(&comment)).unwrap_err().to_string().contains("too large"));
}
