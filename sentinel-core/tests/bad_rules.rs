//! Rules that are wrong, or made to hang or to eat memory: each is accepted, or refused with the rule and
//! the field, and soon.

use std::time::{Duration, Instant};

use sentinel_core::{Error, ErrorKind, Patterns, Rule, Scanner};

/// Far more than any of this takes, on a machine that does other things too.
const SOON: Duration = Duration::from_secs(20);

fn soon<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    assert!(start.elapsed() < SOON, "{what} took {:?}", start.elapsed());
    result
}

fn built(rule: Rule) -> Result<Scanner, Error> {
    let mut patterns = Patterns::default();
    patterns.patterns.insert("HOUSE".to_owned(), rule);
    Scanner::builder().builtin(false).patterns(patterns).build()
}

fn with_regex(regex: impl Into<String>) -> Result<Scanner, Error> {
    built(Rule::new(regex))
}

/// What must be said when a rule is refused: the rule, the field, and why.
fn refused(what: &str, rule: Rule, why: &str) {
    let error = soon(what, || built(rule)).expect_err(what);
    assert_eq!(error.kind(), ErrorKind::InvalidRule, "{what}: {error}");
    let shown = error.to_string();
    assert!(shown.contains("HOUSE") && shown.contains("regex"), "{what}: rule and field are not named: {shown}");
    assert!(shown.contains(why), "{what}: {why} is not said: {shown}");
    assert!(shown.len() < 500, "{what}: the message is {} bytes", shown.len());
}

#[test]
fn nested_unbounded_repeats_run_in_linear_time() {
    let text = "a".repeat(200_000);
    for regex in ["(?:(?:a+)+)+b", "(?:a*)*b", "(?:a|aa)+$b?c", "(?:a+){2,}b", "(?:.*.*.*)=b"] {
        let found = soon(regex, || with_regex(regex).map(|scanner| scanner.scan(&text).map(|found| found.len())));
        assert!(matches!(found, Ok(Ok(0))), "{regex}: {found:?}");
    }
}

#[test]
fn a_prefix_that_stands_everywhere_does_not_make_a_scan_quadratic() {
    let text = "a".repeat(50_000);
    for regex in ["aa[a-z]+1", "aa[a-z]{9000}1", "(?i)aa+=b"] {
        let found = soon(regex, || with_regex(regex).map(|scanner| scanner.scan(&text).map(|found| found.len())));
        assert!(matches!(found, Ok(Ok(0))), "{regex}: {found:?}");
    }
}

#[test]
fn alternations_of_ten_thousand_branches_find_what_they_say() {
    let words: Vec<String> = (0..10_000).map(|number| format!("house{number:05}x")).collect();
    let table = [
        ("literals", words.join("|"), "see HOUSE and house09999x", 1),
        ("literals in any case", format!("(?i){}", words.join("|")), "see HOUSE09999X", 1),
        ("literals before a class", format!("(?:{})[0-9]{{4}}", words[..2000].join("|")), "house01999x1234", 1),
    ];
    for (what, regex, text, count) in table {
        match soon(what, || with_regex(regex.clone())) {
            Ok(scanner) => assert_eq!(soon(what, || scanner.scan(text)).unwrap().len(), count, "{what}"),
            Err(_) => refused(what, Rule::new(regex), "too"),
        }
    }
    let classes: Vec<String> = (0..10_000).map(|number| format!("[a-f]x{number}[0-9]")).collect();
    match soon("classes", || with_regex(classes.join("|"))) {
        Ok(scanner) => assert_eq!(scanner.scan("bx99997").unwrap().len(), 1),
        Err(_) => refused("classes", Rule::new(classes.join("|")), "too"),
    }
}

#[test]
fn what_matches_the_empty_text_is_refused() {
    for regex in ["a*", "", "(?:)", "^", "$", r"\b", "a{0}", "x?|y?", "(?:a|)", "(?i)(?:a*)*"] {
        refused(regex, Rule::new(regex), "empty");
    }
    refused("nothing", Rule::new(r"[^\x00-\xff]"), "match nothing");
}

#[test]
fn what_grows_too_large_is_refused() {
    refused("1 MB of letters", Rule::new("a".repeat(1 << 20)), "too long");
    refused("1 MB of branches", Rule::new("ab|".repeat(1 << 18) + "c"), "too long");
    refused("repeats of repeats", Rule::new("(?:a{1000}){1000}"), "too large");
    refused("three repeats", Rule::new("(?:(?:a{100}){100}){100}b"), "too large");
    refused("a repeat of a large class", unicode(r"\pL{5000}"), "too large");
}

