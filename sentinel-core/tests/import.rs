//! Documents of other tools: what each field becomes, and that nothing is dropped silently.

use sentinel_core::{ErrorKind, ImportEffect, ImportFormat, Imported, Patterns, Rule, Scanner, import};

const GITLEAKS: &str = r#"
title = "house"
[extend]
useDefault = true
disabledRules = ["x"]

[[rules]]
id = "house-token"
description = "Token of the house"
regex = '''(?i)token\s*=\s*['"]?(hsk_[0-9a-z]{16})(?:['"\s]|$)'''
entropy = 3.0
keywords = ["hsk_"]
tags = ["house"]
path = '''\.env$'''
[[rules.allowlists]]
description = "made up"
regexes = ['''^hsk_test''']
stopwords = ["Example", "a.b"]
paths = ['''testdata/''']
[[rules.allowlists]]
regexTarget = "line"
regexes = ['''# ignore''']
[[rules.allowlists]]
condition = "AND"
regexes = ['''zzz''']
paths = ['''vendor/''']

[[rules]]
id = "house.token"
regex = '''([a-z]{3})-(pin-[0-9]{8})\z'''
secretGroup = 2
validate = "live"
somethingNew = 1
[rules.allowlist]
commits = ["c0ffee"]

[[rules]]
id = "files"
path = '''id_rsa$'''

[[rules]]
id = "broken"
regex = '''a(?=b)(c'''

[[rules]]
id = "empty"
regex = '''a*'''

[[allowlists]]
targetRules = ["house.token"]
regexes = ['''^pin-0{8}$''', '''(''']
"#;

fn read(text: &str, format: ImportFormat) -> Imported {
    let imported = import(text, format).unwrap();
    // What was imported can be written, read and used.
    let written = Patterns::parse(&imported.to_yaml().unwrap()).unwrap();
    assert_eq!(written, imported.patterns);
    Scanner::builder().builtin(false).patterns(written).build().unwrap();
    imported
}

fn effect(imported: &Imported, item: &str, field: &str) -> Option<ImportEffect> {
    let mut notes = imported.notes.iter().filter(|note| note.item == item && note.field == field);
    let note = notes.next()?;
    assert!(!note.reason.is_empty());
    Some(note.effect)
}

fn finds(rule: &Rule, text: &str) -> Vec<String> {
    let mut patterns = Patterns::default();
    patterns.patterns.insert("RULE".to_owned(), rule.clone());
    let scanner = Scanner::builder().builtin(false).patterns(patterns).build().unwrap();
    scanner.scan(text).unwrap().iter().map(|finding| text[finding.span.start..finding.span.end].to_owned()).collect()
}

#[test]
fn every_field_of_gitleaks_is_taken_or_noted() {
    use ImportEffect::*;
    let imported = read(GITLEAKS, ImportFormat::Gitleaks);
    let names: Vec<_> = imported.names.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
    assert_eq!(names, [("house-token", "HOUSE_TOKEN"), ("house.token", "HOUSE_TOKEN_2")]);
    let expected = [
        ("document", "title", Unneeded),
        ("document", "extend.useDefault", Ignored),
        ("document", "extend.disabledRules", Ignored),
        ("document", "allowlists[0].regexes[1]", Ignored),
        ("house-token", "regex", Changed),
        ("house-token", "entropy", Changed),
        ("house-token", "keywords", Unneeded),
        ("house-token", "tags", Unneeded),
        ("house-token", "path", Ignored),
        ("house-token", "allowlists[0].description", Unneeded),
        ("house-token", "allowlists[0].paths", Ignored),
        ("house-token", "allowlists[1].regexTarget", Ignored),
        ("house-token", "allowlists[2]", Ignored),
        ("house.token", "validate", Ignored),
        ("house.token", "somethingNew", Ignored),
        ("house.token", "allowlist.commits", Ignored),
        ("files", "regex", Skipped),
        ("broken", "regex", Skipped),
        ("empty", "regex", Skipped),
    ];
    for (item, field, wanted) in expected {
        assert_eq!(effect(&imported, item, field), Some(wanted), "{item}: {field}");
    }
    // The regex of house-token differs twice.
    assert_eq!(imported.notes.len(), expected.len() + 1, "{:#?}", imported.notes);
}

