//! Documents as one tree, whatever they are written in, and typed access to its fields.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::{Error, ErrorKind, Patterns, Result};

const OPERATION: &str = "import";

/// A table of a document, of which fields are taken one by one. Names of fields are compared without case.
pub(super) struct Fields {
    path: String,
    map: Map<String, Value>,
}

impl Fields {
    pub(super) fn of_toml(text: &str) -> Result<Self> {
        toml::from_str(text).map(Self::root).map_err(|error| {
            let line = error.span().map(|span| 1 + text.get(..span.start).unwrap_or(text).matches('\n').count());
            unreadable("not valid TOML", line)
        })
    }

    pub(super) fn of_yaml(text: &str) -> Result<Self> {
        let options = serde_yaml::options! { with_snippet: false };
        serde_yaml::with_deserializer_from_str_with_options(text, options, |deserializer| {
            <Map<String, Value> as serde::Deserialize>::deserialize(deserializer)
        })
        .map(Self::root)
        .map_err(|error| unreadable("not a mapping in valid YAML", error.location().map(|place| place.line() as usize)))
    }

    pub(super) fn of_json(text: &str) -> Result<Self> {
        let read: Result<Map<String, Value>, _> = serde_json::from_str(text);
        read.map(Self::root).map_err(|error| unreadable("not an object in valid JSON", Some(error.line())))
    }

    fn root(map: Map<String, Value>) -> Self {
        Self { path: String::new(), map }
    }

    /// Where the field stands: `rules[2].regex`.
    pub(super) fn path(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    pub(super) fn text(&mut self, key: &str) -> Result<Option<String>> {
        self.typed(key, "expected a string")
    }

    pub(super) fn required_text(&mut self, key: &str) -> Result<String> {
        match self.text(key)? {
            Some(text) if !text.trim().is_empty() => Ok(text),
            _ => Err(invalid("a field is missing or empty", self.path(key))),
        }
    }

    pub(super) fn texts(&mut self, key: &str) -> Result<Vec<String>> {
        Ok(self.typed(key, "expected a list of strings")?.unwrap_or_default())
    }

    pub(super) fn number(&mut self, key: &str) -> Result<Option<f64>> {
        self.typed(key, "expected a number")
    }

    pub(super) fn count(&mut self, key: &str) -> Result<Option<u32>> {
        self.typed(key, "expected a whole number, not negative")
    }

    pub(super) fn flag(&mut self, key: &str) -> Result<Option<bool>> {
        self.typed(key, "expected true or false")
    }

    /// One of `words`, read without case.
    pub(super) fn word(&mut self, key: &str, words: &[&'static str]) -> Result<Option<&'static str>> {
        let Some(text) = self.text(key)? else { return Ok(None) };
        let found = words.iter().find(|word| word.eq_ignore_ascii_case(&text));
        found.copied().map(Some).ok_or_else(|| invalid(&format!("expected {}", words.join(" or ")), self.path(key)))
    }

    pub(super) fn table(&mut self, key: &str) -> Result<Option<Self>> {
        let map: Option<Map<_, _>> = self.typed(key, "expected a table")?;
        Ok(map.map(|map| Self { path: self.path(key), map }))
    }

    pub(super) fn tables(&mut self, key: &str) -> Result<Vec<Self>> {
        let list: Vec<Value> = self.typed(key, "expected a list of tables")?.unwrap_or_default();
        let table = |(index, value)| {
            let path = format!("{}[{index}]", self.path(key));
            match value {
                Value::Object(map) => Ok(Self { path, map }),
                _ => Err(invalid("expected a table", path)),
            }
        };
        list.into_iter().enumerate().map(table).collect()
    }

    /// True when the field is there; it is taken.
    pub(super) fn take(&mut self, key: &str) -> bool {
        self.value(key).is_some()
    }

    /// The names of the fields that were not taken.
    pub(super) fn rest(&self) -> impl Iterator<Item = &str> {
        self.map.keys().map(String::as_str)
    }

    fn typed<T: DeserializeOwned>(&mut self, key: &str, expected: &str) -> Result<Option<T>> {
        let Some(value) = self.value(key) else { return Ok(None) };
        serde_json::from_value(value).map(Some).map_err(|_| invalid(expected, self.path(key)))
    }

    fn value(&mut self, key: &str) -> Option<Value> {
        let exact = self.map.remove(key);
        let value = exact.or_else(|| {
            let name = self.map.keys().find(|name| name.eq_ignore_ascii_case(key))?.clone();
            self.map.remove(&name)
        });
        value.filter(|value| !value.is_null())
    }
}

pub(super) fn check_size(text: &str) -> Result<()> {
    if text.len() <= Patterns::MAX_BYTES {
        return Ok(());
    }
    let error = Error::new(ErrorKind::InvalidInput, OPERATION, "document is too large");
    Err(error.with("bytes", text.len()).with("limit", Patterns::MAX_BYTES))
}

pub(super) fn invalid(problem: &str, field: String) -> Error {
    Error::new(ErrorKind::InvalidInput, OPERATION, problem).with("field", field)
}

/// A parser's message may quote a value: only the place is told.
pub(super) fn unreadable(problem: &str, line: Option<usize>) -> Error {
    let error = Error::new(ErrorKind::InvalidInput, OPERATION, problem);
    match line {
        Some(line) => error.with("line", line),
        None => error,
    }
}
