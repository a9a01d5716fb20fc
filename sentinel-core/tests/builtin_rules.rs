//! The built-in rules against their own examples.

use sentinel_core::{Category, Note, Scanner, builtin_packs, check_rules};

#[test]
fn every_rule_finds_its_examples_and_nothing_in_its_counterexamples() {
    let mut wrong = Vec::new();
    for pack in builtin_packs() {
        for check in check_rules(&pack.patterns().unwrap()) {
            wrong.extend(check.problems.iter().map(|problem| format!("{}: {}: {problem}", pack.name, check.rule)));
            let lacks = check.notes.iter().filter(|note| matches!(note, Note::FewExamples | Note::NoReferences));
            wrong.extend(lacks.map(|note| format!("{}: {}: {note}", pack.name, check.rule)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_says_its_own_severity_confidence_and_purpose() {
    use std::collections::BTreeMap;

    #[derive(serde::Deserialize)]
    struct Document {
        patterns: BTreeMap<String, BTreeMap<String, serde::de::IgnoredAny>>,
    }
    let mut wrong = Vec::new();
    for pack in builtin_packs() {
        let document: Document = serde_yaml::from_str(pack.yaml).unwrap();
        for (name, fields) in document.patterns {
            let missing =
                ["description", "severity", "confidence"].into_iter().filter(|key| !fields.contains_key(*key));
            wrong.extend(missing.map(|key| format!("{}: {name}: no {key}", pack.name)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_rule_needs_the_backtracking_engine_and_no_secret_rule_searches_every_byte() {
    let slow: Vec<String> = builtin_packs()
        .iter()
        .flat_map(|pack| {
            let patterns = pack.patterns().unwrap();
            check_rules(&patterns).into_iter().map(move |check| (patterns.patterns[&check.rule].category, check))
        })
        .filter(|(category, check)| {
            let slow = *category == Category::Secret && check.notes.contains(&Note::SearchesEveryByte);
            slow || check.notes.contains(&Note::NeedsBacktracking)
        })
        .map(|(_, check)| check.rule)
        .collect();
    assert!(slow.is_empty(), "{slow:?}");
}

#[test]
fn the_promised_rules_are_there() {
    let scanner = Scanner::builtin();
    let names: Vec<&str> = scanner.rules().map(|(name, _)| name).collect();
    assert!(names.len() >= 45, "only {} rules", names.len());
    for name in ["AWS_ACCESS_KEY", "GITHUB_TOKEN", "GITLAB_TOKEN", "SLACK_TOKEN", "JWT", "SSH_KEY"] {
        assert!(names.contains(&name), "{name} is missing");
    }
}

#[test]
fn an_example_is_attributed_to_the_rule_that_it_belongs_to() {
    let scanner = Scanner::builder().pii(true).build().unwrap();
    let mut stolen = Vec::new();
    for pack in builtin_packs() {
        for (name, rule) in pack.patterns().unwrap().patterns.into_iter().filter(|(_, rule)| rule.active) {
            for (index, example) in rule.examples.iter().enumerate() {
                let findings = scanner.scan(example).unwrap();
                if !findings.iter().any(|finding| *finding.rule == *name) {
                    let by: Vec<&str> = findings.iter().map(|finding| &*finding.rule).collect();
                    stolen.push(format!("{name}: examples[{index}] goes to {by:?}"));
                }
            }
        }
    }
    assert!(stolen.is_empty(), "{}", stolen.join("\n"));
}

#[test]
fn a_text_that_is_json_stays_json_however_deep_a_secret_stands_in_it() {
    use serde_json::{Value, json};

    let scanner = Scanner::builtin();
    let mut broken = Vec::new();
    for pack in builtin_packs() {
        for (name, rule) in pack.patterns().unwrap().patterns {
            for example in &rule.examples {
                let inner = json!({ "text": example, "next": "q" }).to_string();
                for (depth, document) in
                    [json!({ "text": example, "next": "q" }), json!({ "text": inner, "next": 1 })].iter().enumerate()
                {
                    let redacted = scanner.redact(&document.to_string()).text;
                    let read: Option<Value> = serde_json::from_str(&redacted).ok();
                    let inside = |value: Value| serde_json::from_str::<Value>(value["text"].as_str().unwrap()).is_ok();
                    if !read.is_some_and(|value| depth == 0 || inside(value)) {
                        broken.push(format!("{name} {depth}"));
                    }
                }
            }
        }
    }
    broken.dedup();
    assert!(broken.is_empty(), "{}", broken.join(", "));
}
