//! Answers of language models, in the events of each protocol that is known.

#[path = "feed_answers/wires.rs"]
mod wires;

use proptest::prelude::*;
use sentinel_core::{Error, Feed, Format, Patterns, Scanner};
use serde_json::Value;

use wires::{SSE, WIRES};

fn scanner() -> Scanner {
    let rules = "patterns: {KEY: {regex: 'key_[a-z]{4}(?:-[a-z]{2})?'}, PAIR: {regex: '[a-c]{2,5}@[a-c]{1,3}'}}";
    Scanner::builder().builtin(false).patterns(Patterns::parse(rules).unwrap()).build().unwrap()
}

fn fed(mut feed: Feed, input: &str, size: usize) -> (String, Option<Error>) {
    let (mut text, mut error) = (Vec::new(), None);
    for piece in input.as_bytes().chunks(size) {
        let given = feed.push(piece);
        text.extend(given.text);
        error = error.or(given.error);
    }
    let given = feed.finish();
    text.extend(given.text);
    (String::from_utf8(text).unwrap(), error.or(given.error))
}

#[test]
fn a_key_that_is_split_anywhere_is_redacted_whatever_ends_the_text() {
    let scanner = scanner();
    let text = "it is key_abcd-ef, a key_abcd";
    for wire in &WIRES {
        let stop = wire.stop(0);
        let done = if wire.format == SSE { "data: [DONE]\n\n" } else { "" };
        for at in 0..=text.len() {
            for sizes in [[at, text.len()], [1, 1]] {
                for end in [stop.as_str(), "", done] {
                    let input = wire.parts(&[text], &sizes) + end;
                    let (given, error) = fed(scanner.feed(wire.format).unwrap(), &input, 7);
                    assert!(error.is_none(), "{}", wire.event);
                    assert!(wire.answer(&given, 0) == "it is [REDACTED:KEY], a [REDACTED:KEY]", "{}", wire.event);
                    assert!(wire.without_text(&given).ends_with(end), "the end is the last: {}", wire.event);
                }
            }
        }
    }
}

#[test]
fn texts_in_turn_are_redacted_as_each_is_as_a_whole() {
    let scanner = scanner();
    let text = || "(key_abcd(-xy)?|key_|ab@c|aabb@|[a-c@ é🔑\n\\\\\"]|\\[REDACTED:KEY\\]){0,5}";
    let sizes = || prop::collection::vec(1..12_usize, 1..4);
    let config = ProptestConfig { cases: 6_000, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(wire in 0..WIRES.len(), one in text(), two in text(), sizes in sizes(), size in 1..200_usize, stops in any::<bool>())| {
        let wire = &WIRES[wire];
        let texts = &[&*one, &*two][..wire.texts()];
        let mut input = wire.parts(texts, &sizes);
        if stops {
            input.extend((0..texts.len()).map(|number| wire.stop(number)));
        }
        let (given, error) = fed(scanner.feed(wire.format).unwrap(), &input, size);
        prop_assert!(error.is_none());
        for (number, text) in texts.iter().enumerate() {
            prop_assert!(wire.answer(&given, number) == scanner.redact(text).text, "an answer differs: {}", wire.event);
        }
    });
}

#[test]
fn the_cuts_of_a_feed_that_ends_anywhere_do_not_count() {
    let scanner = scanner();
    let config = ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() };
    let lines = prop::sample::select(vec!["", "\u{feff}", "id: key_abcd\n", ": key_", "event: x\r\n\r\n"]);
    proptest!(config, |(wire in 0..WIRES.len(), before in lines, sizes in prop::collection::vec(1..9_usize, 2), size in 1..50_usize, left in 0..120_usize)| {
        let wire = &WIRES[wire];
        let input = before.to_owned() + &wire.parts(&["it is key_abcd", "key_abcd-ef"][..wire.texts()], &sizes);
        let input = String::from_utf8_lossy(&input.as_bytes()[..input.len() - left.min(input.len())]).into_owned();
        let whole = fed(scanner.feed(wire.format).unwrap(), &input, usize::MAX);
        let given = fed(scanner.feed(wire.format).unwrap(), &input, size);
        prop_assert!(given.0 == whole.0 && given.1.is_some() == whole.1.is_some(), "the cuts count: {}", wire.event);
        prop_assert!(!given.0.contains("key_abcd"), "a key is given: {}", wire.event);
    });
}

#[test]
fn what_comes_after_the_end_of_a_text_is_withheld_or_is_another_answer() {
    let scanner = scanner();
    for wire in &WIRES {
        let input = [wire.part(0, "a key_"), wire.stop(0), wire.part(0, "abcd"), wire.stop(0)].concat();
        let (given, error) = fed(scanner.feed(wire.format).unwrap(), &input, 9);
        let is_last = wire.format == Format::JsonLines || wire.stop.contains("\"finish\"");
        let expected = if is_last { "a key_abcd" } else { "a key_[REDACTED:ERROR]" };
        assert_eq!((wire.answer(&given, 0).as_str(), error.is_some()), (expected, !is_last), "{}", wire.event);
    }
}

#[test]
fn a_feed_that_ends_in_an_event_gives_the_rest_of_the_text_first_and_no_part_of_the_event() {
    let scanner = scanner();
    for wire in &WIRES {
        let second = wire.part(0, "abcd");
        let payload = second.trim_end();
        let cut = payload.find("abcd").unwrap() + 2;
        for end in [cut, payload.len() - 1, payload.len(), second.len()] {
            let input = wire.part(0, "it is key_") + &second[..end];
            let (given, error) = fed(scanner.feed(wire.format).unwrap(), &input, 9);
            if end >= payload.len() {
                assert!(error.is_none() && wire.answer(&given, 0) == "it is [REDACTED:KEY]", "{}", wire.event);
            } else {
                assert_eq!(wire.answer(&given, 0), "it is key_", "{}", wire.event);
                assert!(given.ends_with("\"[REDACTED:ERROR]\"") && error.is_some(), "{}", wire.event);
            }
        }
    }
}

