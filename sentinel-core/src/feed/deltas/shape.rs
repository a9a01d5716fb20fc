//! Which strings of an event's payload are parts of split texts, and which texts it stops.

use super::{
    channel::Template,
    stop::{Key, Step, Stop},
};
use crate::{
    Scanner, Span,
    feed::{
        document,
        event::Event,
        json::{self, Node},
    },
};

/// What an event's payload is for the texts that are split over events.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// In the order in which they stand.
    pub(super) deltas: Vec<Delta>,
    pub(super) stops: Vec<Stop>,
    /// True where another answer begins.
    pub(super) restarts: bool,
}

/// A part of a split text.
#[derive(Debug)]
pub(super) struct Delta {
    pub(super) key: Key,
    /// Where its string stands, quotes included.
    pub(super) token: Span,
}

/// What members of a choice's delta are that come whole.
const WHOLE: [&str; 10] =
    ["role", "id", "type", "name", "object", "model", "format", "signature", "data", "encrypted_content"];

/// None for a payload that has no part of a split text, and stops none.
pub(super) fn shape_of(payload: &[u8]) -> Option<Shape> {
    let first = payload.iter().find(|byte| !byte.is_ascii_whitespace())?;
    if *first != b'{' {
        return None;
    }
    let document = json::read(payload)?;
    let mut shape = Shape::default();
    for choice in document.get("choices").into_iter().flat_map(Node::items).enumerate() {
        shape.add_choice(payload, choice);
    }
    if let Some(kind) = document.get("type").and_then(|node| node.text(payload)) {
        let kind = String::from_utf8_lossy(&kind);
        shape.add_block(payload, &document, &kind);
        shape.add_response(payload, &document, &kind);
    }
    shape.deltas.sort_by_key(|delta| delta.token.start);
    (shape.restarts || !shape.deltas.is_empty() || !shape.stops.is_empty()).then_some(shape)
}

impl Shape {
    /// True when the parts are those of the same texts, in the same order.
    pub(super) fn has_parts_of(&self, other: &Self) -> bool {
        let keys = |shape: &Self| shape.deltas.iter().map(|delta| delta.key.clone()).collect::<Vec<_>>();
        keys(self) == keys(other)
    }

    /// An event that carries the rest of this text.
    pub(super) fn template(&self, scanner: &Scanner, key: &Key, event: &Event<'_>) -> Option<Template> {
        let document = json::read(&event.payload)?;
        let kept = kept(&event.payload, &document);
        // What is kept of the event may hold a secret itself.
        let clean = |fields: &[String]| {
            let (before, after) = rest_of(key, fields);
            let payload = format!("{before}\"\"{after}");
            let redacted = document::redact(scanner, payload.as_bytes());
            (redacted.text == payload.as_bytes()).then_some((before, after))
        };
        let numbers: Vec<String> = kept.iter().filter(|field| !field.ends_with('"')).cloned().collect();
        let (before, after) = clean(&kept).or_else(|| clean(&numbers)).or_else(|| clean(&[]))?;
        let mark = "\0";
        let block = event.alone(name_of(key).as_deref(), format!("{before}{mark}{after}").as_bytes());
        let at = memchr::memchr(0, &block)?;
        Some(Template { before: block[..at].to_vec(), after: block[at + mark.len()..].to_vec() })
    }

