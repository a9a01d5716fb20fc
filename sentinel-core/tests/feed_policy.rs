//! Feeds of scanners with policies, names of fields and paths.

use sentinel_core::{
    Feed, Format, Locator, Paths, Patterns, Policy, Replacement, Scanner, ScannerBuilder, Span, Treatment, Unit,
};
use serde_json::{Value, json};

const RULES: &str = "patterns: {KEY: {regex: 'key_[a-z]{4}'}, BLOCK: {regex: 'BEGIN\\s[a-c\\s]{1,40}END'}}";

fn builder() -> ScannerBuilder {
    Scanner::builder().builtin(false).patterns(Patterns::parse(RULES).unwrap())
}

fn blocking() -> Scanner {
    let policy = Policy::new(Treatment::Placeholder).rule("KEY", Treatment::Block);
    builder().policy(policy).build().unwrap()
}

fn fed(mut feed: Feed, input: &str, size: usize) -> (String, Vec<Replacement>) {
    let (mut text, mut replacements) = (Vec::new(), Vec::new());
    let mut keep = |given: sentinel_core::Settled| {
        assert!(given.error.is_none());
        text.extend(given.text);
        replacements.extend(given.replacements);
    };
    for piece in input.as_bytes().chunks(size) {
        keep(feed.push(piece));
        keep(feed.flush());
    }
    keep(feed.finish());
    (String::from_utf8(text).unwrap(), replacements)
}

/// What a client reads of a choice.
fn answer(events: &str, choice: u64) -> String {
    let documents = events.lines().filter_map(|line| serde_json::from_str::<Value>(line.strip_prefix("data: ")?).ok());
    let choices = documents.filter_map(|document| document["choices"].as_array().cloned()).flatten();
    let of_choice = choices.filter(|said| said["index"] == choice);
    of_choice.filter_map(|said| said["delta"]["content"].as_str().map(str::to_owned)).collect()
}

fn event(choice: u64, content: &str) -> String {
    format!("data: {}\n\n", json!({"choices": [{"index": choice, "delta": {"content": content}}]}))
}

fn stop(choice: u64) -> String {
    format!("data: {}\n\n", json!({"choices": [{"index": choice, "delta": {}, "finish_reason": "stop"}]}))
}

#[test]
fn replacements_in_lines_lie_where_they_do_in_the_whole_texts() {
    let input = "é a key_abcd 🔑 key_efgh\nBEGIN a\nb END key_ijkl\n\n{\"k\": \"é key_mnop\"}\r\nx";
    let scanner = builder().build().unwrap();
    for format in [Format::Lines, Format::JsonLines] {
        for unit in [Unit::Bytes, Unit::CodePoints, Unit::Utf16] {
            for size in [1, 5, 1000] {
                let (text, replacements) = fed(scanner.feed(format).unwrap().counting(unit), input, size);
                let place = |text: &str, part: &str| {
                    let start = text.find(part).unwrap();
                    let place = Locator::new(text.as_bytes(), unit).locate(Span::new(start, start + part.len()));
                    (place.start, place.end)
                };
                let values = ["key_abcd", "key_efgh", "BEGIN a\nb END", "key_ijkl", "key_mnop"];
                let inputs: Vec<_> = replacements.iter().map(|found| (found.input.start, found.input.end)).collect();
                assert_eq!(inputs, values.map(|value| place(input, value)), "{format} {unit:?} {size}");
                let (mut from, mut outputs) = (0, Vec::new());
                while let Some(at) = text[from..].find("[REDACTED:") {
                    let start = from + at;
                    let end = start + text[start..].find(']').unwrap() + 1;
                    let place = Locator::new(text.as_bytes(), unit).locate(Span::new(start, end));
                    outputs.push((place.start, place.end));
                    from = end;
                }
                let given: Vec<_> = replacements.iter().map(|found| (found.output.start, found.output.end)).collect();
                assert_eq!(given, outputs, "{format} {unit:?} {size}");
            }
        }
    }
}

#[test]
fn lines_that_are_documents_are_masked_by_name_and_by_path() {
    let scanner = builder().paths(Paths::new().redact("$.user.note").unwrap()).build().unwrap();
    let input = "{\"password\": \"horse\", \"n\": 1}\n{\"user\": {\"note\": \"staple\"}}\r\npassword horse\n[7]";
    let expected = "{\"password\": \"[REDACTED:PASSWORD]\", \"n\": 1}\n{\"user\": {\"note\": \"[REDACTED:PATH]\"}}\r\npassword horse\n[7]";
    for size in [1, 7, 1000] {
        assert_eq!(fed(scanner.feed(Format::JsonLines).unwrap(), input, size).0, expected);
    }
}

