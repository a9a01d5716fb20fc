//! Findings in other tools' formats: complete, well formed, and without a value.

use std::collections::BTreeSet;

use sentinel_core::{ExportFormat, Occurrence, Patterns, Scanner, export};
use serde_json::Value;

const VALUE: &str = concat!("hsk_", "Zq7Lw3RtX8aB4cD9");

/// A secret on one line, twice, and one over two lines.
fn exported(format: ExportFormat) -> String {
    let rules = concat!(
        "patterns:\n",
        "  HOUSE_TOKEN: {regex: 'hsk_[0-9A-Za-z]{16}', description: 'Token of [the] {house}', severity: CRITICAL,\n",
        "    references: ['see the wiki', 'https://house.example/tokens'], redact: {keep_prefix: 4, keep_suffix: 0}}\n",
        "  BLOCK: {regex: 'BEGIN\\n[a-z]{8}\\nEND', severity: LOW}\n",
    );
    let scanner = Scanner::builder().builtin(false).patterns(Patterns::parse(rules).unwrap()).build().unwrap();
    let text = format!("é = {VALUE}\nagain {VALUE}\nBEGIN\nabcdefgh\nEND\n");
    let found = scanner.scan(&text).unwrap();
    assert_eq!(found.len(), 3);
    let mut all = Occurrence::in_text("./src/ä b.txt", text.as_bytes(), &found);
    all.extend(Occurrence::in_text("/srv/x", text.as_bytes(), &found[..1]));
    // What a binding sends comes back the same.
    let all: Vec<Occurrence> = serde_json::from_str(&serde_json::to_string(&all).unwrap()).unwrap();
    export(&all, scanner.rules(), format).unwrap()
}

#[test]
fn no_format_holds_a_value() {
    for &format in ExportFormat::ALL {
        let text = exported(format);
        assert!(!text.contains(&VALUE[4..]) && !text.contains("abcdefgh"), "{format}");
        assert!(text.contains("hsk_****") && text.ends_with('\n'), "{format}");
    }
}

#[test]
fn sarif_has_the_form_of_its_schema() {
    let log: Value = serde_json::from_str(&exported(ExportFormat::Sarif)).unwrap();
    has_only(&log, &["$schema", "version", "runs"]);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    has_only(run, &["tool", "results"]);
    let driver = &run["tool"]["driver"];
    has_only(driver, &["name", "semanticVersion", "rules"]);
    let rules = driver["rules"].as_array().unwrap();
    for rule in rules {
        has_only(rule, &["id", "shortDescription", "defaultConfiguration", "properties", "helpUri"]);
        assert!(!rule["shortDescription"]["text"].as_str().unwrap().is_empty());
        assert!(
            ["none", "note", "warning", "error"].contains(&rule["defaultConfiguration"]["level"].as_str().unwrap())
        );
        rule["properties"]["security-severity"].as_str().unwrap().parse::<f64>().unwrap();
    }
    assert_eq!(rules[0]["helpUri"], "https://house.example/tokens");
    let results = run["results"].as_array().unwrap();
    for result in results {
        let optional = ["fingerprints", "partialFingerprints", "properties"];
        has_only(result, &[&["ruleId", "ruleIndex", "level", "message", "locations"][..], &optional].concat());
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        has_only(&place["region"], &["startLine", "endLine"]);
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()), "{uri}");
        assert!(result["partialFingerprints"].as_object().unwrap().values().all(Value::is_string));
    }
    assert_eq!(results[0]["message"]["text"], r"HOUSE_TOKEN: Token of \[the\] {{house}}");
    let uris: Vec<_> =
        results.iter().map(|r| &r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]).collect();
    assert_eq!((uris[0].as_str(), uris[3].as_str()), (Some("src/%C3%A4%20b.txt"), Some("file:///srv/x")));
    let region = &results[2]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["endLine"]), (&3.into(), &5.into()));
    let places: BTreeSet<_> =
        results.iter().map(|r| r["partialFingerprints"]["sentinelPlace/v1"].as_str().unwrap()).collect();
    assert_eq!(places.len(), 4, "two findings have one fingerprint");
}

#[test]
fn the_report_of_gitleaks_has_every_field_and_previews_for_values() {
    let leaks: Vec<Value> = serde_json::from_str(&exported(ExportFormat::Gitleaks)).unwrap();
    let texts = ["RuleID", "Description", "Match", "Secret", "File", "SymlinkFile", "Commit", "Author", "Email"];
    for leak in &leaks {
        for field in [&texts[..], &["Date", "Message", "Fingerprint"]].concat() {
            assert!(leak[field].is_string(), "{field}");
        }
        for field in ["StartLine", "EndLine", "StartColumn", "EndColumn", "Entropy"] {
            assert!(leak[field].is_number(), "{field}");
        }
        assert!(leak["Tags"].is_array());
    }
    assert_eq!((&leaks[0]["Secret"], &leaks[0]["Match"]), (&"hsk_****".into(), &"hsk_****".into()));
    assert_eq!((&leaks[0]["StartColumn"], &leaks[0]["EndColumn"]), (&6.into(), &25.into()));
    assert_eq!(leaks[1]["Fingerprint"], "./src/ä b.txt:HOUSE_TOKEN:2");
    assert_eq!((&leaks[2]["StartLine"], &leaks[2]["EndLine"]), (&3.into(), &5.into()));
}

#[test]
fn json_lines_come_back_as_they_were() {
    let text = exported(ExportFormat::JsonLines);
    let read: Vec<Occurrence> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(read.len(), 4);
    assert_eq!((read[0].line, read[0].column, read[0].end_line), (1, 6, Some(1)));
    assert_eq!(export(&read, [], ExportFormat::JsonLines).unwrap(), text);
}

#[test]
fn nothing_found_is_a_document_too() {
    assert_eq!(export(&[], [], ExportFormat::Gitleaks).unwrap(), "[]\n");
    assert_eq!(export(&[], [], ExportFormat::JsonLines).unwrap(), "");
    let log: Value = serde_json::from_str(&export(&[], [], ExportFormat::Sarif).unwrap()).unwrap();
    assert_eq!(log["runs"][0]["results"], Value::Array(Vec::new()));
}

fn has_only(object: &Value, fields: &[&str]) {
    for field in object.as_object().unwrap().keys() {
        assert!(fields.contains(&field.as_str()), "{field} is no field there");
    }
}
