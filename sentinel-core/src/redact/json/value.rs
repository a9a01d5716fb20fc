//! Redaction of a document in memory.

use std::vec::IntoIter;

use serde_json::{Map, Value};

use super::leaves::Leaves;
use crate::{Redacted, Scanner};

impl Scanner {
    /// Redacts a value in place, as [`redact_json`](Self::redact_json) redacts the text of it. Where that is withheld the
    /// value is the marker. Spans of findings are those in the text that `to_string` gives of the value.
    ///
    /// Of two keys of an object that become the same placeholder, the later has a number after it (`#2`), so that no
    /// value is lost.
    ///
    /// ```
    /// use sentinel_core::Scanner;
    /// use serde_json::json;
    ///
    /// let mut value = json!({"user": 7, "auth": {"password": "horse"}});
    /// Scanner::builtin().redact_value(&mut value);
    /// assert_eq!(value, json!({"user": 7, "auth": {"password": "[REDACTED:PASSWORD]"}}));
    /// ```
    pub fn redact_value(&self, value: &mut Value) -> Redacted<()> {
        let Redacted { text, findings, replacements, error } = self.redact_leaves(&value.to_string());
        match text {
            Leaves::Replaced(replaced) if replaced.is_empty() => {}
            Leaves::Replaced(replaced) => {
                let mut replaced = replaced.into_iter();
                let next = replaced.next();
                Rebuild { index: 0, next, replaced }.value(value);
            }
            Leaves::Withheld(marker) => *value = Value::from(marker),
        }
        Redacted { text: (), findings, replacements, error }
    }
}

/// Puts replacements where they belong.
struct Rebuild {
    index: usize,
    next: Option<(usize, String)>,
    replaced: IntoIter<(usize, String)>,
}

impl Rebuild {
    fn value(&mut self, value: &mut Value) {
        match value {
            Value::Array(elements) => elements.iter_mut().for_each(|element| self.value(element)),
            Value::Object(map) => *map = self.object(std::mem::take(map)),
            leaf => {
                if let Some(text) = self.leaf() {
                    *leaf = Value::String(text);
                }
            }
        }
    }

    fn object(&mut self, map: Map<String, Value>) -> Map<String, Value> {
        let mut kept = Map::new();
        for (key, mut value) in map {
            let key = self.leaf().unwrap_or(key);
            self.value(&mut value);
            kept.insert(free(&kept, key), value);
        }
        kept
    }

    fn leaf(&mut self) -> Option<String> {
        let own = self.next.take_if(|(index, _)| *index == self.index);
        self.index += 1;
        let (_, text) = own?;
        self.next = self.replaced.next();
        Some(text)
    }
}

fn free(map: &Map<String, Value>, key: String) -> String {
    if !map.contains_key(&key) {
        return key;
    }
    let numbered = |number: usize| format!("{key}#{number}");
    (2..).map(numbered).find(|numbered| !map.contains_key(numbered)).unwrap_or(key)
}