#[test]
fn rules_of_gitleaks_find_what_they_found() {
    let imported = read(GITLEAKS, ImportFormat::Gitleaks);
    let rule = &imported.patterns.patterns["HOUSE_TOKEN"];
    assert_eq!((rule.description.as_str(), rule.entropy), ("Token of the house", Some(3.0)));
    let value = concat!("hsk_", "q7lw3rtx8ab4cd9e");
    assert_eq!(finds(rule, &format!("TOKEN = '{value}'")), [value]);
    for excepted in ["hsk_testw3rtx8ab4cd9", "hsk_EXAMPLEtx8ab4cd9", "hsk_aaaaaaaaaaaaaaaa"] {
        assert_eq!(finds(rule, &format!("token={excepted}")), [""; 0]);
    }
    // An exception that cannot be said exactly excepts nothing.
    for value in [concat!("hsk_", "zzzw3rtx8ab4cd9e"), concat!("hsk_", "axbw3rtx8ab4cd9e")] {
        assert_eq!(finds(rule, &format!("token={value} # ignore")), [value]);
    }
    let second = &imported.patterns.patterns["HOUSE_TOKEN_2"];
    assert_eq!(finds(second, "abc-pin-12345678"), ["pin-12345678"]);
    assert_eq!(finds(second, "abc-pin-00000000"), [""; 0]);
    assert_eq!(finds(second, "abc-pin-12345678\n"), [""; 0]);
}

#[test]
fn classes_of_go_stay_ascii_in_a_regex_beyond_it() {
    let text = "[[rules]]\nid='a'\nregex='''clé=([\\w<]{8})\\b'''\n";
    let rule = &read(text, ImportFormat::Gitleaks).patterns.patterns["A"];
    assert!(rule.unicode);
    assert_eq!(finds(rule, "clé=abc<efgh;"), ["abc<efgh"]);
    assert_eq!(finds(rule, "clé=abcdéfgh;"), [""; 0]);
}

#[test]
fn a_name_of_a_built_in_rule_is_not_taken() {
    let text = "[[rules]]\nid='aws-access-key'\nregex='house_[0-9]{8}'\n";
    assert_eq!(read(text, ImportFormat::Gitleaks).names[0].1, "AWS_ACCESS_KEY_2");
}

