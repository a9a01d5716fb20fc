//! The events of OpenAI's responses that are called by what they carry: `response.<stem>.delta`, `response.<stem>.done`.

use super::{Delta, Shape, Step, Stop, forms::RESPONSES, path};
use crate::feed::json::{self, Node};

impl Shape {
    /// A part of a text, or the end of one.
    pub(super) fn add_response(&mut self, payload: &[u8], document: &Node, kind: &str) {
        let (stem, stops) = match (kind.strip_suffix(".delta"), kind.strip_suffix(".done")) {
            (Some(stem), _) => (stem, false),
            (_, Some(stem)) => (stem, true),
            _ => return,
        };
        // Sound comes in base64, each part of it whole. `output_item` is the end of all that an output has.
        if !stem.starts_with("response.") || stem.ends_with("audio") || stem == "response.output_item" {
            return;
        }
        let says = json::string(path::shortened(&format!("{stem}.delta")).as_bytes());
        let part = ["content_index", "summary_index"].into_iter().find(|name| document.get(name).is_some());
        let key = vec![
            Step::Family(RESPONSES),
            path::id(payload, document, "output_index"),
            Step::Id(String::from_utf8_lossy(&says).into_owned()),
            path::id(payload, document, part.unwrap_or("content_index")),
        ];
        if stops {
            self.stops.push(Stop(key));
        } else if let Some(delta) = document.get("delta").filter(|delta| delta.is_string()) {
            let says = Step::Says(format!("\"type\":{}", String::from_utf8_lossy(&says)));
            let key = [key, vec![says, Step::Name("delta".to_owned())]].concat();
            self.deltas.push(Delta { key, token: delta.span });
        }
    }
}
