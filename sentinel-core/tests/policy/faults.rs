//! What goes wrong gives a marker, is counted, and shows nothing.

use std::sync::Arc;

use sentinel_core::{
    Error, ErrorKind, Limits, Policy, Result, Scanner, Tokenizer, Treatment, WITHHELD_BLOCKED, WITHHELD_ERROR,
    WITHHELD_LIMIT,
};

fn scanner(policy: Policy) -> Scanner {
    Scanner::builder().policy(policy).build().unwrap()
}

fn line() -> String {
    ["key=AKIA", "QYLPMN5HHHFPZAM2 user=7"].concat()
}

struct FullVault;

impl Tokenizer for FullVault {
    fn tokenize(&self, _: &str, _: &[u8]) -> Result<String> {
        Err(Error::new(ErrorKind::LimitExceeded, "tokenize", "the vault is full").with("limit", 0))
    }

    fn recognises(&self, _: &str) -> bool {
        false
    }
}

#[test]
fn a_callback_that_fails_gives_the_marker_and_says_nothing_of_its_own() {
    let fails = |_: &_| Err(Error::new(ErrorKind::Storage, "call", line()).with("value", line()));
    let scanner = scanner(Policy::new(Treatment::Callback).callback(fails));
    let redacted = scanner.redact(&line());
    assert_eq!(redacted.text, WITHHELD_ERROR);
    assert!(redacted.findings.is_empty() && redacted.replacements.is_empty());
    let error = redacted.error.unwrap();
    assert_eq!(error.kind(), ErrorKind::Storage);
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("AWS_ACCESS_KEY") && !shown.contains("user=7"), "the callback's words are passed on");
    assert_eq!((scanner.counters().failed, scanner.counters().redacted, scanner.withheld()), (1, 0, 1));

    let mut stream = scanner.stream().unwrap();
    let given = [stream.push(line()).text, stream.finish().text].concat();
    assert_eq!(given, WITHHELD_ERROR.as_bytes());
    assert_eq!(scanner.counters().failed, 2);
}

#[test]
fn a_full_vault_is_a_limit() {
    let scanner = scanner(Policy::new(Treatment::Tokenize).tokenizer(Arc::new(FullVault)));
    let redacted = scanner.redact(&line());
    assert_eq!((redacted.text.as_str(), redacted.error.unwrap().kind()), (WITHHELD_LIMIT, ErrorKind::LimitExceeded));
    assert_eq!((scanner.counters().limited, scanner.counters().failed), (1, 0));
}

#[test]
fn an_exhausted_budget_is_counted() {
    let limits = |change: fn(&mut Limits)| {
        let mut limits = Limits::default();
        change(&mut limits);
        limits
    };
    for limits in
        [limits(|l| l.max_input_bytes = 8), limits(|l| l.max_findings = 0), limits(|l| l.max_decoded_bytes = Some(0))]
    {
        let scanner = Scanner::builder().policy(Policy::new(Treatment::Mask(None))).limits(limits).build().unwrap();
        let text = format!("{} %41%42 {}", line(), "a".repeat(40));
        assert_eq!(scanner.redact(&text).text, WITHHELD_LIMIT);
        assert_eq!((scanner.counters().limited, scanner.counters().calls), (1, 1));
    }
}

#[test]
fn a_blocked_text_is_withheld_and_is_no_error() {
    let scanner = scanner(Policy::default().rule("AWS_ACCESS_KEY", Treatment::Block));
    let redacted = scanner.redact(&line());
    assert_eq!((redacted.text.as_str(), redacted.error.is_none()), (WITHHELD_BLOCKED, true));
    assert_eq!(redacted.findings.len(), 1);
    assert_eq!(redacted.replacements[0].input.len(), line().len());
    assert_eq!(scanner.redact("all is well").text, "all is well");
    let counters = scanner.counters();
    assert_eq!((counters.calls, counters.blocked, counters.redacted, counters.found), (2, 1, 0, 1));
    assert_eq!(scanner.withheld(), 0);
}

#[test]
fn a_stream_that_may_be_blocked_waits_for_its_end() {
    let scanner = scanner(Policy::default().rule("AWS_ACCESS_KEY", Treatment::Block));
    let mut stream = scanner.stream().unwrap();
    let early = stream.push("well\n".repeat(100)).text;
    assert!(early.is_empty() && stream.held() >= 500);
    assert_eq!(stream.finish().text, "well\n".repeat(100).as_bytes());
    let mut stream = scanner.stream().unwrap();
    stream.push("well\n".repeat(100));
    let blocked = stream.push(line() + &"\nwell".repeat(100)).text;
    assert_eq!(blocked, WITHHELD_BLOCKED.as_bytes());
    assert!(stream.push("more").text.is_empty());
    let last = stream.finish();
    assert!(last.text.is_empty());
    assert_eq!(last.replacements.len(), 1);
    assert_eq!(scanner.counters().blocked, 1);
}

#[test]
fn a_policy_that_cannot_be_kept_is_refused_by_name() {
    let yaml = |text| Policy::from_yaml(text).unwrap();
    let keyed = |policy: Policy| policy.pseudonym_key("k1", vec![7; 32]).unwrap();
    let table = [
        (yaml("rules: {AWS_ACESS_KEY: mask}"), "rule: AWS_ACESS_KEY"),
        (yaml("default: pseudonym"), "needs: pseudonym_keys"),
        (yaml("severities: {HIGH: tokenize}"), "field: severities, treatment: tokenize, needs: tokenizer"),
        (yaml("categories: {pii: callback}"), "field: categories, treatment: callback, needs: callback"),
        (yaml("default: {mask: {keep_prefix: 6}}"), "key: keep_prefix"),
        (yaml("fields: {f: {mask: {keep_suffix: 6}}}"), "field: fields, key: keep_suffix"),
        (keyed(yaml("pseudonym_key: k2")), "key: k2"),
        (keyed(yaml("default: pseudonym")).pseudonym_key("k2", vec![8; 32]).unwrap(), "field: pseudonym_key"),
    ];
    for (policy, named) in table {
        let error = Scanner::builder().policy(policy).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.to_string().contains(named), "{error} does not name {named}");
    }
    // A rule that does not run here exists all the same.
    assert!(Scanner::builder().policy(yaml("rules: {CREDIT_CARD: format}")).build().is_ok());
    assert!(Scanner::builder().builtin(false).policy(yaml("rules: {CREDIT_CARD: format}")).build().is_err());
}
