//! What the events of each protocol look like, and how a client reads them.

use sentinel_core::Format;
use serde_json::Value;

/// One protocol. `#` stands for the number of a text, `@` for a part of it.
pub(crate) struct Wire {
    pub(crate) event: &'static str,
    /// What ends a text, if something does.
    pub(crate) stop: &'static str,
    /// Where an event says its part, and which text it is of; empty where there is one text.
    text: &'static str,
    index: &'static str,
    pub(crate) format: Format,
}

pub(crate) const SSE: Format = Format::ServerSentEvents;

#[rustfmt::skip]
pub(crate) const WIRES: [Wire; 23] = [
    wire(r#"{"id":"c","choices":[{"index":#,"delta":{"content":@},"finish_reason":null}]}"#,
        r#"{"id":"c","choices":[{"index":#,"delta":{},"finish_reason":"stop"}]}"#,
        "/choices/0/delta/content", "/choices/0/index"),
    // Servers that say an empty reason in each event.
    wire(r#"{"choices":[{"index":#,"delta":{"content":@},"finish_reason":""}]}"#,
        r#"{"choices":[{"index":#,"delta":{},"finish_reason":"length"}]}"#,
        "/choices/0/delta/content", "/choices/0/index"),
    wire(r#"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":#,"function":{"arguments":@}}]}}]}"#,
        r#"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#,
        "/choices/0/delta/tool_calls/0/function/arguments", "/choices/0/delta/tool_calls/0/index"),
    wire(r#"{"choices":[{"index":#,"text":@,"finish_reason":""}]}"#,
        r#"{"choices":[{"index":#,"text":"","finish_reason":"stop"}]}"#,
        "/choices/0/text", "/choices/0/index"),
    wire(r#"{"choices":[{"index":#,"delta":{"content":[{"type":"text","text":@}]}}]}"#,
        r#"{"choices":[{"index":#,"delta":{},"finish_reason":"stop"}]}"#,
        "/choices/0/delta/content/0/text", "/choices/0/index"),
    wire(r#"{"choices":[{"index":#,"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":@}]}]}}]}"#,
        r#"{"choices":[{"index":#,"delta":{},"finish_reason":"stop"}]}"#,
        "/choices/0/delta/content/0/thinking/0/text", "/choices/0/index"),
    wire(r#"{"type":"content_block_delta","index":#,"delta":{"type":"text_delta","text":@}}"#,
        r#"{"type":"content_block_stop","index":#}"#, "/delta/text", "/index"),
    wire(r#"{"type":"content_block_delta","index":#,"delta":{"type":"input_json_delta","partial_json":@}}"#,
        r#"{"type":"content_block_stop","index":#}"#, "/delta/partial_json", "/index"),
    wire(r#"{"type":"completion","completion":@,"stop_reason":null}"#,
        r#"{"type":"completion","completion":"","stop_reason":"stop_sequence"}"#, "/completion", ""),
    wire(r#"{"type":"response.output_text.delta","output_index":0,"content_index":#,"delta":@}"#,
        r#"{"type":"response.output_text.done","output_index":0,"content_index":#,"text":""}"#, "/delta", "/content_index"),
    wire(r#"{"type":"response.function_call_arguments.delta","output_index":#,"delta":@}"#,
        r#"{"type":"response.output_item.done","output_index":#}"#, "/delta", "/output_index"),
    wire(r#"{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":#,"delta":@}"#,
        r#"{"type":"response.completed"}"#, "/delta", "/summary_index"),
    wire(r#"{"type":"response.refusal.delta","output_index":#,"delta":@}"#,
        r#"{"type":"response.incomplete"}"#, "/delta", "/output_index"),
    wire(r#"{"id":"m","object":"thread.message.delta","delta":{"content":[{"index":#,"type":"text","text":{"value":@}}]}}"#,
        r#"{"id":"m","object":"thread.message","status":"completed","content":[]}"#,
        "/delta/content/0/text/value", "/delta/content/0/index"),
    wire(r#"{"id":"s","object":"thread.run.step.delta","delta":{"step_details":{"type":"tool_calls","tool_calls":[{"index":#,"type":"function","function":{"arguments":@}}]}}}"#,
        r#"{"id":"s","object":"thread.run.step","status":"completed"}"#,
        "/delta/step_details/tool_calls/0/function/arguments", "/delta/step_details/tool_calls/0/index"),
    wire(r#"{"candidates":[{"index":#,"content":{"role":"model","parts":[{"text":@}]}}],"modelVersion":"g"}"#,
        r#"{"candidates":[{"index":#,"content":{"role":"model","parts":[{"text":""}]},"finishReason":"STOP"}]}"#,
        "/candidates/0/content/parts/0/text", "/candidates/0/index"),
    wire(r#"{"type":"text-delta","id":"t#","delta":@}"#, r#"{"type":"text-end","id":"t#"}"#, "/delta", "/id"),
    wire(r#"{"type":"reasoning-delta","id":"r#","delta":@}"#, r#"{"type":"finish"}"#, "/delta", "/id"),
    wire(r#"{"type":"tool-input-delta","toolCallId":"c#","inputTextDelta":@}"#,
        r#"{"type":"tool-input-available","toolCallId":"c#","toolName":"f","input":{}}"#, "/inputTextDelta", "/toolCallId"),
    wire(r#"{"type":"content-delta","index":#,"delta":{"message":{"content":{"text":@}}}}"#,
        r#"{"type":"content-end","index":#}"#, "/delta/message/content/text", "/index"),
    wire(r#"{"type":"tool-call-delta","index":#,"delta":{"message":{"tool_calls":{"function":{"arguments":@}}}}}"#,
        r#"{"type":"message-end"}"#, "/delta/message/tool_calls/function/arguments", "/index"),
    Wire { format: Format::JsonLines, ..wire(
        r#"{"model":"l","message":{"role":"assistant","content":@},"done":false}"#,
        r#"{"model":"l","message":{"role":"assistant","content":""},"done":true}"#, "/message/content", "") },
    Wire { format: Format::JsonLines, ..wire(
        r#"{"model":"l","response":@,"done":false}"#, r#"{"model":"l","response":"","done":true}"#, "/response", "") },
];

const fn wire(event: &'static str, stop: &'static str, text: &'static str, index: &'static str) -> Wire {
    Wire { event, stop, text, index, format: SSE }
}

impl Wire {
    pub(crate) fn framed(&self, payload: &str) -> String {
        if self.format == SSE { format!("data: {payload}\n\n") } else { format!("{payload}\n") }
    }

    pub(crate) fn part(&self, number: usize, text: &str) -> String {
        let text = serde_json::to_string(text).unwrap();
        self.framed(&self.event.replace('#', &number.to_string()).replace('@', &text))
    }

    pub(crate) fn stop(&self, number: usize) -> String {
        self.framed(&self.stop.replace('#', &number.to_string()))
    }

    /// The events of texts that come in parts of these sizes, in turn.
    pub(crate) fn parts(&self, texts: &[&str], sizes: &[usize]) -> String {
        let mut rests: Vec<Vec<char>> = texts.iter().map(|text| text.chars().collect()).collect();
        let mut events = String::new();
        for turn in 0.. {
            let (number, size) = (turn % texts.len(), sizes[turn % sizes.len()]);
            if rests.iter().all(Vec::is_empty) {
                break;
            }
            let rest = &mut rests[number];
            let part: String = rest.drain(..size.min(rest.len())).collect();
            events += &self.part(number, &part);
        }
        events
    }

    /// What a client reads of a text.
    pub(crate) fn answer(&self, given: &str, number: usize) -> String {
        let event = self.event.replace('#', &number.to_string()).replace('@', "\"\"");
        let event: Value = serde_json::from_str(&event).unwrap();
        let lines = given.lines().filter(|line| !line.is_empty() && *line != "data: [DONE]");
        let documents = lines.map(|line| {
            let payload = if self.format == SSE { line.strip_prefix("data: ").expect("an event") } else { line };
            serde_json::from_str::<Value>(payload).expect("an event is a document")
        });
        let is_its =
            |document: &Value| self.index.is_empty() || document.pointer(self.index) == event.pointer(self.index);
        let said =
            documents.filter(is_its).filter_map(|document| Some(document.pointer(self.text)?.as_str()?.to_owned()));
        said.collect()
    }

    /// The events, the last without what it says of a text.
    pub(crate) fn without_text(&self, given: &str) -> String {
        let start = given.trim_end().rfind('\n').map_or(0, |end| end + 1);
        let start = start + if given[start..].starts_with("data: ") { "data: ".len() } else { 0 };
        let (before, last) = given.split_at(start);
        let said = serde_json::from_str(last)
            .ok()
            .and_then(|document: Value| Some(document.pointer(self.text)?.as_str()?.to_owned()));
        match said {
            Some(text) => format!("{before}{}", last.replace(&serde_json::to_string(&text).unwrap(), "\"\"")),
            None => given.to_owned(),
        }
    }

    pub(crate) fn texts(&self) -> usize {
        if self.index.is_empty() { 1 } else { 2 }
    }
}