#[test]
fn a_start_begins_another_text_with_the_same_name() {
    let scanner = scanner();
    let table = [
        (&WIRES[6], r#"{"type":"message_start","message":{}}"#),
        (&WIRES[9], r#"{"type":"response.created","response":{}}"#),
        (&WIRES[16], r#"{"type":"text-start","id":"t0"}"#),
        (&WIRES[17], r#"{"type":"reasoning-start","id":"r0"}"#),
        (&WIRES[18], r#"{"type":"tool-input-start","toolCallId":"c0","toolName":"f"}"#),
        (&WIRES[19], r#"{"type":"message-start","id":"x"}"#),
    ];
    for (wire, start) in table {
        for stop in [wire.stop(0), String::new()] {
            let input = wire.part(0, "a key_") + &stop + &wire.framed(start) + &wire.part(0, "key_abcd");
            let (given, error) = fed(scanner.feed(wire.format).unwrap(), &input, 9);
            assert!(error.is_none(), "{}", wire.event);
            assert_eq!(wire.answer(&given, 0), "a key_[REDACTED:KEY]", "{}", wire.event);
        }
    }
}

#[test]
fn thoughts_of_gemini_are_a_text_of_their_own_and_the_parts_of_an_event_are_one_text() {
    let event = |parts: &str| format!("data: {{\"candidates\":[{{\"content\":{{\"parts\":[{parts}]}}}}]}}\n\n");
    let input = [
        event(r#"{"text":"so: key_","thought":true}"#),
        event(r#"{"text":"abcd.","thought":true},{"text":"it is k"},{"text":"ey_"}"#),
        event(r#"{"text":"ab"},{"functionCall":{"name":"f","args":{}}},{"text":"cd"}"#),
    ];
    let (given, _) = fed(scanner().feed(SSE).unwrap(), &input.concat(), 9);
    let payloads = given.lines().filter_map(|line| line.strip_prefix("data: "));
    let documents = payloads.map(|payload| serde_json::from_str::<Value>(payload).unwrap());
    let mut said = [String::new(), String::new()];
    for document in documents {
        for part in document.pointer("/candidates/0/content/parts").unwrap().as_array().unwrap() {
            said[usize::from(part["thought"] == true)] += part["text"].as_str().unwrap_or_default();
        }
    }
    assert_eq!(said, ["it is [REDACTED:KEY]", "so: [REDACTED:KEY]."]);
}

#[test]
fn an_event_that_is_complete_at_the_end_is_no_broken_one() {
    let part = WIRES[0].part(0, "it is key_").replace('\n', "\r");
    for (end, is_complete) in [("data: note\r\r", true), ("data: note\r", false), ("data: [DO", true), (": no", true)] {
        let (given, error) = fed(scanner().feed(SSE).unwrap(), &(part.clone() + end), 9);
        assert_eq!((given.contains(end), error.is_none()), (is_complete, is_complete), "{end}");
        assert!(given.contains("key_\""));
    }
}

#[test]
fn a_line_that_has_a_whole_answer_is_redacted_as_a_document() {
    let line = r#"{"model":"l","response":"key_abcd","password":"horse","done":true}"#;
    let mut feed = scanner().feed(Format::JsonLines).unwrap();
    let given = feed.push(format!("{line}\n").repeat(2));
    assert_eq!(given.text, (scanner().redact_json(line).text + "\n").repeat(2).as_bytes());
    assert!(given.error.is_none() && given.replacements.len() == 4);
    // One of another program, that has some of the same members, too.
    let log = format!("{}\n", r#"{"response":"waiting for key_abcd","done":false}"#);
    let given = scanner().feed(Format::JsonLines).unwrap().push(&log);
    assert_eq!(given.text, log.replace("key_abcd", "[REDACTED:KEY]").as_bytes());
}

#[test]
fn texts_with_names_of_their_own_may_be_many_one_after_another() {
    let wire = &WIRES[16];
    let input: String = (0..600).map(|number| wire.part(number, "key_abcd") + &wire.stop(number)).collect();
    let (given, error) = fed(scanner().feed(SSE).unwrap(), &input, 1000);
    assert!(error.is_none());
    assert_eq!(given.matches("[REDACTED:KEY]").count(), 600);
}

#[test]
fn another_id_is_another_answer_where_the_one_before_is_over() {
    let scanner = scanner();
    let event = |id: &str, content: &str, finish: &str| {
        format!(
            "data: {{\"id\":\"{id}\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{content}\"}},\"finish_reason\":{finish}}}]}}\n\n"
        )
    };
    let table = [
        (["a", "a", "b", "b"], "\"stop\"", "a key_[REDACTED:KEY]"),
        (["a", "a", "a", "a"], "\"stop\"", "a key_[REDACTED:ERROR]"),
        // Each event has an id of its own.
        (["a", "b", "c", "d"], "\"stop\"", "a key_[REDACTED:ERROR]"),
        // The first is not over.
        (["a", "a", "b", "b"], "null", "a key_[REDACTED:KEY]"),
    ];
    for (ids, finish, expected) in table {
        let input = [
            event(ids[0], "a ", "null"),
            event(ids[1], "key_", finish),
            event(ids[2], "key_", "null"),
            event(ids[3], "abcd", "null"),
        ];
        let (given, error) = fed(scanner.feed(SSE).unwrap(), &input.concat(), 9);
        assert_eq!((WIRES[0].answer(&given, 0).as_str(), error.is_some()), (expected, expected.contains("ERROR")));
    }
}
