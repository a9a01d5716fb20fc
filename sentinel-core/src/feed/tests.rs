//! Feeds against whole texts, on few rules, so that there are many cases.

use proptest::prelude::*;

use super::{Feed, Format, json};
use crate::{MAX_HELD_BYTES, Patterns, Scanner, WITHHELD_LIMIT};

const RULES: &str = "patterns:\n  KEY: {regex: 'key_[a-z]{4}(?:-[a-z]{2})?'}\n  PAIR: {regex: '[a-c]{2,5}@[a-c]{1,3}'}\n  \
    BLOCK: {regex: 'BEGIN\\s[a-c\\s]{1,40}END'}\n  QUOTED: {regex: 'pin\":\\s?\"(?P<secret>[0-9]{4})'}\n";

fn scanner() -> Scanner {
    Scanner::builder().builtin(false).patterns(Patterns::parse(RULES).unwrap()).build().unwrap()
}

/// What a feed gives for pieces of these sizes, again and again.
fn fed(mut feed: Feed, input: &[u8], sizes: &[usize]) -> (Vec<u8>, usize, bool) {
    let (mut out, mut found, mut failed, mut rest) = (Vec::new(), 0, false, input);
    let mut sizes = sizes.iter().cycle();
    while !rest.is_empty() {
        let (piece, later) = rest.split_at(rest.len().min(*sizes.next().unwrap()));
        rest = later;
        for given in [feed.push(piece), feed.flush()] {
            out.extend(given.text);
            found += given.findings.len();
            failed |= given.error.is_some();
        }
    }
    let last = feed.finish();
    out.extend(last.text);
    (out, found + last.findings.len(), failed | last.error.is_some())
}

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig { cases: count, failure_persistence: None, ..ProptestConfig::default() }
}

fn sizes() -> impl Strategy<Value = Vec<usize>> {
    prop_oneof![Just(vec![1_usize]), prop::collection::vec(1..30_usize, 1..5)]
}

const TEXT: &str = "(key_abcd(-xy)?|key_|ab@c|aabb@|BEGIN a\nb END|BEGIN |END|[a-c@ é🔑\n\\\\\"]|pin\": \"1234|\\[REDACTED:KEY\\]){0,5}";

/// The joined texts of the choices of an answer, from the events that a client sees.
fn answers(stream: &[u8]) -> [Vec<u8>; 2] {
    let mut answers = [Vec::new(), Vec::new()];
    for line in stream.split(|byte| *byte == b'\n') {
        let Some(payload) = line.strip_prefix(b"data: ") else { continue };
        let Some(document) = json::read(payload) else { continue };
        for choice in document.get("choices").unwrap().items() {
            let index = choice.get("index").unwrap().number(payload).unwrap() as usize;
            let content = choice.get("delta").and_then(|delta| delta.get("content"));
            answers[index].extend(content.and_then(|content| content.text(payload)).unwrap_or_default());
        }
    }
    answers
}

/// The events of an answer whose text comes in parts of these sizes: to one choice, then to the other.
fn events(texts: [&str; 2], parts: &[usize]) -> String {
    let (mut stream, mut at) = (String::new(), [0, 0]);
    for turn in 0.. {
        let choice = turn % 2;
        if at == [texts[0].len(), texts[1].len()] {
            break;
        }
        let text = texts[choice];
        let mut end = (at[choice] + parts[turn % parts.len()]).min(text.len());
        end += (end..).take_while(|end| !text.is_char_boundary(*end)).count();
        let content = String::from_utf8(json::string(&text.as_bytes()[at[choice]..end])).unwrap();
        stream += &format!(
            "data: {{\"id\":\"c\",\"choices\":[{{\"index\":{choice},\"delta\":{{\"content\":{content}}}}}]}}\n\n"
        );
        at[choice] = end;
    }
    for choice in 0..2 {
        stream +=
            &format!("data: {{\"choices\":[{{\"index\":{choice},\"delta\":{{}},\"finish_reason\":\"stop\"}}]}}\n\n");
    }
    stream + "data: [DONE]\n\n"
}

