//! Redaction of JSON: laws that hold for any document.

use std::sync::LazyLock;

use proptest::{collection::vec, prelude::*, sample::select};
use sentinel_core::{Format, Limits, Paths, Patterns, Policy, Replacements, Scanner, Treatment};
use serde_json::{Map, Value};

/// A few rules, so that many documents are redacted in little time.
static HOUSE: LazyLock<Scanner> = LazyLock::new(|| house(Policy::default()));

fn house(policy: Policy) -> Scanner {
    let rules = r#"
patterns:
  HOUSE_KEY: {regex: 'hsk_[a-z0-9]{16}'}
  HOUSE_PIN: {regex: '\b7[0-9]{9}7\b'}
  HOUSE_ASSIGNED: {regex: '(?i)\bhouse["\\]{0,4}\s?[:=]\s?["\\]{0,4}(?P<secret>[a-z0-9]{12})\b'}
"#;
    Scanner::builder().builtin(false).patterns(Patterns::parse(rules).unwrap()).policy(policy).build().unwrap()
}

/// Scanners that treat what they find in other ways.
static TREATING: LazyLock<Vec<Scanner>> = LazyLock::new(|| {
    let treatments = [
        Treatment::NumberedPlaceholder,
        Treatment::Mask(None),
        Treatment::Format,
        Treatment::Pseudonym,
        Treatment::Remove,
    ];
    let policy = |treatment| Policy::new(treatment).pseudonym_key("k1", vec![7; 32]).unwrap();
    treatments.into_iter().map(|treatment| house(policy(treatment))).collect()
});

static BUILTIN: LazyLock<Scanner> = LazyLock::new(Scanner::builtin);

/// A document, and what must not be left of it.
#[derive(Clone, Debug)]
struct Planted {
    text: String,
    secrets: Vec<String>,
}

fn key_material() -> impl Strategy<Value = String> {
    "[a-z0-9]{16}".prop_map(|tail| ["hs", "k_", &tail].concat())
}

fn plain_words() -> impl Strategy<Value = String> {
    select(vec![
        "",
        "a",
        "user",
        "[1",
        "{x}",
        "é🔑",
        "a\"b\\c",
        "line\nline",
        "[REDACTED:HOUSE_KEY]",
        "x y z",
        "[]",
        "{\"a\":1}",
    ])
    .prop_map(str::to_owned)
}

/// Values, with the secrets that stand in them. Strings that a name masks are made of letters that stand nowhere else.
fn value() -> impl Strategy<Value = (Value, Vec<String>)> {
    let leaf = prop_oneof![
        Just((Value::Null, Vec::new())),
        any::<bool>().prop_map(|value| (Value::from(value), Vec::new())),
        (-99_999..99_999_i32).prop_map(|value| (Value::from(value), Vec::new())),
        (70..80u64, 100_000_000..999_999_999u64).prop_map(|(_, digits)| {
            let number = 7 * 10_000_000_000 + digits * 10 + 7;
            (Value::from(number), vec![number.to_string()])
        }),
        plain_words().prop_map(|word| (Value::from(word), Vec::new())),
        (plain_words(), key_material(), plain_words())
            .prop_map(|(a, key, b)| (Value::from(format!("{a} {key} {b}")), vec![key])),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let name = prop_oneof![
            4 => select(vec!["user", "a", "note", "é", "k\"ey", "msg"]).prop_map(|name| (name.to_owned(), Vec::new())),
            1 => key_material().prop_map(|key| (format!("x {key}"), vec![key])),
        ];
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(|elements| {
                let (values, secrets): (Vec<_>, Vec<_>) = elements.into_iter().unzip();
                (Value::from(values), secrets.concat())
            }),
            vec((name, inner.clone()), 0..4).prop_map(|members| {
                let mut map = Map::new();
                let mut all = Vec::new();
                for ((name, more), (value, secrets)) in members {
                    if !map.contains_key(&name) {
                        map.insert(name, value);
                        all.extend(secrets);
                        all.extend(more);
                    }
                }
                (Value::from(map), all)
            }),
            // A name that masks: whatever stands below goes.
            (select(vec!["password", "apiKey", "Set-Cookie", "db.secret"]), "[Q-W]{8,20}", inner.clone()).prop_map(
                |(name, innocent, (below, mut secrets))| {
                    secrets.push(innocent.clone());
                    (serde_json::json!({ name: [innocent, below] }), secrets)
                }
            ),
            // A document in a string.
            inner.prop_map(|(value, secrets)| (Value::from(value.to_string()), secrets)),
        ]
    })
}

