//! Known values against plain comparison.

use ::base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use memchr::memmem;
use proptest::prelude::*;

use super::*;
use crate::{ErrorKind, FingerprintKey, Patterns, Scanner};

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig { cases: count, failure_persistence: None, ..ProptestConfig::default() }
}

fn known(values: &[impl AsRef<[u8]>]) -> Known {
    let mut known = Known::default();
    for (index, value) in values.iter().enumerate() {
        known.push(Secret::from(value.as_ref()), Arc::from(format!("V{index}")));
    }
    known
}

/// Where the index finds which value, in order.
fn found(known: &Known, text: &[u8]) -> Vec<(usize, usize, usize)> {
    let mut found = Vec::new();
    let report = |span: Span, _, value| {
        found.push((span.start, span.end, value));
        Ok(())
    };
    known.index().find(&known.values.all, text, report).unwrap();
    found.sort_unstable();
    found.dedup();
    found
}

/// The same by comparison of bytes, of digits and of bits at every offset.
fn reference(known: &Known, text: &[u8]) -> Vec<(usize, usize, usize)> {
    let mut found = Vec::new();
    let lower = text.to_ascii_lowercase();
    let bits: Vec<Option<String>> = text
        .iter()
        .map(|byte| form::ALPHABETS.iter().find_map(|digits| digits.iter().position(|digit| digit == byte)))
        .map(|digit| digit.map(|digit| format!("{digit:06b}")))
        .collect();
    for (index, value) in known.values.all.iter().enumerate() {
        let secret = value.secret.expose();
        let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        let binary: String = secret.iter().map(|byte| format!("{byte:08b}")).collect();
        for start in 0..text.len() {
            if text[start..].starts_with(secret) {
                found.push((start, start + secret.len(), index));
            }
            if lower[start..].starts_with(hex.as_bytes()) {
                found.push((start, start + hex.len(), index));
            }
            for skip in [0, 2, 4] {
                let width = (skip + binary.len()).div_ceil(6);
                let Some(digits) = bits.get(start..start + width) else { continue };
                let Some(digits) = digits.iter().cloned().collect::<Option<String>>() else { continue };
                if digits[skip..].starts_with(&binary) {
                    found.push((start, start + width, index));
                }
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[test]
fn the_index_finds_what_comparison_finds() {
    let value = prop::collection::vec(prop::sample::select(b"abA\x00".to_vec()), 8..30);
    let values = prop::collection::hash_set(value, 1..6);
    // How a value is written, and how much of it is left out at its start: near misses.
    let piece = (0..6_usize, 0..7_usize, 0..3_usize);
    let strategy = (values, prop::collection::vec((piece, "[abA ]{0,9}"), 0..8));
    proptest!(cases(2000), |((values, pieces) in strategy)| {
        let values: Vec<Vec<u8>> = values.into_iter().collect();
        let known = known(&values);
        let mut text = Vec::new();
        for ((value, writing, cut), noise) in pieces {
            let value = &values[value % values.len()][cut.saturating_sub(1)..];
            text.extend_from_slice(noise.as_bytes());
            let written = match writing {
                0 => value.to_vec(),
                1 => hex(value, |digit| digit),
                2 => hex(value, |digit| digit.to_ascii_uppercase()),
                writing => URL_SAFE_NO_PAD.encode([&b"\xfb\xff"[..writing % 3], value, &b"\xff"[..cut / 2]].concat()).into_bytes(),
            };
            text.extend_from_slice(&written);
        }
        // Of values that are equal the first counts; here none are.
        prop_assert_eq!(found(&known, &text), reference(&known, &text));
    });
}

fn hex(value: &[u8], case: impl Fn(char) -> char) -> Vec<u8> {
    value
        .iter()
        .flat_map(|byte| format!("{byte:02x}").into_bytes())
        .map(|digit| case(char::from(digit)) as u8)
        .collect()
}

/// How a value is written into a text.
#[derive(Clone, Copy, Debug)]
enum Writing {
    Raw,
    Base64,
    Base64Url,
    Hex,
    HexMixed,
    Percent,
    PercentLower,
    /// As a JSON string, which only text can be.
    Json,
    Unicode,
    Entities,
}

impl Writing {
    const ALL: [Self; 10] = [
        Self::Raw,
        Self::Base64,
        Self::Base64Url,
        Self::Hex,
        Self::HexMixed,
        Self::Percent,
        Self::PercentLower,
        Self::Json,
        Self::Unicode,
        Self::Entities,
    ];

    /// The written text, and the part of it that is the value.
    fn write(self, value: &[u8], before: &[u8], after: &[u8]) -> (Vec<u8>, Span) {
        let whole = [before, value, after].concat();
        let text = String::from_utf8_lossy(value).into_owned();
        let escaped = |each: fn(char) -> String| text.chars().map(each).collect::<String>().into_bytes();
        let all = |text: Vec<u8>| (Span::new(0, text.len()), text);
        let (span, text) = match self {
            Self::Raw => (Span::new(before.len(), before.len() + value.len()), whole),
            Self::Base64 | Self::Base64Url => {
                let digits =
                    if matches!(self, Self::Base64) { STANDARD.encode(&whole) } else { URL_SAFE_NO_PAD.encode(&whole) };
                let end = (8 * (before.len() + value.len())).div_ceil(6);
                (Span::new(8 * before.len() / 6, end), digits.into_bytes())
            }
            Self::Hex => (Span::new(2 * before.len(), 2 * (before.len() + value.len())), hex(&whole, |digit| digit)),
            Self::HexMixed => {
                let mixed = |digit: char| if "ace".contains(digit) { digit.to_ascii_uppercase() } else { digit };
                (Span::new(2 * before.len(), 2 * (before.len() + value.len())), hex(&whole, mixed))
            }
            Self::Percent => all(value.iter().flat_map(|byte| format!("%{byte:02X}").into_bytes()).collect()),
            Self::PercentLower => all(value.iter().flat_map(|byte| format!("%{byte:02x}").into_bytes()).collect()),
            Self::Json => {
                let quoted = serde_json::to_vec(&text).unwrap();
                (Span::new(1, quoted.len() - 1), quoted)
            }
            Self::Unicode => all(escaped(|character| {
                character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04X}")).collect()
            })),
            Self::Entities => all(escaped(|character| format!("&#{};", u32::from(character)))),
        };
        (text, span)
    }

    fn needs_text(self) -> bool {
        matches!(self, Self::Json | Self::Unicode | Self::Entities)
    }
}

/// Any bytes that may be registered, text half of the time.
fn any_value() -> impl Strategy<Value = Vec<u8>> {
    let text = "[ -~é\u{1f511}\n\t]{8,40}".prop_map(String::into_bytes);
    let bytes = prop::collection::vec(any::<u8>(), 8..40);
    prop_oneof![text, bytes].prop_filter("may be registered", |value| {
        accept::check(value).is_ok() && !value.ends_with(b"\n") && !value.ends_with(b"\r")
    })
}

#[test]
fn a_value_is_found_in_every_writing_and_nothing_of_it_is_left() {
    let sides = prop::collection::vec(any::<u8>(), 0..5);
    let noise = "[a-z =:]{0,40}";
    let strategy = (any_value(), prop::sample::select(&Writing::ALL[..]), sides.clone(), sides, noise, noise);
    proptest!(cases(3000), |((value, writing, before, after, left, right) in strategy)| {
        prop_assume!(!writing.needs_text() || std::str::from_utf8(&value).is_ok());
        // It would escape the value's first byte, and be taken with it.
        prop_assume!(before.last() != Some(&b'\\'));
        let scanner = Scanner::builder().builtin(false).register(value.clone(), "IT").unwrap().build().unwrap();
        let (written, span) = writing.write(&value, &before, &after);
        let text = [left.as_bytes(), &written, right.as_bytes()].concat();
        let expected = Span::new(left.len() + span.start, left.len() + span.end);
        let findings = scanner.scan(&text).unwrap();
        let spans: Vec<Span> = findings.iter().map(|finding| finding.span).collect();
        prop_assert!(findings.iter().all(|finding| finding.proof == Proof::Known));
        if holds_escapes(&value) {
            // Of a value that looks escaped itself there are several readings: which one counts first is not promised.
            let open = (expected.start..expected.end).filter(|&at| !spans.iter().any(|span| (span.start..span.end).contains(&at)));
            prop_assert!(open.count() < 6, "{:?}: expected {:?}, got {:?}", writing, expected, spans);
        } else {
            // The same bytes, and at most what a wider writing of them takes.
            let covering = spans.iter().find(|span| span.contains(expected));
            prop_assert_eq!(covering, Some(&expected), "{:?}: {:?}", writing, spans);
        }
        let redacted = scanner.redact_bytes(&text);
        prop_assert!(redacted.error.is_none());
        prop_assert!(memmem::find(&redacted.text, &written[span.start..span.end]).is_none(), "{writing:?}: it is left");
        prop_assert!(scanner.scan(&redacted.text).unwrap().is_empty());
    });
}

fn holds_escapes(value: &[u8]) -> bool {
    value.iter().any(|byte| b"\\%&".contains(byte))
}

#[test]
fn of_overlapping_places_all_is_covered() {
    let values = [b"abababab".as_slice(), b"babababababa"];
    proptest!(cases(500), |(text in "[ab]{0,60}")| {
        let text = text.as_bytes();
        let scanner = Scanner::builder().builtin(false).known(known(&values)).build().unwrap();
        let covers: Vec<Span> = scanner.scan(text).unwrap().iter().map(|finding| finding.cover).collect();
        for value in values {
            for start in (0..text.len()).filter(|&start| text[start..].starts_with(value)) {
                for at in start..start + value.len() {
                    prop_assert!(covers.iter().any(|cover| (cover.start..cover.end).contains(&at)));
                }
            }
        }
    });
}

#[test]
fn many_values_that_share_most_of_their_bytes_are_told_apart() {
    let values: Vec<String> = (0..3000).map(|number| format!("service/prod/{number:05}/credential")).collect();
    let known = known(&values);
    for (index, value) in values.iter().enumerate().step_by(97) {
        let text = format!("x={value};service/prod/99999/credential");
        assert_eq!(found(&known, text.as_bytes()), [(2, 2 + value.len(), index)]);
    }
}

#[test]
fn a_value_beats_a_rule_on_the_same_bytes() {
    let rules = Patterns::parse("patterns: {HOUSE: {regex: 'hsk_[a-z]{8,40}'}}").unwrap();
    let secret = "hsk_".to_owned() + "qzxvkjwpbnfg";
    let key = FingerprintKey::new([7; 32]);
    let builder = Scanner::builder().builtin(false).patterns(rules).fingerprint_key(key.clone());
    let scanner = builder.register(secret.as_str(), "house key").unwrap().build().unwrap();
    let text = format!("a={secret} b={secret}tail");
    let findings = scanner.scan(&text).unwrap();
    let types: Vec<&str> = findings.iter().map(|finding| &*finding.rule).collect();
    assert_eq!(types, ["HOUSE_KEY", "HOUSE_KEY"]);
    assert_eq!(findings[0].fingerprint, Some(key.fingerprint("HOUSE_KEY", secret.as_bytes())));
    assert_eq!((findings[0].confidence, findings[0].severity, &*findings[0].preview), (1.0, Severity::High, "****"));
    // What the rule matched beyond it is hidden too.
    assert_eq!(scanner.redact(&text).text, "a=[REDACTED:HOUSE_KEY] b=[REDACTED:HOUSE_KEY]");
    assert_eq!(scanner.redact("[REDACTED:HOUSE_KEY]").text, "[REDACTED:HOUSE_KEY]");
}

#[test]
fn encodings_are_told_from_the_outermost_in() {
    let secret = ["tiger", "-lily-", "42!"].concat();
    let scanner = Scanner::builder().builtin(false).register(secret.as_str(), "IT").unwrap().build().unwrap();
    let inner = STANDARD_NO_PAD.encode(&secret);
    let outer = STANDARD.encode(format!("the inner text is {inner}, as it was written"));
    let hexed = String::from_utf8(hex(inner.as_bytes(), |digit| digit)).unwrap();
    let quoted = inner.replace('I', "\\u0049");
    let table = [
        (secret.clone(), vec![]),
        (inner.clone(), vec![Encoding::Base64]),
        (outer, vec![Encoding::Base64, Encoding::Base64]),
        (format!("dump: {hexed}"), vec![Encoding::Hex, Encoding::Base64]),
        (quoted, vec![Encoding::Escape, Encoding::Base64]),
    ];
    for (text, encodings) in table {
        let found: Vec<_> = scanner.scan(&text).unwrap().into_iter().map(|finding| finding.encodings).collect();
        assert_eq!(found, [encodings]);
    }
}

#[test]
fn a_value_that_looks_escaped_is_found_in_a_line_with_escapes() {
    let short = ["A \t%0", "Aab"].concat();
    for secret in [["p%41ss", r#"w"rd99"#].concat(), [r"a\n", "b7&amp;qX2"].concat(), short] {
        let scanner = Scanner::builder().builtin(false).register(secret.as_str(), "IT").unwrap().build().unwrap();
        let json = serde_json::to_string(&secret).unwrap();
        assert_eq!(scanner.redact(&format!("{{\"a\":{json}}}")).text, "{\"a\":\"[REDACTED:IT]\"}");
        assert_eq!(scanner.redact(&format!("a={secret} \\t b")).text, "a=[REDACTED:IT] \\t b");
    }
}

#[test]
fn forms_and_other_ends_of_lines_are_seen_through() {
    let phrase = concat!("tiger lily ", "42 & more");
    let lines = concat!("first-line-9\n", "second-line-8\r\nthird");
    let known = known(&[phrase, lines]);
    let scanner = Scanner::builder().builtin(false).known(known).build().unwrap();
    let form = ["user=ann&x=", "tiger+lily+42+%26+more", "&y=1"].concat();
    assert_eq!(scanner.redact(&form).text, "user=ann&x=[REDACTED:V0]&y=1");
    for end in ["\n", "\r\n"] {
        let text = ["a ", &["first-line-9", "second-line-8", "third"].join(end), " b"].concat();
        assert_eq!(scanner.redact(&text).text, "a [REDACTED:V1] b");
    }
}

#[test]
fn nothing_shows_a_value() {
    let canary = ["can", "ary-", "9Xv2LmT7pKd4"].concat();
    let mut known = Known::default();
    known.register(canary.as_str(), "CANARY").unwrap();
    assert_eq!(known.register_env([("API_KEY", [canary.as_str(), "x"].concat())]), ["API_KEY"]);
    let builder = Scanner::builder().known(known.clone());
    let shown = format!("{known:?} {builder:?} {:?}", builder.clone().build().unwrap());
    assert!(!shown.contains(&canary) && shown.contains("Known(2 values)"));
    assert_eq!(known.names(), ["API_KEY", "CANARY"]);

    for refused in ["can-ary", &["your", "canary"].concat(), &canary.repeat(2000)] {
        let error = Known::default().register(refused, "db.password").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        let text = format!("{error} {error:?}");
        assert!(text.contains("DB_PASSWORD") && !text.contains(refused), "{}", error.message());
    }
    let nameless = Known::default().register(canary.as_str(), "--").unwrap_err();
    assert!(!format!("{nameless} {nameless:?}").contains(&canary));
}

#[test]
fn clones_share_values_until_one_is_changed() {
    let mut one = known(&[b"first value 1"]);
    let two = one.clone();
    assert!(Arc::ptr_eq(&one.values, &two.values));
    one.register(["sec9Kq ", "vR7ue 2"].concat(), "SECOND").unwrap();
    assert_eq!((one.len(), two.len(), one.longest(), two.longest_encoded()), (2, 1, 14, 130));
    assert!(Known::default().is_empty() && Known::default().longest() == 0);
    assert_eq!(found(&one, b"a sec9Kq vR7ue 2 b").len(), 1);
    assert_eq!(found(&two, b"a sec9Kq vR7ue 2 b").len(), 0);
}

#[test]
fn everything_that_is_kept_of_a_value_is_overwritten_on_drop() {
    fn overwritten<T: zeroize::ZeroizeOnDrop>() {}
    overwritten::<Secret>();
    overwritten::<Index>();
}

#[test]
fn places_without_end_meet_the_limit() {
    let limits = crate::Limits { max_findings: 10, ..crate::Limits::default() };
    let scanner = Scanner::builder().builtin(false).limits(limits).known(known(&[b"ab12cd34"])).build().unwrap();
    assert_eq!(scanner.scan("ab12cd34 ".repeat(10)).unwrap().len(), 10);
    assert_eq!(scanner.scan("ab12cd34 ".repeat(11)).unwrap_err().kind(), ErrorKind::LimitExceeded);
}