const KINGFISHER: &str = r#"
rules:
  - name: House token
    id: kingfisher.house.1
    pattern: |
      (?x)(?i)
      house
      (?:.|[\n\r]){0,16}?
      \b
      ( hsk_ [a-z0-9!]{12} )   # the value
    min_entropy: 2.5
    confidence: medium
    visible: true
    examples: ["house: hsk_q7lw3<|>rtx8ab4", "house: nothing"]
    references: [https://house.example/tokens]
    pattern_requirements:
      min_digits: 2
      min_special_chars: 1
      special_chars: "!@"
      ignore_if_contains: [TEST]
      checksum: {actual: x}
    validation: {type: Http, content: {request: {method: GET, url: "https://house.example"}}}
    depends_on_rule: [{rule_id: kingfisher.house.2, variable: ID}]
    surprise: 1
  - name: House id
    id: kingfisher.house.2
    pattern: 'house-id\h(?P<ID>x)(?<TOKEN>[0-9]{6})'
    visible: false
    confidence: high
"#;

#[test]
fn every_field_of_kingfisher_is_taken_or_noted() {
    use ImportEffect::*;
    let text = KINGFISHER.replace("<|>", "");
    let imported = read(&text, ImportFormat::Kingfisher);
    let expected = [
        ("kingfisher.house.1", "confidence", Changed),
        ("kingfisher.house.1", "pattern_requirements.checksum", Ignored),
        ("kingfisher.house.1", "validation", Ignored),
        ("kingfisher.house.1", "depends_on_rule", Ignored),
        ("kingfisher.house.1", "surprise", Ignored),
        ("kingfisher.house.1", "examples", Changed),
        ("kingfisher.house.2", "pattern", Changed),
        ("kingfisher.house.2", "visible", Changed),
        ("kingfisher.house.2", "confidence", Changed),
    ];
    for (item, field, wanted) in expected {
        assert_eq!(effect(&imported, item, field), Some(wanted), "{item}: {field}");
    }
    let rule = &imported.patterns.patterns["KINGFISHER_HOUSE_1"];
    assert_eq!((rule.description.as_str(), rule.entropy, rule.confidence), ("House token", Some(2.5), 0.6));
    assert_eq!(rule.references, ["https://house.example/tokens"]);
    let value = concat!("hsk_", "q7lw3rtx!ab4");
    assert_eq!(finds(rule, &format!("House\n= {value}")), [value]);
    for refused in ["hsk_qslw3rtx!abc", "hsk_q7lw3rtx8ab4", "hsk_q7test3x!ab4"] {
        assert_eq!(finds(rule, &format!("house={refused}")), [""; 0], "a requirement is lost");
    }
    let helper = &imported.patterns.patterns["KINGFISHER_HOUSE_2"];
    assert!(!helper.active);
    let mut active = helper.clone();
    active.active = true;
    assert_eq!(finds(&active, "house-id\tx123456"), ["123456"]);
}

#[test]
fn rules_of_nosey_parker_keep_their_examples() {
    let text = "rules:\n- name: House token\n  id: np.house.1\n  pattern: '\\b(hsk_[0-9]{8})\\b'\n  categories: [api]\n  \
                examples: ['k=hsk_12345678']\n  negative_examples: ['hsk_1234']\n  references: ['https://h.example']\n\
                - name: Pair\n  id: np.house.2\n  pattern: '(id[0-9]{4}):(key[0-9]{4})'\nrulesets: []\n";
    let imported = read(text, ImportFormat::NoseyParker);
    let rule = &imported.patterns.patterns["NP_HOUSE_1"];
    assert_eq!((rule.examples.len(), rule.counterexamples.len(), rule.references.len()), (1, 1, 1));
    assert_eq!(effect(&imported, "np.house.1", "categories"), Some(ImportEffect::Unneeded));
    assert_eq!(effect(&imported, "np.house.2", "pattern"), Some(ImportEffect::Changed));
    assert_eq!(effect(&imported, "document", "rulesets"), Some(ImportEffect::Ignored));
    assert_eq!(finds(&imported.patterns.patterns["NP_HOUSE_2"], "id1234:key5678"), ["id1234:key5678"]);
}

/// SHA-1 of `hunter2`.
const HUNTER2: &str = concat!("f3bbbd66a63d4bf1747940578ec3d010", "3530e21d");

#[test]
fn a_baseline_suppresses_values_but_not_those_that_people_called_real() {
    let entry = |more: &str| {
        format!(r#"{{"type": "Secret Keyword", "hashed_secret": "{HUNTER2}", "line_number": 3, "new": 1{more}}}"#)
    };
    let entries = [
        entry(""),
        entry(r#", "is_secret": false"#),
        entry(r#", "is_secret": true"#),
        entry(r#", "is_verified": true"#),
    ];
    let text = format!(
        r#"{{"version": "1.5.0", "plugins_used": [], "results": {{"src/a.py": [{}]}}, "generated_at": "now"}}"#,
        entries.join(",")
    );
    let imported = read(&text, ImportFormat::DetectSecrets);
    assert_eq!(imported.suppressions.len(), 2);
    let suppression = &imported.suppressions[0];
    assert_eq!((suppression.path.as_str(), suppression.line), ("src/a.py", Some(3)));
    assert!(suppression.covers("src/a.py", 9, b"hunter2"), "a value may move to another line");
    assert!(!suppression.covers("src/a.py", 3, b"hunter3") && !suppression.covers("src/b.py", 3, b"hunter2"));
    let printed = format!("{imported:?}{}", serde_json::to_string(&imported.suppressions).unwrap());
    assert!(!printed.contains(HUNTER2), "a bare hash is shown");
    for (item, field, wanted) in [
        ("src/a.py", "is_secret", ImportEffect::Skipped),
        ("src/a.py", "is_verified", ImportEffect::Skipped),
        ("src/a.py", "results[].new", ImportEffect::Ignored),
        ("document", "plugins_used", ImportEffect::Ignored),
        ("document", "version", ImportEffect::Unneeded),
    ] {
        assert_eq!(effect(&imported, item, field), Some(wanted), "{field}");
    }
}

#[test]
fn fingerprints_of_gitleaksignore_are_read_from_their_end() {
    let commit = "0123456789abcdef".repeat(3)[..40].to_owned();
    let text = format!("# known\n\n{commit}:src/a:b.py:house-token:7\nsrc/c.py:house-token:1  \n");
    let list = read(&text, ImportFormat::Gitleaksignore).suppressions;
    let seen: Vec<_> = list.iter().map(|s| (s.path.as_str(), s.rule.as_str(), s.line)).collect();
    assert_eq!(seen, [("src/a:b.py", "house-token", Some(7)), ("src/c.py", "house-token", Some(1))]);
    assert_eq!((list[0].commit.as_deref(), list[1].commit.as_deref()), (Some(commit.as_str()), None));
}

#[test]
fn bad_documents_are_errors_that_name_the_place_and_quote_nothing() {
    use ImportFormat::*;
    let table = [
        (Gitleaks, "a = [hunter2\n", "line: 1"),
        (Gitleaks, "rules = 'hunter2'", "field: rules"),
        (Gitleaks, "[[rules]]\nregex = 'hunter2'", "field: rules[0].id"),
        (Gitleaks, "[[rules]]\nid = 'a'\nregex = ['hunter2']", "field: rules[0].regex"),
        (Gitleaks, "[[rules]]\nid = 'a'\nregex = 'b'\nentropy = 'hunter2'", "field: rules[0].entropy"),
        (Gitleaks, "[[rules]]\nid = 'a'\nregex = 'b'\nsecretGroup = -1", "field: rules[0].secretGroup"),
        (Gitleaks, "[[allowlists]]\ncondition = 'hunter2'", "field: allowlists[0].condition"),
        (Gitleaks, "[allowlist]\nregexTarget = 'hunter2'", "field: allowlist.regexTarget"),
        (Kingfisher, "rules: [hunter2]", "field: rules[0]"),
        (Kingfisher, "rules:\n- {name: a, id: b}", "field: rules[0].pattern"),
        (Kingfisher, "rules:\n- {name: a, id: b, pattern: c, confidence: hunter2}", "field: rules[0].confidence"),
        (Kingfisher, "- hunter2\n", "not a mapping"),
        (NoseyParker, "rules:\n- {name: a, pattern: c, examples: hunter2}", "field: rules[0].examples"),
        (NoseyParker, "rules: {hunter2\n", "line"),
        (DetectSecrets, "{\"results\": {\"a\": [{\"type\": \"x\", \"hashed_secret\": \"hunter2\"}]}}", "hashed_secret"),
        (DetectSecrets, "{\"version\": \"hunter2\"}", "field: results"),
        (DetectSecrets, "{hunter2", "line: 1"),
        (Gitleaksignore, "# fine\nhunter2\n", "line: 2"),
    ];
    for (format, text, named) in table {
        let error = import(text, format).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        let shown = error.to_string();
        assert!(shown.contains(named), "{shown} does not name {named}");
        assert!(!shown.contains("hunter2"), "a value is quoted");
    }
    let large = " ".repeat(Patterns::MAX_BYTES + 1);
    assert_eq!(import(&large, Gitleaks).unwrap_err().kind(), ErrorKind::InvalidInput);
}

#[test]
fn formats_are_told_by_name_and_text() {
    let table = [
        ("a/.secrets.baseline", "", Some(ImportFormat::DetectSecrets)),
        (".gitleaksignore", "", Some(ImportFormat::Gitleaksignore)),
        ("rules.yml", "rules:\n- name: x\n  min_entropy: 3\n", Some(ImportFormat::Kingfisher)),
        ("rules.yml", "rules:\n- name: x\n  negative_examples: []\n", Some(ImportFormat::NoseyParker)),
        ("rules.yml", "rules: []\n", None),
    ];
    for (name, text, format) in table {
        assert_eq!(ImportFormat::guess(name, text), format, "{name}");
    }
}
