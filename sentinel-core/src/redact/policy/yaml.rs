//! A policy as a document.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Policy, Treatment, TreatmentKind, field_name};
use crate::{Category, Error, ErrorKind, Keep, Result, Severity};

/// Larger documents, in bytes, are refused before they are parsed.
const MAX_BYTES: usize = 1 << 20;
const KEYS: [&str; 7] = ["version", "default", "rules", "fields", "severities", "categories", "pseudonym_key"];

pub(super) fn read(text: &str) -> Result<Policy> {
    if text.len() > MAX_BYTES {
        return Err(refused("the document is too large").with("bytes", text.len()).with("limit", MAX_BYTES));
    }
    let document = match text.trim() {
        "" => Value::Null,
        _ => parse(text)?,
    };
    let document = mapping("document", &document)?;
    known_keys("document", document, &KEYS)?;
    if document.get("version").is_some_and(|version| version.as_u64() != Some(1)) {
        return Err(refused("unknown version").with("field", "version"));
    }
    let mut policy = Policy::default();
    if let Some(otherwise) = document.get("default") {
        policy.otherwise = treatment("default", otherwise)?;
    }
    for (name, said) in section(document, "rules")? {
        policy = policy.rule(name, treatment(&format!("rules.{name}"), said)?);
    }
    let mut fields = BTreeSet::new();
    for (name, said) in section(document, "fields")? {
        // One of the two would hold, and nobody would know which.
        if !fields.insert(field_name(name)) {
            return Err(refused("two names of the same field").with("field", format!("fields.{name}")));
        }
        policy = policy.field(name, treatment(&format!("fields.{name}"), said)?);
    }
    for (name, said) in section(document, "severities")? {
        let unknown = || refused("unknown severity").with("field", "severities").with("severity", name);
        let severity = Severity::parse(name).ok_or_else(unknown)?;
        policy = policy.severity(severity, treatment(&format!("severities.{name}"), said)?);
    }
    for (name, said) in section(document, "categories")? {
        let unknown = || refused("unknown category").with("field", "categories").with("category", name);
        let category = Category::parse(name).ok_or_else(unknown)?;
        policy = policy.category(category, treatment(&format!("categories.{name}"), said)?);
    }
    match document.get("pseudonym_key") {
        None => Ok(policy),
        Some(Value::String(id)) => Ok(policy.current_pseudonym_key(id)),
        Some(_) => Err(refused("expected the id of a key").with("field", "pseudonym_key")),
    }
}

fn parse(text: &str) -> Result<Value> {
    let options = serde_yaml::options! { with_snippet: false };
    serde_yaml::from_str_with_options(text, options).map_err(|error| {
        let message = error.to_string();
        let problem = if message.contains("duplicate") { "a key stands there twice" } else { "not valid YAML" };
        match error.location() {
            Some(place) => refused(problem).with("line", place.line()).with("column", place.column()),
            None => refused(problem),
        }
    })
}

/// `mask`, or `{mask: {keep_prefix: 4}}`.
fn treatment(field: &str, said: &Value) -> Result<Treatment> {
    let nothing = Map::new();
    let (name, options) = match said {
        Value::String(name) => (name.as_str(), &nothing),
        Value::Object(one) if one.len() == 1 => {
            let (name, options) = one.iter().next().expect("it has one");
            (name.as_str(), mapping(field, options)?)
        }
        _ => return Err(refused("expected the name of a treatment").with("field", field)),
    };
    let unknown = || refused("unknown treatment").with("field", field).with("treatment", name);
    let kind = TreatmentKind::parse(name).ok_or_else(unknown)?;
    known_keys(
        field,
        options,
        match kind {
            TreatmentKind::Mask => &["keep_prefix", "keep_suffix"],
            TreatmentKind::Placeholder => &["numbered"],
            _ => &[],
        },
    )?;
    Ok(match kind {
        TreatmentKind::Mask if options.is_empty() => Treatment::Mask(None),
        TreatmentKind::Mask => Treatment::Mask(Some(Keep {
            keep_prefix: number(field, options, "keep_prefix")?,
            keep_suffix: number(field, options, "keep_suffix")?,
        })),
        TreatmentKind::Placeholder => match options.get("numbered") {
            None | Some(Value::Bool(false)) => Treatment::Placeholder,
            Some(Value::Bool(true)) => Treatment::NumberedPlaceholder,
            Some(_) => return Err(refused("expected true or false").with("field", format!("{field}.numbered"))),
        },
        TreatmentKind::Pseudonym => Treatment::Pseudonym,
        TreatmentKind::Format => Treatment::Format,
        TreatmentKind::Tokenize => Treatment::Tokenize,
        TreatmentKind::Remove => Treatment::Remove,
        TreatmentKind::Block => Treatment::Block,
        TreatmentKind::Callback => Treatment::Callback,
    })
}

