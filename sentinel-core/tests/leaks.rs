//! No six bytes in a row of a planted secret are left, whatever the treatment and the door. Cases are made by SplitMix64:
//! treatment and number of one that fails are enough to repeat it, and no value is shown.

use std::sync::Arc;

use sentinel_core::{
    Error, Finding, Format, Keep, Patterns, Policy, Result, Scanner, Settled, Tokenizer, Treatment, WITHHELD_ERROR,
    WITHHELD_LIMIT,
};
use serde_json::{Value, json};

/// For each treatment; each case goes through all doors.
const CASES: u64 = 2_000;

const RULES: &str = r#"
patterns:
  HOUSE_KEY: {regex: 'hsk_[b-z1-9]{16}', severity: HIGH, redact: {keep_prefix: 4, keep_suffix: 3}}
  HOUSE_WORD: {regex: 'word(=|: ?)(?P<secret>[b-z1-9]{8,24})', severity: CRITICAL}
"#;

const TREATMENTS: [Treatment; 12] = [
    Treatment::Placeholder,
    Treatment::NumberedPlaceholder,
    Treatment::Mask(None),
    Treatment::Mask(Some(Keep { keep_prefix: 5, keep_suffix: 5 })),
    Treatment::Mask(Some(Keep { keep_prefix: 0, keep_suffix: 0 })),
    Treatment::Pseudonym,
    Treatment::Format,
    Treatment::Tokenize,
    Treatment::Remove,
    Treatment::Callback,
    Treatment::Block,
    Treatment::Mask(Some(Keep { keep_prefix: 5, keep_suffix: 0 })),
];

struct Vault;

impl Tokenizer for Vault {
    fn tokenize(&self, rule: &str, value: &[u8]) -> Result<String> {
        let hash = value.iter().fold(7_u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(*byte)));
        Ok(format!("«sn:{rule}:{hash:08X}»"))
    }

    fn recognises(&self, token: &str) -> bool {
        token.starts_with("«sn:HOUSE_")
    }
}

fn scanner(treatment: Treatment) -> Scanner {
    let policy = Policy::new(treatment).tokenizer(Arc::new(Vault)).pseudonym_key("k1", vec![3; 32]).unwrap();
    let policy = policy.callback(|finding: &Finding| Ok(format!("<{}>", finding.rule)));
    Scanner::builder().builtin(false).patterns(Patterns::parse(RULES).unwrap()).policy(policy).build().unwrap()
}

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn word(&mut self, length: usize) -> String {
        // Without what masks and formats write: `a`, `x` and `0`.
        const LETTERS: &[u8] = b"bcdefghijklmnopqrstuvwyz123456789";
        (0..length).map(|_| char::from(LETTERS[self.below(LETTERS.len())])).collect()
    }
}

/// A text, and what must not be left of it.
struct Planted {
    text: String,
    secrets: Vec<String>,
}

fn planted(random: &mut Random) -> Planted {
    const GLUE: [&str; 14] =
        [" ", "\n", "", "; ", "A", "[REDACTED:HOUSE_KEY]", "«", "****", "É🔑", "\"", "\\", "{\"A\":1}", "%20", "\t"];
    let mut planted = Planted { text: String::new(), secrets: Vec::new() };
    for _ in 0..1 + random.below(4) {
        planted.text.push_str(random.one(&GLUE));
        let length = 8 + random.below(17);
        match random.below(3) {
            0 => {
                let secret = random.word(16);
                planted.text.push_str(&["hs", "k_", &secret].concat());
                planted.secrets.push(secret);
            }
            1 => {
                let (between, secret) = (random.one(&["=", ": ", ":"]), random.word(length));
                planted.text.push_str(&format!("word{between}{secret}"));
                planted.secrets.push(secret);
            }
            _ => {}
        }
        // Lower-case letters and digits would be part of the secret.
        planted.text.push_str(random.one(&[" ", "\n", ", ", "É"]));
    }
    planted
}

/// A document with texts, names that mask, numbers, and documents in strings.
fn document(random: &mut Random, depth: usize) -> (Value, Vec<String>) {
    let Planted { text, mut secrets } = planted(random);
    let (innocent, length) = (random.word(12), 6 + random.below(9));
    let pin = (0..length).fold(0_u64, |pin, _| pin * 10 + 1 + random.next() % 9);
    let mut value = json!({ "NOTE": text, "password": innocent, "CARD": { "card_number": pin }, "B": [true, null] });
    secrets.extend([innocent, pin.to_string()]);
    if random.below(3) == 0 {
        let key = random.word(16);
        value[["A hs", "k_", &key].concat()] = json!([1, "B"]);
        secrets.push(key);
    }
    if depth > 0 {
        let (inner, more) = document(random, depth - 1);
        value["BODY"] = if random.below(2) == 0 { Value::from(inner.to_string()) } else { json!([inner]) };
        secrets.extend(more);
    }
    (value, secrets)
}

