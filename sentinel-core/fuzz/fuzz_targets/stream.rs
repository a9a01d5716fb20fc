//! A stream gives what the whole text gives, however it is cut; so does the answer of a language model that is split
//! over events, and no event stops being a document.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sentinel_core::{Feed, Format, Scanner};

static SCANNER: LazyLock<Scanner> =
    LazyLock::new(|| Scanner::builder().pii(true).build().expect("the built-in rules compile"));

fuzz_target!(|input: &[u8]| {
    let [cuts @ .., format] = &input[..input.len().min(9)] else { return };
    let text = &input[cuts.len() + 1..];
    let whole = SCANNER.redact_bytes(text);
    if whole.error.is_some() {
        return;
    }
    let given = fed(feed(Format::Text), text, cuts);
    assert!(given == whole.text, "the stream differs");
    if let Ok(text) = std::str::from_utf8(text) {
        let answer = answer(&fed(feed(Format::ServerSentEvents), events(text, cuts).as_bytes(), cuts));
        // A rule may cut a character in two.
        assert!(answer == String::from_utf8_lossy(&whole.text), "the answer differs");
    }
    // Any bytes at all are taken, and the cuts do not count.
    let format = Format::ALL[usize::from(*format) % Format::ALL.len()];
    assert!(fed(feed(format), text, cuts) == fed(feed(format), text, &[]), "the cuts count");
});

fn feed(format: Format) -> Feed {
    SCANNER.feed(format).expect("the built-in rules have bounds")
}

fn sizes(cuts: &[u8]) -> impl Iterator<Item = usize> {
    let cuts = if cuts.is_empty() { vec![usize::MAX] } else { cuts.iter().map(|cut| usize::from(*cut) + 1).collect() };
    cuts.into_iter().cycle()
}

fn fed(mut feed: Feed, mut text: &[u8], cuts: &[u8]) -> Vec<u8> {
    let mut given = Vec::new();
    for size in sizes(cuts) {
        if text.is_empty() {
            break;
        }
        let (piece, rest) = text.split_at(size.min(text.len()));
        given.extend(feed.push(piece).text);
        text = rest;
    }
    given.extend(feed.finish().text);
    given
}

/// The text as the parts of a chat.
fn events(text: &str, cuts: &[u8]) -> String {
    let (mut events, mut characters) = (String::new(), text.chars().peekable());
    for size in sizes(cuts) {
        if characters.peek().is_none() {
            break;
        }
        let part: String = characters.by_ref().take(size).collect();
        let part = serde_json::to_string(&part).expect("a text is a string");
        events += &format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":{part}}}}}]}}\n\n");
    }
    events + "data: [DONE]\n\n"
}

fn answer(events: &[u8]) -> String {
    let lines = events.split(|byte| *byte == b'\n').filter_map(|line| line.strip_prefix(b"data: "));
    let documents = lines.filter(|payload| *payload != b"[DONE]");
    let content = |payload: &[u8]| {
        let event: serde_json::Value = serde_json::from_slice(payload).expect("an event is a document");
        event["choices"][0]["delta"]["content"].as_str().unwrap_or_default().to_owned()
    };
    documents.map(content).collect()
}
