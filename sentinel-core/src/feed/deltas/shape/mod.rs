//! Which strings of an event's payload are parts of split texts, and which texts it ends.

mod carrier;
mod forms;
mod path;
mod responses;

use self::forms::{Ends, FORMS, Form, NO_END, OLLAMA, When};
use super::{
    Frame,
    channel::Template,
    stop::{Key, Step, Stop},
};
use crate::{
    Scanner, Span,
    feed::json::{self, Node},
};

/// What an event's payload is for the texts that are split over events.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// In the order in which they stand.
    pub(super) deltas: Vec<Delta>,
    /// Texts that begin anew: what is held of those before them is given out first.
    pub(super) starts: Vec<Stop>,
    /// Texts that go no further.
    pub(super) stops: Vec<Stop>,
    /// Those of them after which others may have the same keys.
    pub(super) lasts: Vec<Stop>,
    /// The id that it says of the answer, and the texts of that.
    pub(super) answer: Option<(Stop, String)>,
}

/// A part of a split text.
#[derive(Debug)]
pub(super) struct Delta {
    pub(super) key: Key,
    /// Where its string stands, quotes included.
    pub(super) token: Span,
}

/// None for a payload that has no part of a split text, and ends none.
pub(super) fn shape_of(payload: &[u8]) -> Option<Shape> {
    let first = payload.iter().find(|byte| !byte.is_ascii_whitespace())?;
    if *first != b'{' {
        return None;
    }
    let document = json::read(payload)?;
    let mut shape = Shape::default();
    let said = |name| document.get(name).and_then(|node| node.text(payload)).unwrap_or_default();
    let (kind, object) = (said("type"), said("object"));
    for form in FORMS.iter().filter(|form| form.when.is_of(&document, &kind, &object)) {
        shape.add(payload, &document, form);
    }
    shape.add_response(payload, &document, &String::from_utf8_lossy(&kind));
    shape.deltas.sort_by_key(|delta| delta.token.start);
    shape.deltas.dedup_by_key(|delta| delta.token.start);
    let is_empty = shape.deltas.is_empty() && shape.starts.is_empty() && shape.stops.is_empty();
    (!is_empty).then_some(shape)
}

/// As [`shape_of`], for a line of JSON Lines: most of those that look like events of other protocols are logs, each of
/// which is whole.
pub(super) fn shape_of_line(line: &[u8]) -> Option<Shape> {
    let is_ours = |key: &[Step]| matches!(key.first(), Some(Step::Family(OLLAMA)));
    // Most lines are told at once.
    memchr::memmem::find(line, b"\"done\"")?;
    let shape = shape_of(line)?;
    let mut keys = shape.deltas.iter().map(|delta| &delta.key).chain(shape.stops.iter().map(|stop| &stop.0));
    (shape.starts.is_empty() && keys.all(|key| is_ours(key))).then_some(shape)
}

impl Shape {
    /// True when the parts are those of the same texts, in the same order, as far as redaction leaves it to be seen.
    pub(super) fn has_parts_of(&self, other: &Self) -> bool {
        let steps = |delta: &Delta| delta.key.iter().filter(|step| !matches!(step, Step::Id(_))).cloned().collect();
        let keys = |shape: &Self| shape.deltas.iter().map(steps).collect::<Vec<Key>>();
        keys(self) == keys(other)
    }

    /// An event that carries the rest of this text.
    pub(super) fn template(&self, scanner: &Scanner, key: &Key, frame: &Frame<'_>) -> Option<Template> {
        carrier::template(self, scanner, key, frame)
    }

    fn add(&mut self, payload: &[u8], document: &Node, form: &Form) {
        let mut key = vec![Step::Family(form.family)];
        key.extend(form.ids.iter().map(|name| path::id(payload, document, name)));
        match form.ends {
            Ends::Nothing => {}
            Ends::Before => self.starts.push(Stop(key.clone())),
            Ends::All => self.stops.push(Stop(key.clone())),
            Ends::Where(member) => path::follow(payload, document, member, &key, &mut |mut beside, node| {
                beside.pop();
                if node.text(payload).is_some_and(|why| NO_END.iter().all(|word| word.as_bytes() != why)) {
                    self.stops.push(Stop(beside));
                }
            }),
            Ends::Last(member) => {
                if document.get(member).is_some_and(|node| node.span.of(payload) == b"true") {
                    self.stops.push(Stop(key.clone()));
                    self.lasts.push(Stop(key.clone()));
                }
            }
        }
        if form.answer {
            let id = document.get("id").and_then(|node| node.text(payload));
            let id = id.map(|id| path::shortened(&String::from_utf8_lossy(&id))).filter(|id| !id.is_empty());
            self.answer = id.map(|id| (Stop(key.clone()), id));
        }
        if !form.says.is_empty() {
            key.push(Step::Says(path::said(form.says)));
        }
        for text in form.texts {
            path::follow(payload, document, text, &key, &mut |key, node| {
                if node.is_string() {
                    self.deltas.push(Delta { key, token: node.span });
                }
            });
        }
    }
}

