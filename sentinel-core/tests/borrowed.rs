//! A text in which nothing is replaced is handed back as it was given, and any other is redacted as ever.

use std::borrow::Cow;

use sentinel_core::{Limits, Policy, Redacted, Scanner, Treatment};

const TOKEN: &str = concat!("AKIA", "QYLPMN5HHHFPZAM2");

/// All but the text, to be compared.
fn rest<T>(redacted: &Redacted<T>) -> String {
    let Redacted { findings, replacements, error, .. } = redacted;
    format!("{findings:?} {replacements:?} {error:?}")
}

fn at_most(bytes: usize) -> Limits {
    let mut limits = Limits::default();
    limits.max_input_bytes = bytes;
    limits
}

#[test]
fn a_text_in_which_nothing_is_found_is_not_copied() {
    let scanner = Scanner::builtin();
    for text in ["", "user=7", "é日🔑 \u{0}", "[REDACTED:AWS_ACCESS_KEY]"] {
        let redacted = scanner.redact_cow(text);
        assert!(matches!(redacted.text, Cow::Borrowed(given) if given.as_ptr() == text.as_ptr() && given == text));
        assert_eq!(rest(&redacted), rest(&scanner.redact(text)));
        assert!(matches!(scanner.redact_bytes_cow(text.as_bytes()).text, Cow::Borrowed(_)));
    }
    for json in ["{}", r#"{"user": 7, "key": "[REDACTED:AWS_ACCESS_KEY]"}"#] {
        assert!(matches!(scanner.redact_json_cow(json).text, Cow::Borrowed(given) if given == json));
    }
}

#[test]
fn a_text_in_which_something_is_replaced_is_the_same_either_way() {
    let blocking = Scanner::builder().policy(Policy::new(Treatment::Block)).build().unwrap();
    let removing = Scanner::builder().policy(Policy::new(Treatment::Remove)).build().unwrap();
    let narrow = Scanner::builder().limits(at_most(8)).build().unwrap();
    for scanner in [Scanner::builtin(), blocking, removing, narrow] {
        for text in [TOKEN.to_owned(), format!("a {TOKEN} b {TOKEN}"), format!("{TOKEN}é")] {
            let redacted = scanner.redact_cow(&text);
            assert!(matches!(redacted.text, Cow::Owned(_)));
            let whole = scanner.redact(&text);
            assert_eq!((rest(&redacted), &*redacted.into_owned().text), (rest(&whole), &*whole.text));
            let bytes = scanner.redact_bytes_cow(text.as_bytes());
            assert_eq!((rest(&bytes), &*bytes.text), (rest(&whole), whole.text.as_bytes()));
        }
        for json in [format!(r#"{{"a": "{TOKEN}"}}"#), r#"{"password": "horse"}"#.to_owned(), "{".repeat(9)] {
            let (redacted, whole) = (scanner.redact_json_cow(&json), scanner.redact_json(&json));
            assert!(matches!(redacted.text, Cow::Owned(_)));
            assert_eq!((rest(&redacted), &*redacted.text), (rest(&whole), &*whole.text));
        }
    }
}

#[test]
fn either_way_is_counted() {
    let [copied, borrowed] = [(); 2].map(|()| Scanner::builder().limits(at_most(64)).build().unwrap());
    for text in ["user=7", TOKEN, &"x".repeat(65)] {
        copied.redact(text);
        borrowed.redact_cow(text);
        copied.redact_json(text);
        borrowed.redact_json_cow(text);
    }
    assert_eq!(copied.counters(), borrowed.counters());
    assert_eq!((copied.counters().calls, copied.counters().limited), (6, 2));
}

#[test]
fn a_scanner_tells_whether_it_asks_its_host() {
    let says = |policy| Scanner::builder().policy(policy).build().unwrap().asks_host();
    assert!(!says(Policy::default()));
    assert!(says(Policy::default().callback(|_| Ok(String::new()))));
}
