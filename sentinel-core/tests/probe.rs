//! One token in the forms in which logs, prompts and source code hold tokens, and what a scan makes of it.

use sentinel_core::{Encoding, Finding, Scanner};

const PREFIX: &str = "ghp_";
const BODY: &str = "mZ4tVx9QnB2LkS7wRcY1dHf6JpU3gEa8Xo5T";
const RULE: &str = "GITHUB_TOKEN";

/// A text, and what of it must be found: no byte more, none less.
struct Form {
    name: &'static str,
    text: Vec<u8>,
    found: Vec<u8>,
    encodings: &'static [Encoding],
}

fn token() -> String {
    [PREFIX, BODY].concat()
}

fn form(name: &'static str, before: &str, found: &str, after: &str, encodings: &'static [Encoding]) -> Form {
    let text = [before, found, after].concat().into_bytes();
    Form { name, text, found: found.as_bytes().to_vec(), encodings }
}

fn base64(text: &str) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    STANDARD.encode(text)
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The token, with something else in the place of its underscore.
fn with_underscore(underscore: &str) -> String {
    ["ghp", underscore, BODY].concat()
}

/// The token, with something between its first 16 characters and the others.
fn broken(joint: &str) -> String {
    let token = token();
    [&token[..16], joint, &token[16..]].concat()
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

fn utf16_form(name: &'static str, unit: fn(u16) -> [u8; 2]) -> Form {
    let text = utf16(&format!("\u{feff}user=7 key={} ok\r\n", token()), unit);
    Form { name, text, found: utf16(&token(), unit), encodings: &[Encoding::Utf16] }
}

fn forms() -> Vec<Form> {
    use Encoding::{Base64, Escape, Hex, Wrap};
    let token = token();
    // Three bytes before the token, so that it starts and ends with a whole group.
    let inside = base64(&format!("a: {token}  "));
    let inside = inside.trim_end_matches('=');
    let hex: String = token.bytes().map(|byte| format!("{byte:02x}")).collect();
    vec![
        form("plain", "2025-08-02 12:00:00 INFO push with ", &token, " done", &[]),
        form("base64", "data: ", &inside[4..58], &inside[58..], &[Base64]),
        form("JSON in JSON", r#"{"body":"{\"key\":\""#, &token, r#"\"}"}"#, &[]),
        form("hexadecimal", "key ", &hex, " end", &[Hex]),
        form("percent escapes", "q=", &percent(&token), "&r=1", &[Escape]),
        form("a percent escape for the underscore", "q=", &with_underscore("%5F"), "&r=1", &[Escape]),
        form("a Unicode escape for the underscore", r#"{"k":""#, &with_underscore(r"\u005f"), r#""}"#, &[Escape]),
        form("an HTML entity for the underscore", "<b>", &with_underscore("&#95;"), "</b>", &[Escape]),
        form("a zero-width space", "key ", &with_underscore("_\u{200b}"), " end", &[Escape]),
        form("a full-width underscore", "key ", &with_underscore("\u{ff3f}"), " end", &[Escape]),
        utf16_form("UTF-16, low byte first", u16::to_le_bytes),
        utf16_form("UTF-16, high byte first", u16::to_be_bytes),
        form("a line continued by a backslash", "curl -H key:", &broken("\\\n"), " https://localhost", &[Wrap]),
        form("quoted-printable", "key ", &broken("=\r\n"), "\r\n", &[Wrap]),
        form("concatenation", "k = \"", &broken("\" + \""), "\";", &[Wrap]),
        form("concatenation over lines", "k = (\"", &broken("\"\n     \""), "\")", &[Wrap]),
    ]
}

/// Not found: nothing tells a broken token from two words.
fn form_without_a_mark() -> Form {
    form("a bare line break", "key ", &broken("\n"), "\nnext line", &[Encoding::Wrap])
}

fn found_in(scanner: &Scanner, text: &[u8]) -> Vec<Finding> {
    let findings = scanner.scan(text).unwrap();
    findings.into_iter().filter(|finding| &*finding.rule == RULE).collect()
}

#[test]
fn every_form_is_found_exactly_where_it_stands() {
    let scanner = Scanner::builtin();
    let mut missed = Vec::new();
    for Form { name, text, found, encodings } in forms() {
        let exact = |finding: &Finding| {
            text[finding.span.start..finding.span.end] == found
                && (encodings.is_empty() || finding.encodings == encodings)
        };
        match &found_in(&scanner, &text)[..] {
            [finding] if exact(finding) => {}
            findings => missed.push(format!(
                "{name}: {:?}",
                findings.iter().map(|found| (found.span, &found.encodings)).collect::<Vec<_>>()
            )),
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn nearly_every_form_is_found() {
    let scanner = Scanner::builtin();
    let all: Vec<Form> = forms().into_iter().chain([form_without_a_mark()]).collect();
    let found = all.iter().filter(|form| !found_in(&scanner, &form.text).is_empty()).count();
    assert!(found >= 15 && found + 1 >= all.len(), "{found} of {}", all.len());
}

#[test]
fn base64_is_found_at_every_offset_with_and_without_padding_and_twice_over() {
    let scanner = Scanner::builtin();
    for before in ["", "x", "xy", "user:"] {
        for after in ["", "\n", "ab"] {
            let once = base64(&[before, " ", &token(), " ", after].concat());
            for text in [&once, once.trim_end_matches('='), &base64(&once)] {
                let text = format!("data {text} end");
                assert_eq!(
                    found_in(&scanner, text.as_bytes()).len(),
                    1,
                    "{} before, {} after",
                    before.len(),
                    after.len()
                );
            }
        }
    }
}

#[test]
fn every_form_is_redacted_so_that_nothing_is_left_and_again_changes_nothing() {
    let scanner = Scanner::builtin();
    for Form { name, text, .. } in forms() {
        let once = scanner.redact_bytes(&text);
        assert!(once.error.is_none() && found_in(&scanner, &once.text).is_empty(), "{name}");
        assert!(scanner.redact_bytes(&once.text).text == once.text, "{name}");
        let rest = String::from_utf8_lossy(&once.text).replace('\0', "");
        assert!(rest.contains(&format!("[REDACTED:{RULE}]")), "{name}");
        assert!(!rest.contains(&BODY[..12]) && !rest.contains(&BODY[24..]), "{name}");
    }
}

#[test]
fn what_is_around_a_redacted_form_stays_valid() {
    let scanner = Scanner::builtin();
    let json = format!(r#"{{"k":"{}","n":1}}"#, with_underscore(r"\u005f"));
    assert!(serde_json::from_str::<serde_json::Value>(&scanner.redact(&json).text).is_ok());
    let source = format!("k = \"{}\";", broken("\" +\n    \""));
    assert_eq!(scanner.redact(&source).text, format!("k = \"[REDACTED:{RULE}]\";"));
    for unit in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
        let text = utf16(&format!("\u{feff}key={} and more of it", token()), unit);
        let redacted = scanner.redact_bytes(&text).text;
        assert!(redacted == utf16(&format!("\u{feff}key=[REDACTED:{RULE}] and more of it"), unit));
    }
}

#[test]
fn a_token_that_is_split_after_its_prefix_is_left_alone() {
    let scanner = Scanner::builtin();
    for joint in ["\" + \"", "\"\n    \"", "\", \""] {
        let text = format!("k = \"{PREFIX}{joint}{BODY}\"");
        assert!(found_in(&scanner, text.as_bytes()).is_empty());
    }
}

#[test]
fn a_list_of_tokens_is_as_many_findings() {
    let scanner = Scanner::builtin();
    let key = |tail: &str| ["sk_live_", "4eC39HqLyjWDarjtT1zdp7dc", tail].concat();
    let text = format!("{}\n{}\n{}\n", key("a"), key("b"), key("c"));
    assert_eq!(scanner.scan(&text).unwrap().len(), 3);
}

#[test]
fn lines_that_only_look_broken_give_no_finding() {
    let scanner = Scanner::builtin();
    for text in [
        "name: loki-admin-token-name\nloki:\n",
        "commit 3f2a9c01d4e5b6a7988f\nauthor-of-the-change\n",
        "registry.example.com/shop\nregistry.example.com/mail\n",
        "total = price_without_tax + \\\n    price_of_shipping\n",
        "\"Accept-Language\" +\n\"Content-Encoding\"\n",
    ] {
        assert!(scanner.scan(text).unwrap().is_empty(), "{text}");
    }
}
