//! SARIF 2.1.0. Columns there count characters, and findings count bytes: regions are lines, and the bytes stand in
//! the properties.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Occurrence;
use crate::{Rule, Severity, fingerprint::hex};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn write(occurrences: &[Occurrence], rules: &BTreeMap<&str, &Rule>) -> serde_json::Result<String> {
    let mut index: BTreeMap<&str, usize> = BTreeMap::new();
    for occurrence in occurrences {
        let next = index.len();
        index.entry(&occurrence.rule).or_insert(next);
    }
    let mut named: Vec<(&str, usize)> = index.iter().map(|(name, at)| (*name, *at)).collect();
    named.sort_by_key(|(_, at)| *at);
    let descriptors: Vec<Value> = named.iter().map(|(name, _)| descriptor(name, rules.get(name).copied())).collect();
    let mut seen = BTreeMap::new();
    let results: Vec<Value> =
        occurrences.iter().map(|found| result(found, index[found.rule.as_str()], rules, &mut seen)).collect();
    let driver = json!({"name": "Sentinel", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": descriptors});
    let run = json!({"tool": {"driver": driver}, "results": results});
    Ok(serde_json::to_string(&json!({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}))? + "\n")
}

/// What a rule is. A known value has a name and no rule.
fn descriptor(name: &str, rule: Option<&Rule>) -> Value {
    let mut descriptor = json!({"id": name, "shortDescription": {"text": description(name, rule)}});
    let Some(rule) = rule else { return descriptor };
    descriptor["defaultConfiguration"] = json!({"level": level(rule.severity)});
    descriptor["properties"] = json!({
        "tags": ["security", rule.category],
        "security-severity": score(rule.severity),
    });
    if let Some(reference) = rule.references.iter().find(|reference| is_web_address(reference)) {
        descriptor["helpUri"] = json!(reference);
    }
    descriptor
}

fn result<'o>(
    found: &'o Occurrence,
    index: usize,
    rules: &BTreeMap<&str, &Rule>,
    seen: &mut BTreeMap<(&'o str, &'o str, &'o str), usize>,
) -> Value {
    let text = format!("{}: {}", found.rule, description(&found.rule, rules.get(found.rule.as_str()).copied()));
    let mut region = json!({"startLine": found.line});
    if let Some(end_line) = found.end_line {
        region["endLine"] = json!(end_line);
    }
    let place = json!({"artifactLocation": artifact(&found.path), "region": region});
    let times = seen.entry((&found.path, &found.rule, &found.preview)).or_insert(0);
    *times += 1;
    let mut result = json!({
        "ruleId": found.rule,
        "ruleIndex": index,
        "level": level(found.severity),
        "message": {"text": escaped(&text)},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"sentinelPlace/v1": place_fingerprint(found, *times)},
        "properties": {
            "category": found.category,
            "severity": found.severity,
            "confidence": found.confidence,
            "proof": found.proof,
            "preview": found.preview,
            "startByte": found.start,
            "endByte": found.end,
            "encodings": found.encodings,
            "ruleset": found.ruleset,
        },
    });
    if let Some(fingerprint) = &found.fingerprint {
        result["fingerprints"] = json!({"sentinelValue/v1": fingerprint});
    }
    result
}

/// Stays the same while lines are added above. It is made of what people may see, not of the value.
fn place_fingerprint(found: &Occurrence, times: usize) -> String {
    let mut hash = Sha256::new();
    for part in [found.rule.as_str(), &found.path, &found.preview] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.update(times.to_string());
    hex(&hash.finalize()[..16])
}

fn description(name: &str, rule: Option<&Rule>) -> String {
    match rule {
        Some(rule) if !rule.description.trim().is_empty() => rule.description.clone(),
        Some(_) => format!("a value that the rule {name} finds"),
        None => "a value that the host has registered".to_owned(),
    }
}

/// In messages brackets make links, and braces stand for arguments.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '[' | ']' => escaped.extend(['\\', character]),
            '{' | '}' => escaped.extend([character, character]),
            other => escaped.push(other),
        }
    }
    escaped
}

fn artifact(path: &str) -> Value {
    let path = path.strip_prefix("./").unwrap_or(path);
    match path.strip_prefix('/') {
        Some(absolute) => json!({"uri": format!("file:///{}", percent_encoded(absolute))}),
        None => json!({"uri": percent_encoded(path), "uriBaseId": "%SRCROOT%"}),
    }
}

fn percent_encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                encoded.push(char::from(byte))
            }
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}

fn is_web_address(reference: &str) -> bool {
    reference.starts_with("https://") && reference.bytes().all(|byte| byte.is_ascii_graphic())
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "note",
        Severity::Medium => "warning",
        Severity::High | Severity::Critical => "error",
    }
}

/// On the scale of CVSS, from which code hosts take their own words.
fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "2.0",
        Severity::Medium => "5.0",
        Severity::High => "8.0",
        Severity::Critical => "9.5",
    }
}