    /// A choice of OpenAI's chat completions or completions.
    fn add_choice(&mut self, payload: &[u8], (at, choice): (usize, &Node)) {
        let path = vec![Step::from("choices"), Step::from(number(payload, choice, "index").unwrap_or(at as u64))];
        self.add(&path, "text", choice.get("text"));
        if let Some(delta) = choice.get("delta") {
            let path = [path.clone(), vec!["delta".into()]].concat();
            for (name, member) in delta.entries().iter().filter(|(name, _)| !WHOLE.contains(&name.as_str())) {
                self.add(&path, name, Some(member));
            }
            let nested = |names: &[&str]| [path.clone(), names.iter().map(|name| Step::from(*name)).collect()].concat();
            let function = delta.get("function_call").and_then(|call| call.get("arguments"));
            self.add(&nested(&["function_call"]), "arguments", function);
            self.add(&nested(&["audio"]), "transcript", delta.get("audio").and_then(|audio| audio.get("transcript")));
            self.add_items(payload, &nested(&["tool_calls"]), delta.get("tool_calls"), &["function", "arguments"]);
            self.add_items(payload, &nested(&["tool_calls"]), delta.get("tool_calls"), &["custom", "input"]);
            self.add_items(payload, &nested(&["content"]), delta.get("content"), &["text"]);
            for name in ["text", "summary"] {
                self.add_items(payload, &nested(&["reasoning_details"]), delta.get("reasoning_details"), &[name]);
            }
        }
        if choice.get("finish_reason").is_some_and(Node::is_string) {
            self.stops.push(Stop(path));
        }
    }

    /// The strings under a path in each item of an array.
    fn add_items(&mut self, payload: &[u8], path: &[Step], items: Option<&Node>, names: &[&str]) {
        for (at, item) in items.into_iter().flat_map(Node::items).enumerate() {
            let number = number(payload, item, "index").unwrap_or(at as u64);
            let Some((last, outer)) = names.split_last() else { continue };
            let Some(member) = names.iter().try_fold(item, |node, name| node.get(name)) else { continue };
            let steps = [vec![Step::from(number)], outer.iter().map(|name| Step::from(*name)).collect()].concat();
            self.add(&[path.to_vec(), steps].concat(), last, Some(member));
        }
    }

    /// An event of Anthropic's messages.
    fn add_block(&mut self, payload: &[u8], document: &Node, kind: &str) {
        let blocks = Step::from("blocks");
        let member = match kind {
            "message_start" => {
                self.restarts = true;
                return;
            }
            "message_stop" => return self.stops.push(Stop(vec![blocks])),
            "content_block_stop" => None,
            "content_block_start" => Some("content_block"),
            "content_block_delta" => Some("delta"),
            _ => return,
        };
        let path = vec![blocks, Step::from(number(payload, document, "index").unwrap_or(0))];
        let Some(member) = member else { return self.stops.push(Stop(path)) };
        let parts = ["text", "partial_json", "thinking"];
        for (name, node) in document.get(member).map_or(&[][..], Node::entries) {
            if parts.contains(&name.as_str()) {
                self.add(&path, name, Some(node));
            }
        }
    }

    /// An event of OpenAI's responses.
    fn add_response(&mut self, payload: &[u8], document: &Node, kind: &str) {
        let responses = || Step::from("responses");
        match kind {
            "response.created" => self.restarts = true,
            "response.completed" | "response.failed" | "response.incomplete" | "error" => {
                self.stops.push(Stop(vec![responses()]));
            }
            _ => {}
        }
        let output = || Step::from(number(payload, document, "output_index").unwrap_or(0));
        if kind == "response.output_item.done" {
            self.stops.push(Stop(vec![responses(), output()]));
            return;
        }
        let (stem, stops) = match (kind.strip_suffix(".delta"), kind.strip_suffix(".done")) {
            (Some(stem), _) => (stem, false),
            (_, Some(stem)) => (stem, true),
            _ => return,
        };
        // Sound comes in base64, each part of it whole.
        if !stem.starts_with("response.") || stem.ends_with("audio") || stem.len() > LONGEST_NAME {
            return;
        }
        let part = ["content_index", "summary_index"].into_iter().find_map(|name| number(payload, document, name));
        let path = vec![responses(), output(), Step::from(stem), Step::from(part.unwrap_or(0))];
        if stops {
            self.stops.push(Stop(path));
        } else {
            self.add(&path, "delta", document.get("delta"));
        }
    }

    fn add(&mut self, path: &[Step], name: &str, member: Option<&Node>) {
        if let Some(member) = member.filter(|member| member.is_string())
            && name.len() <= LONGEST_NAME
        {
            let key = [path, &[Step::from(name)]].concat();
            self.deltas.push(Delta { key, token: member.span });
        }
    }
}