#[test]
fn an_answer_that_is_split_over_events_is_redacted_as_one_text() {
    let scanner = scanner();
    proptest!(cases(20_000), |(one in TEXT, two in TEXT, parts in sizes(), sizes in sizes())| {
        let stream = events([&one, &two], &parts);
        let (given, found, failed) = fed(scanner.feed(Format::ServerSentEvents).unwrap(), stream.as_bytes(), &sizes);
        prop_assert!(!failed);
        let whole = [one, two].map(|text| scanner.redact_bytes(text.as_bytes()));
        prop_assert_eq!(found, whole[0].findings.len() + whole[1].findings.len());
        prop_assert!(answers(&given) == whole.map(|redacted| redacted.text), "the answers differ");
        for line in given.split(|byte| *byte == b'\n') {
            let payload = line.strip_prefix(b"data: ").unwrap_or(b"0");
            prop_assert!(json::is_document(payload) || payload == b"[DONE]", "an event is no document");
        }
        prop_assert!(given.ends_with(b"data: [DONE]\n\n"));
    });
}

#[test]
fn events_with_other_payloads_are_redacted_each_and_framed_as_before() {
    let scanner = scanner();
    let line_end = prop::sample::select(vec!["\n", "\r\n", "\r"]);
    let field = prop::sample::select(vec!["data: ", "data:", "event: ", "id: ", ": ", "data"]);
    let lines = prop::collection::vec((field, "[a-c@_ key{}\"]{0,12}|key_abcd|ab@c|\\{\"pin\": \"1234\"\\}"), 0..5);
    let events = prop::collection::vec(lines, 0..5);
    proptest!(cases(20_000), |(events in events, end in line_end, sizes in sizes())| {
        let (mut input, mut expected) = (String::new(), String::new());
        for lines in events {
            let data = lines.iter().filter(|(field, _)| field.starts_with("data: ") || *field == "data:");
            let payload: Vec<&str> = data.map(|(field, value)| value.strip_prefix(if *field == "data:" { " " } else { "" }).unwrap_or(value)).collect();
            // A field of which more than one value is redacted may lose lines: tested in the vectors.
            let single = payload.len() == 1;
            for (field, value) in &lines {
                if field.starts_with("data") && !single {
                    continue;
                }
                let value = if *field == "data" { "" } else { value };
                input += &format!("{field}{value}{end}");
                let shown = match *field {
                    "data" => String::new(),
                    _ => scanner.redact(value).text,
                };
                expected += &format!("{field}{shown}{end}");
            }
            input += end;
            expected += end;
        }
        let (given, _, failed) = fed(scanner.feed(Format::ServerSentEvents).unwrap(), input.as_bytes(), &sizes);
        prop_assert!(!failed);
        prop_assert_eq!(String::from_utf8(given).unwrap(), expected);
    });
}

#[test]
fn lines_are_given_as_the_whole_text_is() {
    let scanner = scanner();
    proptest!(cases(20_000), |(text in TEXT, tail in TEXT, sizes in sizes())| {
        let text = format!("{text}\n{tail}");
        let (given, found, failed) = fed(scanner.feed(Format::Lines).unwrap(), text.as_bytes(), &sizes);
        let whole = scanner.redact_bytes(text.as_bytes());
        prop_assert!(!failed && given == whole.text, "the texts differ");
        prop_assert_eq!(found, whole.findings.len());
    });
}

#[test]
fn lines_that_are_documents_are_redacted_each() {
    let scanner = scanner();
    let lines = prop::collection::vec((TEXT, prop::bool::ANY, prop::sample::select(vec!["\n", "\r\n"])), 0..5);
    proptest!(cases(20_000), |(lines in lines, sizes in sizes())| {
        let (mut input, mut expected) = (Vec::new(), Vec::new());
        for (text, is_document, end) in lines {
            let line = match is_document {
                true => [b"{\"text\": ", &json::string(text.as_bytes())[..], b"}"].concat(),
                false => format!("x{}.", text.replace(['\n', '\r'], " ").replace("BEGIN", "")).into_bytes(),
            };
            input.extend([&line, end.as_bytes()].concat());
            expected.extend([&scanner.redact_bytes(&line).text, end.as_bytes()].concat());
        }
        let (given, _, failed) = fed(scanner.feed(Format::JsonLines).unwrap(), &input, &sizes);
        prop_assert!(!failed && given == expected, "the lines differ");
    });
}