/// The same document with some of its letters escaped.
fn spelled(document: &str, random: &mut Random) -> String {
    let mut spelled = String::with_capacity(document.len());
    let (mut quoted, mut escaped) = (false, false);
    for character in document.chars() {
        let plain = quoted && !escaped && character.is_ascii_lowercase();
        if plain && random.below(12) == 0 {
            spelled.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            spelled.push(character);
        }
        quoted ^= character == '"' && !escaped;
        escaped = quoted && character == '\\' && !escaped;
    }
    spelled
}

/// All that a document says: its text, and its strings, and those of the documents in them.
fn said(text: &str) -> Vec<String> {
    fn add(value: &Value, all: &mut Vec<String>) {
        match value {
            Value::Array(elements) => elements.iter().for_each(|element| add(element, all)),
            Value::Object(map) => map.iter().for_each(|(key, value)| {
                all.push(key.clone());
                add(value, all);
            }),
            Value::String(text) => {
                all.push(text.clone());
                if let Ok(inner @ (Value::Array(_) | Value::Object(_))) = serde_json::from_str(text) {
                    add(&inner, all);
                }
            }
            other => all.push(other.to_string()),
        }
    }
    let mut all = vec![text.to_owned()];
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        add(&value.expect("what is given is JSON"), &mut all);
    }
    all
}

fn leaks(said: &[String], secrets: &[String]) -> bool {
    let windows = secrets.iter().flat_map(|secret| (0..secret.len() - 5).map(move |at| &secret[at..at + 6]));
    windows.into_iter().any(|window| said.iter().any(|text| text.contains(window)))
}

/// What a door gave: all that may tell something.
fn checked(
    door: &str,
    given: Vec<String>,
    error: Option<Error>,
    secrets: &[String],
) -> std::result::Result<(), String> {
    let withheld =
        error.is_some() || given.iter().any(|text| [WITHHELD_ERROR, WITHHELD_LIMIT].contains(&text.as_str()));
    match (withheld, leaks(&given, secrets)) {
        (true, _) => Err(format!("{door}: withheld")),
        (_, true) => Err(format!("{door}: six bytes of a secret are left")),
        _ => Ok(()),
    }
}

fn pieces(mut push: impl FnMut(&[u8]) -> Settled, text: &str, random: &mut Random) -> (Vec<u8>, Option<Error>) {
    let (mut rest, mut all, mut failed) = (text.as_bytes(), Vec::new(), None);
    let bytewise = random.below(4) == 0;
    while !rest.is_empty() {
        let size = if bytewise { 1 } else { 1 + random.below(40) }.min(rest.len());
        let settled = push(&rest[..size]);
        all.extend(settled.text);
        failed = failed.or(settled.error);
        rest = &rest[size..];
    }
    (all, failed)
}

fn through_all_doors(scanner: &Scanner, random: &mut Random) -> std::result::Result<(), String> {
    let Planted { text, secrets } = planted(random);
    let redacted = scanner.redact(&text);
    checked("text", vec![redacted.text], redacted.error, &secrets)?;

    let mut stream = scanner.stream().unwrap();
    let (mut given, failed) = pieces(|piece| stream.push(piece), &text, random);
    let last = stream.finish();
    given.extend(last.text);
    checked("stream", vec![String::from_utf8_lossy(&given).into_owned()], failed.or(last.error), &secrets)?;

    let (mut value, secrets) = document(random, 2);
    let text = spelled(&value.to_string(), random);
    let redacted = scanner.redact_json(&text);
    checked("JSON", said(&redacted.text), redacted.error, &secrets)?;

    let redacted = scanner.redact_value(&mut value);
    checked("value", said(&value.to_string()), redacted.error, &secrets)?;

    let mut feed = scanner.feed(Format::JsonLines).unwrap();
    let (mut given, failed) = pieces(|piece| feed.push(piece), &(text + "\n"), random);
    let last = feed.finish();
    given.extend(last.text);
    checked("JSON lines", said(&String::from_utf8_lossy(&given)), failed.or(last.error), &secrets)
}

#[test]
fn no_six_bytes_of_a_secret_are_left() {
    for (which, treatment) in TREATMENTS.into_iter().enumerate() {
        let scanner = scanner(treatment);
        for case in 0..CASES {
            let mut random = Random(case.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ which as u64);
            if let Err(complaint) = through_all_doors(&scanner, &mut random) {
                panic!("{} (treatment {which}), case {case}: {complaint}", treatment.kind().as_str());
            }
        }
        let counters = scanner.counters();
        assert!(counters.redacted + counters.blocked > CASES, "hardly anything was found");
    }
}

#[test]
fn a_leak_would_be_seen() {
    let secret = || vec!["bcdefghijk".to_owned()];
    assert!(leaks(&["A cdefgh".to_owned()], &secret()) && !leaks(&["A cdefg".to_owned()], &secret()));
    let hidden = json!({ "A": json!({ "B": "cdefgh" }).to_string() }).to_string();
    assert!(leaks(&said(&hidden.replace("cdefgh", "cd\\\\u0065fgh")), &secret()));
    // Without a rule everything is left.
    let blind = Scanner::builder().builtin(false).build().unwrap();
    assert!((0..20).any(|case| through_all_doors(&blind, &mut Random(case)).is_err()));
}