/// Members with longer names are those of no known event.
const LONGEST_NAME: usize = 128;
/// Longer values are not said again.
const LONGEST_KEPT: usize = 256;

fn number(payload: &[u8], object: &Node, name: &str) -> Option<u64> {
    object.get(name)?.number(payload)
}

/// The members of an event that are said again in one that carries the rest of a text.
fn kept(payload: &[u8], document: &Node) -> Vec<String> {
    let plain = |node: &Node| {
        node.entries().is_empty() && node.items().is_empty() && !payload[node.span.start..].starts_with(b"{")
    };
    let said = |(name, node): &&(String, Node)| {
        !matches!(name.as_str(), "choices" | "delta" | "content_block" | "type" | "usage" | "obfuscation")
            && plain(node)
            && name.len() + node.span.len() <= LONGEST_KEPT
    };
    let shown = |(name, node): &(String, Node)| {
        let name = String::from_utf8_lossy(&json::string(name.as_bytes())).into_owned();
        format!("{name}:{}", String::from_utf8_lossy(node.span.of(payload)).replace(['\n', '\r'], " "))
    };
    document.entries().iter().filter(said).map(shown).collect()
}

/// What stands before and after the rest of a text in an event that carries it.
fn rest_of(key: &[Step], kept: &[String]) -> (String, String) {
    let kept = kept.join(",");
    let comma = if kept.is_empty() { "" } else { "," };
    match key {
        [Step::Name(root), Step::Item(choice), inner @ ..] if root == "choices" => {
            let (before, after) = inner.iter().rev().fold((String::new(), String::new()), within);
            let before = format!("{{{kept}{comma}\"choices\":[{{\"index\":{choice},{}", &before[1..]);
            let after = format!("{},\"finish_reason\":null}}]}}", after.strip_suffix('}').unwrap_or(&after));
            (before, after)
        }
        [Step::Name(root), Step::Item(_), Step::Name(part)] if root == "blocks" => {
            let kind = if part == "partial_json" { "input_json_delta".to_owned() } else { format!("{part}_delta") };
            let before =
                format!("{{\"type\":\"content_block_delta\",{kept}{comma}\"delta\":{{\"type\":\"{kind}\",\"{part}\":");
            (before, "}}".to_owned())
        }
        _ => {
            let kind = name_of(key).unwrap_or_default();
            (format!("{{\"type\":\"{kind}\",{kept}{comma}\"delta\":"), "}".to_owned())
        }
    }
}

/// What stands before and after a value, with one more step outside of it.
fn within((before, after): (String, String), step: &Step) -> (String, String) {
    match step {
        Step::Name(name) => {
            let name = String::from_utf8_lossy(&json::string(name.as_bytes())).into_owned();
            (format!("{{{name}:{before}"), format!("{after}}}"))
        }
        Step::Item(number) => (format!("[{{\"index\":{number},{}", before.get(1..).unwrap_or("")), format!("{after}]")),
    }
}

/// What events that carry parts of this text are called, where they have names.
fn name_of(key: &[Step]) -> Option<String> {
    match key {
        [Step::Name(root), ..] if root == "blocks" => Some("content_block_delta".to_owned()),
        [Step::Name(root), _, Step::Name(stem), ..] if root == "responses" => Some(format!("{stem}.delta")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        ] {
            let block = format!("event: x\ndata: {payload}\n\n");
            let event = Event::new(block.as_bytes());
            let shape = shape_of(payload.as_bytes()).unwrap();
            let Template { before, after } = shape.template(&scanner, &shape.deltas[0].key, &event).unwrap();
            let made = [&before[..], b"\"rest\"", &after].concat();
            let made = Event::new(&made);
            let again = shape_of(&made.payload).expect("a document");
            assert!(again.has_parts_of(&shape) && again.stops.is_empty(), "{payload}");
            assert!(made.payload.ends_with(&after[..after.len() - 2]));
        }
    }
}