fn number(field: &str, options: &Map<String, Value>, key: &str) -> Result<usize> {
    let number = options.get(key).map_or(Some(0), Value::as_u64).and_then(|number| usize::try_from(number).ok());
    number.ok_or_else(|| refused("expected a number of bytes").with("field", format!("{field}.{key}")))
}

fn section<'v>(document: &'v Map<String, Value>, key: &str) -> Result<impl Iterator<Item = (&'v String, &'v Value)>> {
    Ok(document.get(key).map(|section| mapping(key, section)).transpose()?.into_iter().flatten())
}

fn mapping<'v>(field: &str, value: &'v Value) -> Result<&'v Map<String, Value>> {
    static NOTHING: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    match value {
        Value::Null => Ok(&NOTHING),
        Value::Object(mapping) => Ok(mapping),
        _ => Err(refused("expected keys and values").with("field", field)),
    }
}

fn known_keys(field: &str, mapping: &Map<String, Value>, known: &[&str]) -> Result<()> {
    match mapping.keys().find(|key| !known.contains(&key.as_str())) {
        Some(unknown) => Err(refused("unknown key").with("field", field).with("key", unknown)),
        None => Ok(()),
    }
}

fn refused(problem: &str) -> Error {
    Error::new(ErrorKind::InvalidInput, "read policy", problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_treatment_can_be_said() {
        for kind in TreatmentKind::ALL {
            let policy = read(&format!("default: {kind}")).unwrap();
            assert_eq!(policy.otherwise.kind(), *kind);
        }
        let policy = read("default: {placeholder: {numbered: true}}\nrules: {A: {mask: {keep_prefix: 4}}}\n").unwrap();
        assert_eq!(policy.otherwise, Treatment::NumberedPlaceholder);
        assert_eq!(policy.rules["A"], Treatment::Mask(Some(Keep { keep_prefix: 4, keep_suffix: 0 })));
        assert_eq!(read("").unwrap().otherwise, Treatment::Placeholder);
        assert_eq!(read("version: 1\nrules:\n").unwrap().otherwise, Treatment::Placeholder);
    }

    #[test]
    fn errors_name_what_is_wrong() {
        let table = [
            ("default: maks", "treatment: maks"),
            ("defualt: mask", "key: defualt"),
            ("default: [mask]", "field: default"),
            ("default: {mask: {keep: 4}}", "key: keep"),
            ("default: {mask: {keep_prefix: -1}}", "field: default.keep_prefix"),
            ("default: {placeholder: {numbered: 1}}", "field: default.numbered"),
            ("default: {remove: {all: true}}", "key: all"),
            ("rules: {A: hide}", "field: rules.A, treatment: hide"),
            ("fields: {f: 7}", "field: fields.f"),
            ("fields: {apiKey: mask, API-KEY: remove}", "field: fields.apiKey"),
            ("severities: {high: mask}", "severity: high"),
            ("categories: {secrets: mask}", "category: secrets"),
            ("rules: [A]", "field: rules"),
            ("pseudonym_key: 7", "field: pseudonym_key"),
            ("version: 2", "field: version"),
            ("rules: {A: mask, A: remove}", "twice"),
            ("rules: {A: mask", "line"),
            ("- mask", "field: document"),
        ];
        for (text, named) in table {
            let error = read(text).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{text}");
            assert!(error.to_string().contains(named), "{error} does not name {named}");
        }
    }
}