#[test]
fn a_policy_that_blocks_blocks_the_line_or_the_document() {
    let table = [
        (Format::Lines, "one\ntwo key_abcd\nthree\n", "one\n[REDACTED:BLOCKED]\nthree\n"),
        (Format::Lines, "BEGIN a\nb key_abcd END c\nthree\n", "[REDACTED:BLOCKED]\nthree\n"),
        (Format::JsonLines, "{\"a\": \"key_abcd\"}\r\n{\"a\": 1}\n", "\"[REDACTED:BLOCKED]\"\r\n{\"a\": 1}\n"),
        (Format::Text, "one\ntwo key_abcd\nthree\n", "[REDACTED:BLOCKED]"),
        (Format::ServerSentEvents, "data: a key_abcd\n\ndata: b\n\n", "data: [REDACTED:BLOCKED]\n\ndata: b\n\n"),
        (
            Format::ServerSentEvents,
            "id: 7\ndata: {\"a\": \"key_abcd\"}\n\ndata: {}\n\n",
            "id: 7\ndata: \"[REDACTED:BLOCKED]\"\n\ndata: {}\n\n",
        ),
    ];
    for (format, input, expected) in table {
        for size in [1, 3, 1000] {
            assert_eq!(fed(blocking().feed(format).unwrap(), input, size).0, expected, "{format} {size}");
        }
    }
}

#[test]
fn a_policy_that_blocks_blocks_the_whole_text_of_one_choice_wherever_the_secret_stands() {
    for parts in [["key_abcd before", "after"], ["before ", "middle key_"], ["be", "fore key_abcd"]] {
        let tail = if parts[1].ends_with("key_") { "abcd end" } else { " end" };
        let input = [
            event(0, parts[0]),
            event(1, "plain "),
            event(0, parts[1]),
            event(1, "text"),
            event(0, tail),
            stop(0),
            stop(1),
            "data: [DONE]\n\n".to_owned(),
        ]
        .concat();
        for size in [1, 11, 10_000] {
            let mut feed = blocking().feed(Format::ServerSentEvents).unwrap();
            let early = feed.push(event(0, parts[0])).text;
            assert!(!answer(&String::from_utf8(early).unwrap(), 0).contains("before"), "given before the end");
            let (given, _) = fed(blocking().feed(Format::ServerSentEvents).unwrap(), &input, size);
            assert_eq!(answer(&given, 0), "[REDACTED:BLOCKED]");
            assert_eq!(answer(&given, 1), "plain text");
            assert!(["before", "after", "middle", "abcd", "end"].iter().all(|word| !given.contains(word)));
        }
    }
}

#[test]
fn an_event_that_the_policy_blocks_takes_its_part_of_an_answer_along() {
    let blocked = json!({"id": "key_abcd", "choices": [{"index": 0, "delta": {"content": "two "}}]});
    let input = [event(0, "one "), format!("data: {blocked}\n\n"), event(0, "three"), stop(0)].concat();
    let (given, _) = fed(blocking().feed(Format::ServerSentEvents).unwrap(), &input, 1000);
    assert!(given.contains("data: \"[REDACTED:BLOCKED]\"\n\n") && !given.contains("two"));
    assert_eq!(answer(&given, 0), "one three");
}

#[test]
fn a_part_of_an_answer_that_a_name_or_a_path_masks_is_masked_in_each_event() {
    let scanner = builder().paths(Paths::new().redact("$.choices[*].delta.content").unwrap()).build().unwrap();
    let delta =
        json!({"choices": [{"index": 0, "delta": {"content": "staple", "password": "horse", "note": "key_ab"}}]});
    let rest = json!({"choices": [{"index": 0, "delta": {"content": "", "note": "cd."}, "finish_reason": "stop"}]});
    let input = format!("data: {delta}\n\ndata: {rest}\n\n");
    for size in [1, 1000] {
        let (given, _) = fed(scanner.feed(Format::ServerSentEvents).unwrap(), &input, size);
        assert!(!given.contains("staple") && !given.contains("horse"));
        assert_eq!(answer(&given, 0), "[REDACTED:PATH]");
        assert!(given.contains("[REDACTED:PASSWORD]") && given.contains("[REDACTED:KEY]."));
    }
}

#[test]
fn what_a_name_masks_is_not_said_again_with_the_rest_of_an_answer() {
    let scanner = builder().build().unwrap();
    let first = json!({"password": "horse", "id": "c", "choices": [{"index": 0, "delta": {"content": "rest key_ab"}}]});
    let input = format!("data: {first}\n\ndata: [DONE]\n\n");
    let (given, _) = fed(scanner.feed(Format::ServerSentEvents).unwrap(), &input, 1000);
    assert_eq!(answer(&given, 0), "rest key_ab");
    assert!(!given.contains("horse"));
}