/// The same document with other white space, and other spellings of characters.
fn spelled(value: &Value, choice: &mut impl FnMut() -> u8) -> String {
    let space = |choice: &mut dyn FnMut() -> u8| ["", "", " ", "\n\t"][usize::from(choice() % 4)];
    match value {
        Value::Array(elements) => {
            let elements: Vec<_> = elements.iter().map(|element| spelled(element, choice)).collect();
            format!("[{}{}]", space(choice), elements.join(if choice().is_multiple_of(2) { "," } else { " , " }))
        }
        Value::Object(map) => {
            let members: Vec<_> = map
                .iter()
                .map(|(key, value)| {
                    let key = spelled(&Value::from(key.as_str()), choice);
                    format!("{key}{}:{}{}", space(choice), space(choice), spelled(value, choice))
                })
                .collect();
            format!("{{{}{}}}", members.join(","), space(choice))
        }
        Value::String(text) => {
            let mut quoted = String::from("\"");
            for character in text.chars() {
                let mut units = [0; 2];
                match (character, choice() % 16) {
                    (_, 0) => {
                        for unit in character.encode_utf16(&mut units) {
                            quoted.push_str(&format!("\\u{unit:04x}"));
                        }
                    }
                    ('/', _) => quoted.push_str("\\/"),
                    _ => {
                        let one = serde_json::to_string(&character).unwrap();
                        quoted.push_str(&one[1..one.len() - 1]);
                    }
                }
            }
            quoted + "\""
        }
        other => other.to_string(),
    }
}

fn planted() -> impl Strategy<Value = Planted> {
    (value(), vec(any::<u8>(), 1..64)).prop_map(|((value, secrets), choices)| {
        let mut choices = choices.into_iter().cycle();
        Planted { text: spelled(&value, &mut || choices.next().unwrap()), secrets }
    })
}

/// All strings and numbers of a document, and of the documents in its strings.
fn words_of(value: &Value, words: &mut Vec<String>) {
    match value {
        Value::Array(elements) => elements.iter().for_each(|element| words_of(element, words)),
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            words.push(key.clone());
            words_of(value, words);
        }),
        Value::String(text) => {
            words.push(text.clone());
            if let Ok(inner @ (Value::Array(_) | Value::Object(_))) = serde_json::from_str(text) {
                words_of(&inner, words);
            }
        }
        other => words.push(other.to_string()),
    }
}

/// What would be a leak: six bytes in a row of what was planted.
fn leaks(text: &str, secrets: &[String]) -> bool {
    let mut words = vec![text.to_owned()];
    words_of(&serde_json::from_str(text).unwrap(), &mut words);
    let pieces = secrets.iter().flat_map(|secret| secret.as_bytes().windows(6));
    pieces.into_iter().any(|piece| words.iter().any(|word| word.as_bytes().windows(6).any(|bytes| bytes == piece)))
}

fn holds_laws(scanner: &Scanner, planted: &Planted) -> Result<(), TestCaseError> {
    let redacted = scanner.redact_json(&planted.text);
    prop_assert!(redacted.error.is_none(), "withheld");
    prop_assert!(serde_json::from_str::<Value>(&redacted.text).is_ok(), "no JSON any more");
    prop_assert!(!leaks(&redacted.text, &planted.secrets), "a secret is left");
    prop_assert!(scanner.redact_json(&redacted.text).text == redacted.text, "twice is not once");
    prop_assert!(scanner.scan(&redacted.text).unwrap().is_empty(), "the result does not scan clean");
    prop_assert!(
        same_apart(&planted.text, &redacted.text, &redacted.replacements),
        "it differs away from what was replaced"
    );
    if planted.secrets.is_empty() {
        prop_assert!(redacted.text == planted.text, "changed without a reason");
    }
    Ok(())
}