#[test]
fn a_line_comes_when_it_is_complete_and_a_key_of_several_lines_with_its_last() {
    let mut feed = scanner().feed(Format::Lines).unwrap();
    assert_eq!(feed.push("a key_abcd b\nBEG").text, b"a [REDACTED:KEY] b\n");
    assert_eq!(feed.push("IN aa\nbb\n").text, b"");
    let given = feed.push("cc END.\nkey_abcd\n");
    assert_eq!(given.text, b"[REDACTED:BLOCK].\n[REDACTED:KEY]\n");
    let places: Vec<_> = given.findings.iter().map(|(found, located)| (found.span.start, located.at.line)).collect();
    assert_eq!(places, [(13, 2), (33, 5)]);
}

#[test]
fn what_is_too_long_is_withheld_and_the_feed_goes_on() {
    let scanner = scanner();
    let long = "x".repeat(MAX_HELD_BYTES + 10);
    let table = [
        (Format::Lines, format!("a\n{long}\nb key_abcd\n"), format!("a\n{WITHHELD_LIMIT}\nb [REDACTED:KEY]\n")),
        (Format::JsonLines, format!("1\n\"{long}\"\n2\n"), format!("1\n\"{WITHHELD_LIMIT}\"\n2\n")),
        (
            Format::ServerSentEvents,
            format!("data: a\n\nevent: x key_abcd\r\ndata: {long}\nid: 7\n\ndata: key_abcd\n\n"),
            format!("data: a\n\nevent: x [REDACTED:KEY]\r\ndata: \"{WITHHELD_LIMIT}\"\r\n\r\ndata: [REDACTED:KEY]\n\n"),
        ),
    ];
    for (format, input, expected) in table {
        for sizes in [[1000], [usize::MAX]] {
            let before = scanner.withheld();
            let mut feed = scanner.feed(format).unwrap();
            let mut most = 0;
            for piece in input.as_bytes().chunks(sizes[0]) {
                feed.push(piece);
                most = most.max(feed.held());
            }
            assert!(most <= MAX_HELD_BYTES);
            assert_eq!(scanner.withheld() - before, 1);
            let (given, _, failed) = fed(scanner.feed(format).unwrap(), input.as_bytes(), &sizes);
            assert!(failed && given == expected.as_bytes(), "{format}");
        }
    }
}

#[test]
fn a_text_that_goes_on_after_its_stop_is_withheld() {
    let scanner = scanner();
    let event = |content: &str, finish: &str| {
        format!(
            "data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{content}\"}},\"finish_reason\":{finish}}}]}}\n\n"
        )
    };
    let input = [event("key_", "\"stop\""), event("abcd", "null"), event("more", "null")].concat();
    let (given, found, failed) = fed(scanner.feed(Format::ServerSentEvents).unwrap(), input.as_bytes(), &[usize::MAX]);
    assert!(failed && found == 0);
    assert_eq!(answers(&given)[0], b"key_[REDACTED:ERROR]");
    // Another answer begins.
    let done = "data: [DONE]\n\n";
    let input = [event("key_", "\"stop\"").as_str(), done, &event("key_abcd", "\"stop\""), done].concat();
    let (given, found, failed) = fed(scanner.feed(Format::ServerSentEvents).unwrap(), input.as_bytes(), &[usize::MAX]);
    assert!(!failed && found == 1);
    assert_eq!(answers(&given)[0], b"key_[REDACTED:KEY]");
}

#[test]
fn too_many_texts_at_a_time_are_withheld() {
    let scanner = scanner();
    let event = |choice: usize| {
        format!("data: {{\"choices\":[{{\"index\":{choice},\"delta\":{{\"content\":\"a key_ab\"}}}}]}}\n\n")
    };
    let input: String = (0..300).map(event).collect();
    let mut feed = scanner.feed(Format::ServerSentEvents).unwrap();
    let given = feed.push(&input);
    assert_eq!(given.error.unwrap().code(), "limit_exceeded");
    assert_eq!(memchr::memmem::find_iter(&given.text, WITHHELD_LIMIT).count(), 44);
}

#[test]
fn nothing_held_back_is_shown() {
    let scanner = scanner();
    for format in Format::ALL {
        let mut feed = scanner.feed(*format).unwrap();
        feed.push("data: {\"choices\":[{\"delta\":{\"content\":\"key_ab\"}}]}\n\nkey_abc");
        assert!(!format!("{feed:?}").contains("key_a"));
    }
}
