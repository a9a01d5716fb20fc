//! What was redacted scans clean, and is not changed by another redaction: a text alone, and in a long one, of which only
//! what is near a replacement is scanned again.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sentinel_core::Scanner;

static SCANNER: LazyLock<Scanner> =
    LazyLock::new(|| Scanner::builder().pii(true).build().expect("the built-in rules compile"));

/// Lines in which nothing is found.
static OTHERS: LazyLock<Vec<u8>> = LazyLock::new(|| b"INFO worker took some ms\n".repeat(200));

fuzz_target!(|text: &[u8]| {
    check(text);
    let (first, second) = text.split_at(text.len() / 2);
    check(&[OTHERS.as_slice(), first, b"\n", &OTHERS, second, b"\n", &OTHERS].concat());
});

fn check(text: &[u8]) {
    let once = SCANNER.redact_bytes(text);
    if once.error.is_some() {
        assert!(once.text.starts_with(b"[REDACTED:") && once.findings.is_empty(), "not withheld");
        return;
    }
    assert_eq!(once.findings.is_empty(), once.text == text, "findings and changes disagree");
    assert!(SCANNER.scan(&once.text).is_ok_and(|found| found.is_empty()), "does not scan clean");
    assert!(SCANNER.redact_bytes(&once.text).text == once.text, "another redaction changes it");
}