#[test]
fn what_stands_for_a_blocked_document_is_all_of_its_text() {
    let scanner = house(Policy::new(Treatment::Block));
    let text = ["{\"a\": \"hs", "k_0123456789abcdef\"} "].concat();
    let redacted = scanner.redact_json(&text);
    assert_eq!(redacted.text, "\"[REDACTED:BLOCKED]\"");
    let [all] = &redacted.replacements[..] else { panic!("one replacement") };
    assert_eq!((all.input.start, all.input.end), (0, text.len()));
    assert_eq!((all.output.start, all.output.end), (0, redacted.text.len()));
    let mut lines = scanner.feed(Format::JsonLines).unwrap();
    let settled = lines.push(format!("[1]\n{text}\n"));
    assert_eq!(settled.replacements[0].output.end + 1, settled.text.len());
}

/// True when the two texts are the same but for what was replaced.
fn same_apart(before: &str, after: &str, replacements: &Replacements) -> bool {
    let (mut at, mut out) = (0, 0);
    for replacement in replacements.iter() {
        if before[at..replacement.input.start] != after[out..replacement.output.start] {
            return false;
        }
        (at, out) = (replacement.input.end, replacement.output.end);
    }
    before[at..] == after[out..]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn laws_hold_for_any_document(planted in planted()) {
        holds_laws(&HOUSE, &planted)?;
    }

    #[test]
    fn laws_hold_for_every_policy(planted in planted(), which in 0..5usize) {
        let scanner = &TREATING[which];
        let redacted = scanner.redact_json(&planted.text);
        prop_assert!(redacted.error.is_none(), "{which}: withheld");
        prop_assert!(serde_json::from_str::<Value>(&redacted.text).is_ok(), "{which}: no JSON any more");
        prop_assert!(!leaks(&redacted.text, &planted.secrets), "{which}: a secret is left");
        prop_assert!(scanner.redact_json(&redacted.text).text == redacted.text, "{which}: twice is not once");
        prop_assert!(scanner.scan(&redacted.text).unwrap().is_empty(), "{which}: it does not scan clean");
    }

    #[test]
    fn a_value_becomes_what_its_text_becomes((value, _) in value()) {
        let text = HOUSE.redact_json(&value.to_string());
        let mut in_place = value.clone();
        let redacted = HOUSE.redact_value(&mut in_place);
        prop_assert_eq!(redacted.findings, text.findings);
        let expected: Value = serde_json::from_str(&text.text).unwrap();
        // Keys that become the same are numbered in a value.
        if !in_place.to_string().contains("]#") {
            prop_assert_eq!(in_place, expected);
        }
    }

    #[test]
    fn text_that_is_no_json_is_withheld(text in "[\\[\\]{}:,\"a0 ]{0,12}") {
        let redacted = HOUSE.redact_json(&text);
        match serde_json::from_str::<Value>(&text) {
            Ok(_) => prop_assert_eq!(redacted.text, text),
            Err(_) => {
                prop_assert_eq!(redacted.text, "\"[REDACTED:ERROR]\"");
                prop_assert_eq!(redacted.error.unwrap().code(), "invalid_input");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn laws_hold_with_the_built_in_rules(mut planted in planted()) {
        // They know nothing of house keys: only names mask.
        planted.secrets.retain(|secret| secret.bytes().all(|byte| byte.is_ascii_uppercase()));
        let redacted = BUILTIN.redact_json(&planted.text);
        prop_assert!(redacted.error.is_none(), "withheld");
        prop_assert!(!leaks(&redacted.text, &planted.secrets), "a secret is left");
        prop_assert!(BUILTIN.redact_json(&redacted.text).text == redacted.text, "twice is not once");
        prop_assert!(BUILTIN.scan(&redacted.text).unwrap().is_empty(), "the result does not scan clean");
    }
}

#[test]
fn a_document_that_is_too_deep_or_too_large_is_withheld() {
    let mut limits = Limits::default();
    (limits.max_depth, limits.max_nodes) = (4, 20);
    let scanner = Scanner::builder().builtin(false).limits(limits).build().unwrap();
    for (text, limit) in [
        ("[[[[[1]]]]]".to_owned(), "max_depth"),
        (r#"[[["[[1]]"]]]"#.to_owned(), "max_depth"),
        (format!("[{}0]", "0,".repeat(20)), "max_nodes"),
    ] {
        let redacted = scanner.redact_json(&text);
        assert_eq!(redacted.text, "\"[REDACTED:LIMIT]\"");
        let error = redacted.error.unwrap();
        assert_eq!((error.code(), error.context().next().unwrap()), ("limit_exceeded", ("field", limit)));
    }
    assert_eq!(scanner.withheld(), 3);
    assert!(scanner.redact_json("[[[[1]]]]").error.is_none());
}

#[test]
fn paths_lead_into_documents_in_strings() {
    let paths = Paths::new().redact("$.body.user.*").unwrap().keep("$.body.password").unwrap();
    let scanner = Scanner::builder().builtin(false).paths(paths).build().unwrap();
    let text = r#"{"body":"{\"user\":{\"a\":[1]},\"password\":\"p\"}","password":"p"}"#;
    let expected =
        r#"{"body":"{\"user\":{\"a\":[\"[REDACTED:PATH]\"]},\"password\":\"p\"}","password":"[REDACTED:PASSWORD]"}"#;
    assert_eq!(scanner.redact_json(text).text, expected);
}

#[test]
fn keys_that_become_the_same_keep_their_values() {
    let keys = ["a", "b"].map(|letter| format!("{}{}", ["hs", "k_"].concat(), letter.repeat(16)));
    let mut value = serde_json::json!({ &keys[0]: 1, &keys[1]: 2 });
    HOUSE.redact_value(&mut value);
    assert_eq!(value, serde_json::json!({"[REDACTED:HOUSE_KEY]": 1, "[REDACTED:HOUSE_KEY]#2": 2}));
}

#[test]
fn nothing_of_a_withheld_text_is_in_the_error() {
    let redacted = BUILTIN.redact_json("{\"password\": hunter2}");
    let error = format!("{:?}", redacted);
    assert!(!error.contains("hunter2") && redacted.text == "\"[REDACTED:ERROR]\"");
}

#[test]
fn a_secret_deep_in_escaped_documents_goes() {
    let key = ["hs", "k_", "abcdefgh12345678"].concat();
    let mut value = serde_json::json!({ "k": &key, "password": "QWERTY".to_owned() + "UIOP" });
    for _ in 0..6 {
        value = Value::from(serde_json::json!({ "in": value.to_string() }).to_string());
    }
    let redacted = HOUSE.redact_json(&value.to_string());
    assert!(redacted.error.is_none());
    assert!(!leaks(&redacted.text, &[key, "QWERTYUIOP".to_owned()]));
}

#[test]
fn what_is_found_across_an_empty_key_leaves_it_as_it_is() {
    let mut patterns = Patterns::default();
    patterns.patterns.insert("ACROSS".to_owned(), sentinel_core::Rule::new("q9[^z]+z"));
    let scanner = Scanner::builder().builtin(false).patterns(patterns).build().unwrap();
    let document = r#"{"a":"q9","":"z"}"#;
    assert_eq!(scanner.redact_json(document).text, r#"{"a":"[REDACTED:ACROSS]","":"[REDACTED:ACROSS]"}"#);
    let across = || "[REDACTED:ACROSS]".to_owned();
    let leaves = sentinel_core::Leaves::Replaced(vec![(1, across()), (3, across())]);
    assert_eq!(scanner.redact_leaves(document).text, leaves);
}

#[test]
fn what_a_treatment_makes_of_a_named_value_scans_clean() {
    // The shape that is left is one that a rule finds.
    let rules = "version: 3\npatterns:\n  SHAPE: {regex: 'x{4}0{4}'}\n";
    let policy = Policy::new(Treatment::Format);
    let patterns = Patterns::parse(rules).unwrap();
    let scanner = Scanner::builder().builtin(false).patterns(patterns).policy(policy).build().unwrap();
    let once = scanner.redact_json(r#"{"password": "abcd1234", "b": 1}"#);
    assert!(scanner.scan(&once.text).unwrap().is_empty(), "something is left");
    assert_eq!(once.text, r#"{"password": "[REDACTED:PASSWORD]", "b": 1}"#);
    assert_eq!(scanner.redact_json(&once.text).text, once.text);
    // One that nothing finds stays as it is.
    let text = r#"{"password": "horse"}"#;
    assert_eq!(scanner.redact_json(text).text, r#"{"password": "xxxxx"}"#);
    assert_eq!(scanner.redact_json(r#"{"password": "xxxxx"}"#).text, r#"{"password": "xxxxx"}"#);
}

#[test]
fn keys_in_the_midst_of_what_was_found_stay() {
    let value = ["SG9yc2U", "yMDI0IQ=="].concat();
    let document = |value: &str| {
        format!(r#"{{"apiVersion":"v1","data":{{"password":"{value}","user":"{value}"}},"kind":"Secret"}}"#)
    };
    let redacted = BUILTIN.redact_json(&document(&value)).text;
    assert_eq!(redacted, document("[REDACTED:KUBERNETES_SECRET_JSON]"));
    assert_eq!(BUILTIN.redact_json(&redacted).text, redacted);
}

#[test]
fn a_name_may_stand_beside_its_value() {
    let table = [
        (r#"[{"name":"Cookie","value":"a=b"}]"#, r#"[{"name":"Cookie","value":"[REDACTED:COOKIE]"}]"#),
        (
            r#"{"value":7,"valueFrom":1,"Key":"db_password"}"#,
            r#"{"value":"[REDACTED:PASSWORD]","valueFrom":1,"Key":"db_password"}"#,
        ),
        (
            r#"{"key":"password","value":{"stringValue":"horse"}}"#,
            r#"{"key":"password","value":{"stringValue":"[REDACTED:PASSWORD]"}}"#,
        ),
        (r#"{"h":[["Host","x"],["Cookie","a=b"]]}"#, r#"{"h":[["Host","x"],["Cookie","[REDACTED:COOKIE]"]]}"#),
        (
            r#"{"body":"[{\"value\":\"horse\",\"name\":\"password\"}]"}"#,
            r#"{"body":"[{\"value\":\"[REDACTED:PASSWORD]\",\"name\":\"password\"}]"}"#,
        ),
        // What has no value beside it names nothing.
        (r#"{"name":"password","type":"text"}"#, ""),
        (r#"{"name":"password","nested":{"value":"horse"}}"#, ""),
        (r#"{"required":["password","email"]}"#, ""),
        (r#"[["password","email","name"],["a","b","c"]]"#, ""),
        (r#"{"name":"colour","value":"horse"}"#, ""),
    ];
    let scanner = Scanner::builder().builtin(false).build().unwrap();
    for (text, expected) in table {
        let redacted = scanner.redact_json(text).text;
        assert_eq!(redacted, if expected.is_empty() { text } else { expected });
        assert_eq!(scanner.redact_json(&redacted).text, redacted, "twice is not once");
    }
    let paths = Paths::new().keep("$.value").unwrap();
    let keeping = Scanner::builder().builtin(false).paths(paths).build().unwrap();
    let kept = r#"{"name":"Cookie","value":"a=b"}"#;
    assert_eq!(keeping.redact_json(kept).text, kept);
    // Policies know the value by its name.
    let policy = Policy::default().field("cookie", Treatment::Remove);
    let scanner = Scanner::builder().builtin(false).policy(policy).build().unwrap();
    assert_eq!(scanner.redact_json(kept).text, r#"{"name":"Cookie","value":""}"#);
    assert_eq!(scanner.redact_json(r#"{"value":"a","name":"Cookie"}"#).text, r#"{"value":"","name":"Cookie"}"#);
}