impl When {
    fn is_of(&self, document: &Node, kind: &[u8], object: &[u8]) -> bool {
        match self {
            Self::Has(members) => members.iter().all(|name| document.get(name).is_some()),
            Self::Type(words) => words.iter().any(|word| word.as_bytes() == kind),
            Self::Object(word) => word.as_bytes() == object,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::event::Event;

    fn keys(payload: &str) -> Vec<String> {
        let shape = shape_of(payload.as_bytes()).unwrap_or_default();
        shape
            .deltas
            .iter()
            .map(|delta| format!("{:?} {}", delta.key, &payload[delta.token.start..delta.token.end]))
            .collect()
    }

    #[test]
    fn the_parts_of_each_text_are_told_apart() {
        let chat = r#"{"id":"c","choices":[{"index":1,"delta":{"role":"assistant","content":"a","refusal":null,
            "tool_calls":[{"index":3,"id":"x","function":{"name":"f","arguments":"b"}}]},"finish_reason":null}]}"#;
        let found = keys(chat);
        assert_eq!(found.len(), 2);
        assert!(found[0].ends_with("\"a\"") && found[1].ends_with("\"b\"") && found[1].contains("Item(3)"));
        assert_eq!(keys(r#"{"choices":[{"text":"a"},{"text":"b"}]}"#).len(), 2);
        assert_eq!(
            keys(r#"{"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"a"}}"#).len(),
            1
        );
        assert_eq!(
            keys(r#"{"type":"response.output_text.delta","output_index":0,"content_index":1,"delta":"a"}"#).len(),
            1
        );
        for other in
            [r#"{"choices":"x","type":7,"delta":"a"}"#, r#"{"type":"response.audio.delta","delta":"AAAA"}"#, "[1]", "x"]
        {
            assert!(keys(other).is_empty(), "{other}");
        }
    }

    #[test]
    fn the_rest_of_a_text_has_an_event_that_reads_like_the_others() {
        let scanner = Scanner::builder().builtin(false).build().unwrap();
        for payload in [
            r#"{"id":"c","created":7,"choices":[{"index":1,"delta":{"tool_calls":[{"index":3,"id":"x","function":{"name":"f","arguments":"b"}}]}}]}"#,
            r#"{"choices":[{"index":0,"delta":{"content":"a"}}]}"#,
            r#"{"choices":[{"index":4,"text":"a"}],"model":"m"}"#,
            r#"{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"a"}}"#,
            r#"{"type":"content_block_start","index":2,"content_block":{"type":"text","text":"a"}}"#,
            r#"{"type":"response.output_text.delta","item_id":"i","output_index":0,"content_index":1,"delta":"a"}"#,
            r#"{"id":"m","object":"thread.message.delta","delta":{"content":[{"index":2,"type":"text","text":{"value":"a"}}]}}"#,
            r#"{"id":"s","object":"thread.run.step.delta","delta":{"step_details":{"type":"tool_calls","tool_calls":[{"index":1,"type":"function","function":{"arguments":"a"}}]}}}"#,
            r#"{"type":"completion","completion":"a","stop_reason":null}"#,
            r#"{"candidates":[{"index":1,"content":{"parts":[{"text":"a","thought":true}]}}],"modelVersion":"g"}"#,
            r#"{"type":"text-delta","id":"t","delta":"a"}"#,
            r#"{"type":"tool-input-delta","toolCallId":"t","inputTextDelta":"a"}"#,
            r#"{"type":"content-start","index":1,"delta":{"message":{"content":{"type":"text","text":"a"}}}}"#,
            r#"{"type":"tool-call-delta","index":1,"delta":{"message":{"tool_calls":{"function":{"arguments":"a"}}}}}"#,
            r#"{"model":"l","message":{"role":"assistant","content":"a"},"done":false}"#,
            r#"{"model":"l","response":"a","done":true}"#,
        ] {
            let block = format!("event: x\ndata: {payload}\n\n");
            let event = Event::new(block.as_bytes());
            let shape = shape_of(payload.as_bytes()).unwrap();
            let frame = Frame { payload: &event.payload, alone: &|name, payload| event.alone(name, payload) };
            let Template { before, after } = shape.template(&scanner, &shape.deltas[0].key, &frame).unwrap();
            let made = [&before[..], b"\"rest\"", &after].concat();
            let document: serde_json::Value = serde_json::from_slice(&Event::new(&made).payload).unwrap();
            let name = document.get("type").or_else(|| document.get("object"));
            let name = name.map(|name| format!("event: {}\ndata: ", name.as_str().unwrap()));
            assert!(made.starts_with(name.as_deref().unwrap_or("data: ").as_bytes()), "{payload}");
            let made = Event::new(&made);
            let again = shape_of(&made.payload).expect("a document");
            assert!(again.has_parts_of(&shape) && again.stops.is_empty(), "{payload}");
            assert!(made.payload.ends_with(&after[..after.len() - 2]));
        }
    }
}