#[test]
fn deep_nesting_is_refused() {
    for (open, close) in [("(", ")"), ("(?:", ")"), ("(?i:", "+)"), ("[a[", "]]")] {
        refused(open, Rule::new([open.repeat(5000), "a".into(), close.repeat(5000)].concat()), "nest");
    }
    let look = [&"(?=".repeat(5000), "a", &")".repeat(5000)].concat();
    refused("look-around", Rule::new(look), "");
}

#[test]
fn classes_of_all_characters_are_taken_or_refused() {
    let all = r"[\p{L}\p{N}\p{P}\p{S}\p{Z}\p{M}\p{C}]";
    for regex in [format!("{all}{{20}}"), format!("(?i){all}+x"), format!("key={all}{{1,200}}"), all.repeat(500)] {
        if let Err(error) = soon("classes", || built(unicode(&regex))) {
            assert!(error.to_string().contains("too"), "{error}");
        }
    }
    refused("an unknown class", Rule::new(r"\p{Klingon}x"), "");
}

#[test]
fn look_around_of_every_kind_holds_its_meaning() {
    let table: [(&str, &[(&str, usize)]); 9] = [
        (r"(?<!x)ab12", &[("ab12", 1), ("xab12", 0)]),
        (r"(?<=k=)ab12", &[("k=ab12", 1), ("ab12", 0)]),
        (r"(?=ab)[a-z]{2}12", &[("ab12", 1), ("ac12", 0)]),
        (r"(?!ab)[a-z]{2}12", &[("ac12", 1), ("ab12", 0)]),
        (r"ab12(?!x)", &[("ab12", 1), ("ab12x", 0)]),
        (r"ab12(?=;)", &[("ab12;", 1), ("ab12", 0)]),
        (r"ab(?=\d\d)\d+(?<!9)", &[("ab12", 1), ("ab1", 0)]),
        (r"k=(?:(?!END)[A-Z])+;", &[("k=ABC;", 1), ("k=AENDB;", 0)]),
        (r"(?<!x(?=y))ab12", &[("ab12", 1)]),
    ];
    for (regex, texts) in table {
        let scanner = soon(regex, || with_regex(regex)).unwrap_or_else(|error| panic!("{regex}: {error}"));
        for (text, count) in texts {
            assert_eq!(scanner.scan(text).unwrap().len(), *count, "{regex} in {text}");
        }
    }
}

#[test]
fn look_around_that_backtracks_without_end_is_cut_off_and_the_text_withheld() {
    let scanner = with_regex(r"(?=(?:a|aa)+c)(?:a|aa)+b(?=x)").unwrap();
    let text = "a".repeat(5000);
    let result = soon("backtracking", || scanner.scan(&text));
    assert!(result.is_ok_and(|found| found.is_empty()) || scanner.redact(&text).text == "[REDACTED:LIMIT]");
}

#[test]
fn back_references_are_refused_without_look_around() {
    refused("by number", Rule::new(r"(a+)b\1"), "backreference");
    refused("by name", Rule::new(r"(?P<x>a+)b(?P=x)"), "");
}

#[test]
fn conditions_and_exceptions_are_checked_too() {
    let mut rule = Rule::new("ab12");
    rule.before = Some("(".repeat(5000));
    assert!(built(rule.clone()).unwrap_err().to_string().contains("before"));
    rule.before = None;
    rule.after = Some("(?:a{1000}){1000}".to_owned());
    assert!(soon("after", || built(rule.clone())).unwrap_err().to_string().contains("after"));
    rule.after = None;
    rule.exceptions.regexes = vec!["(?:a{1000}){1000}".to_owned()];
    assert!(soon("exceptions", || built(rule.clone())).unwrap_err().to_string().contains("exceptions"));
}

#[test]
fn ten_thousand_rules_are_loaded_and_each_one_works() {
    let mut patterns = Patterns::default();
    for number in 0..10_000 {
        patterns.patterns.insert(format!("HOUSE_{number}"), Rule::new(format!(r"\bhouse{number}_[0-9a-f]{{16}}\b")));
    }
    let scanner = soon("10,000 rules", || Scanner::builder().builtin(false).patterns(patterns).build()).unwrap();
    let text = "house0_0123456789abcdef house5000_0123456789abcdef house9999_0123456789abcdef house10000_";
    let found = soon("a scan", || scanner.scan(text)).unwrap();
    assert_eq!(found.iter().map(|found| &*found.rule).collect::<Vec<_>>(), ["HOUSE_0", "HOUSE_5000", "HOUSE_9999"]);
}

fn unicode(regex: &str) -> Rule {
    let mut rule = Rule::new(regex);
    rule.unicode = true;
    rule
}
