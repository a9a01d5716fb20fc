//! Streams against whole texts: however a text is cut, the result is the same.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use sentinel_core::{
    ErrorKind, Finding, Limits, Located, Locator, MAX_HELD_BYTES, Patterns, Rule, Scanner, Settled, Unit,
    WITHHELD_LIMIT, builtin_packs,
};

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig { cases: count, failure_persistence: None, ..ProptestConfig::default() }
}

/// What a stream gives for pieces of these sizes, again and again.
fn streamed(scanner: &Scanner, text: &[u8], sizes: &[usize]) -> Settled {
    let mut stream = scanner.stream().unwrap().counting(Unit::CodePoints);
    let mut all = Vec::new();
    let mut findings = Vec::new();
    let mut rest = text;
    for size in sizes.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (piece, later) = rest.split_at(rest.len().min(*size));
        rest = later;
        let given = stream.push(piece);
        all.extend(given.text);
        findings.extend(given.findings);
        if later.len() % 7 == 3 {
            let given = stream.flush();
            all.extend(given.text);
            findings.extend(given.findings);
        }
    }
    let mut last = stream.finish();
    all.extend(std::mem::take(&mut last.text));
    findings.append(&mut last.findings);
    last.text = all;
    last.findings = findings;
    last
}

/// Says where they differ without showing the text.
fn difference(scanner: &Scanner, text: &[u8], sizes: &[usize]) -> Option<String> {
    let whole = scanner.redact_bytes(text);
    let stream = streamed(scanner, text, sizes);
    let shown = |findings: &[Finding]| serde_json::to_string_pretty(findings).unwrap();
    if whole.error.is_some() || stream.error.is_some() {
        return Some(format!("whole {:?}, stream {:?}", whole.error, stream.error));
    }
    let mut locator = Locator::new(text, Unit::CodePoints);
    let places: Vec<Located> = whole.findings.iter().map(|finding| finding.locate(&mut locator)).collect();
    let (found, found_at): (Vec<Finding>, Vec<Located>) = stream.findings.into_iter().unzip();
    if whole.findings != found {
        return Some(format!("findings {} {}", shown(&whole.findings), shown(&found)));
    }
    let cuts =
        |text: &str| found.iter().any(|f| !(text.is_char_boundary(f.span.start) && text.is_char_boundary(f.span.end)));
    if std::str::from_utf8(text).is_ok_and(|text| !cuts(text)) && places != found_at {
        return Some(format!("places {places:?} {found_at:?}"));
    }
    let common = whole.text.iter().zip(&stream.text).take_while(|(a, b)| a == b).count();
    (whole.text != stream.text).then(|| format!("the texts differ at byte {common}"))
}

fn builtin_rules() -> Vec<Rule> {
    builtin_packs().iter().flat_map(|pack| pack.patterns().unwrap().patterns.into_values()).collect()
}

/// Values that a host registers, among them some that overlap and one that looks escaped.
fn known_values() -> Vec<String> {
    [["tiger", "-lily-", "42"], ["tiger", "-lily-", "42 and more"], ["p%41", "ssw0rd", "99"], ["Zx8", "kq2", "Lm5-w"]]
        .map(|parts| parts.concat())
        .to_vec()
}

fn everything() -> Scanner {
    let builder = Scanner::builder().pii(true);
    let named = known_values().into_iter().enumerate();
    let builder = named.fold(builder, |builder, (at, value)| builder.register(value, &format!("known{at}")).unwrap());
    builder.build().unwrap()
}

#[test]
fn every_example_of_every_rule_is_redacted_byte_by_byte() {
    let scanner = everything();
    for rule in builtin_rules() {
        for text in rule.examples.iter().chain(&rule.counterexamples) {
            let text = format!("2025-08-02 INFO start\n{text} and on\nnext line");
            assert_eq!(difference(&scanner, text.as_bytes(), &[1]), None, "{}", rule.description);
        }
    }
}

#[test]
fn every_chunking_of_texts_of_secrets_and_noise_gives_the_same() {
    let scanner = everything();
    let examples: Vec<String> = builtin_rules().iter().flat_map(|rule| rule.examples.clone()).collect();
    let fragments = prop_oneof![4 => prop::sample::select(examples), 1 => prop::sample::select(known_values())];
    let glue = prop::sample::select(vec![
        " ",
        "\n",
        "",
        "=",
        "\"",
        ":",
        "pass",
        "[REDACTED:",
        "[REDACTED:AWS_ACCESS_KEY]",
        "é",
        "\u{200b}",
        "\\n",
        "%20",
        "&quot;",
        "\\u0041",
        "\u{1b}[31m",
        ", user=7 ",
        "password",
        "\\\\n",
        "%",
        "\\",
        "AK",
        "eyJ",
        "🔑",
        "&amp;quot;",
        "https://host/usr/lib/python3/dist-packages/requests/adapters.py ",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "\0",
        "x\0y",
        "\\\n",
        "=\r\n",
        "\" +\n  \"",
    ]);
    let wrap = prop::sample::select(vec![
        "plain", "plain", "plain", "base64", "hex", "json", "percent", "cut", "low", "high", "back", "mail", "plus",
    ]);
    let parts = prop::collection::vec((fragments, wrap, glue, 0..200_usize), 1..6);
    let sizes = prop_oneof![
        Just(vec![1_usize]),
        prop::collection::vec(1..40_usize, 1..6),
        prop::collection::vec(1..2000_usize, 1..4)
    ];
    proptest!(cases(3000), |(parts in parts, sizes in sizes)| {
        let mut text = String::new();
        for (fragment, wrap, glue, cut) in parts {
            text.push_str(&wrapped(&fragment, wrap, cut));
            text.push_str(glue);
        }
        prop_assert_eq!(difference(&scanner, text.as_bytes(), &sizes), None);
    });
}

fn wrapped(fragment: &str, wrap: &str, cut: usize) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    match wrap {
        "base64" => STANDARD.encode(fragment),
        "hex" => fragment.bytes().map(|byte| format!("{byte:02x}")).collect(),
        "json" => serde_json::to_string(fragment).unwrap(),
        "percent" => fragment
            .bytes()
            .map(
                |byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") },
            )
            .collect(),
        "low" => fragment.chars().flat_map(|character| [character, '\0']).collect(),
        "high" => fragment.chars().flat_map(|character| ['\0', character]).collect(),
        "back" => broken(fragment, "\\\n  ", cut),
        "mail" => broken(fragment, "=\r\n", cut),
        "plus" => format!("\"{}\"", broken(fragment, "\" +\n \"", cut)),
        "cut" => {
            let cut = (0..=cut.min(fragment.len())).rev().find(|at| fragment.is_char_boundary(*at)).unwrap();
            if cut % 2 == 0 { fragment[..cut].to_owned() } else { fragment[cut..].to_owned() }
        }
        _ => fragment.to_owned(),
    }
}

/// The fragment with a break every so many characters.
fn broken(fragment: &str, joint: &str, every: usize) -> String {
    let characters: Vec<char> = fragment.chars().collect();
    let parts = characters.chunks(12 + every % 60).map(|part| part.iter().collect::<String>());
    parts.collect::<Vec<_>>().join(joint)
}

const USER_RULES: [&str; 29] = [
    "a(?=b)b",
    "(?<=k.{0,2})e[a-c]?(?!y)",
    "[ab]{1,4}(?!c)",
    "ab{1,3}c",
    "a.c",
    "(?i)key[=:][a-z]{2,}",
    "[a-c]{1,4}@[a-c]{1,3}",
    "x?ab",
    "(?:ab|ba)+c",
    "ab(?!c)",
    "(?<!a)bc",
    "a[^b]*b",
    "(?:a|bc){2,3}",
    r"\bab\b",
    "b$",
    "^a",
    "ab?c?[ab]{2}",
    r"[a-c]+\s+key",
    "key=(?P<secret>[a-c]*)",
    r"(?s)ab.{0,6}?@",
    "(?m)^key",
    "a{3}",
    r"[\x80-\xff]a",
    "é+",
    r"ab(?P<secret>x)[a-c]*",
    "REDACTED",
    r"\]a",
    "[a-z]{1,5}@",
    "=[^=]{1,3}",
];

fn user_rule(regex: &str, unicode: bool, before: Option<&str>, after: Option<&str>) -> Rule {
    let mut rule = Rule::new(regex);
    rule.unicode = unicode && !regex.contains("\\x80");
    rule.before = before.map(str::to_owned);
    rule.after = after.map(str::to_owned);
    rule
}

#[test]
fn every_chunking_with_user_rules_gives_the_same() {
    let before = prop::option::weighted(0.2, prop::sample::select(vec!["[^k]", "(?:^|[ab])", "a ?"]));
    let after = prop::option::weighted(0.2, prop::sample::select(vec!["(?:[^a]|$)", "b?c", "[^@]*@"]));
    let rule = (prop::sample::select(USER_RULES.to_vec()), prop::bool::weighted(0.2), before, after);
    let rules = prop::collection::vec(rule, 1..4);
    let texts = prop::collection::vec(
        "([abckey=@xé\n:B%\\\\&; ]|%61|\\\\n|&amp;|\\\\u0062|\u{200b}|\\[REDACTED:R1\\]|YWJjIGtleT1hYiBhYmMga2V5PQ|abcabcabckey=|\\\\\n|=\n|\" \\+ \"|\0|(?:a\0b\0c\0k\0){2,3}){0,40}",
        20,
    );
    let sizes = prop_oneof![Just(vec![1_usize]), prop::collection::vec(1..20_usize, 1..6)];
    proptest!(cases(400), |(rules in rules, texts in texts, sizes in sizes)| {
        let mut patterns = Patterns::default();
        for (index, (regex, unicode, before, after)) in rules.iter().enumerate() {
            patterns.patterns.insert(format!("R{index}"), user_rule(regex, *unicode, *before, *after));
        }
        let scanner = Scanner::builder().builtin(false).patterns(patterns).build().unwrap();
        for text in texts {
            prop_assert_eq!(difference(&scanner, text.as_bytes(), &sizes), None, "{:?} {:?}", rules, text);
        }
    });
}

const BENIGN: &str = "2025-08-02T12:40:00Z INFO checkout-7d9f took 12 ms for order 8841 of customer 77\n\
    10.2.3.4 - - [02/Aug/2025:12:40:00 +0000] \"GET /static/css/site.css?v=12 HTTP/1.1\" 200 5120\n\
    WARN  retry 3 of 5 after 200ms: connection reset by peer (upstream=cart.internal:8080)\n\
    at com.example.shop.CartService.addItem(CartService.java:214)\n\
    File \"/usr/lib/python3/dist-packages/requests/adapters.py\", line 501, in send\n\
    {\"level\":\"info\",\"msg\":\"cache miss\",\"path\":\"/v1/items\",\"note\":\"a \\\"quoted\\\" word\\n\"}\n\
    commit da39a3ee5e6b4b0d3255bfef95601890afd80709 by build 4711, 100% of 5 & more\n\
    The quick brown fox jumps over the lazy dog, and then it goes on for a while without any line break at all \
    so that it is seen that a long line is no reason to wait.\n";

#[test]
fn what_is_only_found_through_an_escape_behind_what_was_replaced_is_waited_for() {
    // The placeholder of the first names the second.
    let first = ["1001.03103670eeb2cfec5d9697df", "d5a7e7483ebac.bb95e87e40971cd5a7ey"].concat();
    let second = ["live_859b72813\u{200b}96676", "23fa2bb77fe686957259c37687cc501d"].concat();
    let text = format!("ZAPI'KEY={first} = \"{second}\"");
    let scanner = Scanner::builtin();
    assert_eq!(scanner.scan(&text).unwrap().len(), 1);
    assert!(!scanner.redact(&text).text.contains("501d"));
    for cut in 1..text.len() {
        let sizes = [cut, text.len() - cut];
        assert_eq!(difference(&scanner, text.as_bytes(), &sizes), None, "{cut}");
    }
}

#[test]
fn rules_that_look_for_the_start_of_a_text_give_the_same() {
    let before = prop::sample::select(vec!["^", "(?:^|k)", r"(?m)^\s*", r"\A[ab]?", "(?:^|[ab:])", r"^\s{0,3}"]);
    let regex =
        prop::sample::select(vec!["[abck]{2,6}", "a[a-ck=]{1,9}", "(?i)key[=:][a-z]{2,8}", "[a-c]{1,4}@?", "^a[b-k]*"]);
    let rules = prop::collection::vec((regex, prop::option::weighted(0.8, before)), 1..4);
    let texts = prop::collection::vec("([abck]{1,9}|[ =:@\n]|key=|%61|\\\\n|&amp;|\\\\u0062){0,14}", 20);
    let sizes = prop_oneof![Just(vec![1_usize]), prop::collection::vec(1..12_usize, 1..6)];
    proptest!(cases(400), |(rules in rules, texts in texts, sizes in sizes)| {
        let mut patterns = Patterns::default();
        for (index, (regex, before)) in rules.iter().enumerate() {
            patterns.patterns.insert(format!("R{index}"), user_rule(regex, false, *before, None));
        }
        let scanner = Scanner::builder().builtin(false).patterns(patterns).build().unwrap();
        for text in texts {
            prop_assert_eq!(difference(&scanner, text.as_bytes(), &sizes), None, "{:?} {:?}", rules, text);
        }
    });
}

/// How long a stream takes that gets the text byte by byte: the shorter of two times.
fn byte_by_byte(scanner: &Scanner, text: &[u8]) -> Duration {
    let time = || {
        let start = Instant::now();
        let mut stream = scanner.stream().unwrap();
        for byte in text {
            stream.push([*byte]);
        }
        stream.finish();
        start.elapsed()
    };
    time().min(time())
}

#[test]
fn what_is_final_is_given_at_once_where_a_line_ends_or_on_demand() {
    let rules = Patterns::parse("patterns: {KEY: {regex: 'key_[a-z]{4}'}}").unwrap();
    let scanner = Scanner::builder().builtin(false).patterns(rules).build().unwrap();
    let mut stream = scanner.stream().unwrap();
    assert_eq!(stream.push("ok.\n").text, b"ok.\n");
    assert!(stream.push("name: ").text.is_empty());
    assert_eq!(stream.flush().text, b"name: ");
    assert!(stream.flush().text.is_empty() && stream.finish().text.is_empty());
}

#[test]
fn the_name_of_a_member_counts_where_it_was_given_out_before_its_number() {
    let rules = Patterns::parse("patterns: {KEY: {regex: '\\b77[0-9]{6}\\b'}}").unwrap();
    let scanner = Scanner::builder().builtin(false).patterns(rules).build().unwrap();
    let text = "{\"n\": 77123456, \\\"n\\\":77123456, n: 77123456}";
    let whole = scanner.redact(text).text;
    assert_eq!(whole, "{\"n\": \"[REDACTED:KEY]\", \\\"n\\\":\\\"[REDACTED:KEY]\\\", n: [REDACTED:KEY]}");
    for cut in 0..=text.len() {
        let (before, after) = text.split_at(cut);
        let mut stream = scanner.stream().unwrap();
        let mut given = stream.push(before).text;
        given.extend(stream.flush().text);
        given.extend(stream.push(after).text);
        given.extend(stream.finish().text);
        assert_eq!(String::from_utf8(given).unwrap(), whole, "{cut}");
    }
}

#[test]
fn a_part_is_found_some_lines_and_pieces_on() {
    let rules = "patterns:\n  ID:\n    regex: 'kid-[0-9]{6}\\b'\n    components: [{rule: PART, within_lines: 3}]\n  \
        PART:\n    regex: 'part-[0-9a-f]{8}\\b'\n  OTHER:\n    regex: 'other-[0-9]{4}'\n";
    let scanner = Scanner::builder().builtin(false).patterns(Patterns::parse(rules).unwrap()).build().unwrap();
    let near = format!("other-1111\nkid-271828\n\nother-2222\npart-1f2e3d4c\n{}", "more\n".repeat(20));
    assert_eq!(scanner.scan(&near).unwrap()[1].components.len(), 1);
    let far = near.replacen("\n\n", "\n\n\n", 1);
    assert!(scanner.scan(&far).unwrap()[1].components.is_empty());
    for text in [near.clone(), far.clone(), near.repeat(3), far.repeat(3), format!("{far}{near}")] {
        for size in [1, 13, 100] {
            assert_eq!(difference(&scanner, text.as_bytes(), &[size]), None);
        }
    }
    let mut stream = scanner.stream().unwrap();
    assert_eq!(stream.push(&near).findings.len(), 4, "findings do not wait for the end");
}

#[test]
fn time_is_linear_at_one_byte_a_push() {
    let scanner = Scanner::builtin();
    // No line ends, and candidates stay undecided for long.
    let text: String = BENIGN.replace('\n', " ").replace("WARN", "password token= secret");
    let times = [1_usize, 2, 4].map(|size| {
        let text = text.repeat((size << 17) / text.len());
        byte_by_byte(&scanner, text.as_bytes())
    });
    assert!(times[2] < times[0] * 7, "{times:?}");
}

#[test]
fn an_undecided_candidate_costs_bounded_memory_and_is_withheld() {
    let mut patterns = Patterns::default();
    patterns.patterns.insert("ENDLESS".to_owned(), Rule::new("key=[a-z]+"));
    patterns.patterns.insert("CAPPED".to_owned(), Rule::new("cap=[a-z]+;"));
    patterns.patterns.insert("SPREAD".to_owned(), Rule::new(r"[0-9]+\s+secret"));
    let scanner = Scanner::builder().builtin(false).patterns(patterns).build().unwrap();
    for (start, byte) in [("key=a", b'a'), ("1", b'1')] {
        let mut stream = scanner.stream().unwrap();
        let mut text = stream.push(start).text;
        let (mut most, mut errors) = (0, 0);
        for _ in 0..40 {
            let given = stream.push(vec![byte; 20_000]);
            errors += u32::from(given.error.is_some());
            text.extend(given.text);
            most = most.max(stream.held());
        }
        assert!(most <= MAX_HELD_BYTES + 20_000, "{most} bytes held back");
        assert!(errors > 10, "the error is told again");
        assert_eq!(stream.failed(), Some(ErrorKind::LimitExceeded));
        let last = stream.finish();
        assert!(last.error.is_some() && last.text.is_empty());
        assert!(text.ends_with(WITHHELD_LIMIT.as_bytes()), "a marker stands for the rest");
    }
    assert_eq!(scanner.withheld(), 2);
    // The search for a match of a rule without a bound ends at a cap, where it starts at a literal.
    let text = format!("key={0} cap={0}; cap=abc; ", "a".repeat(40_000));
    assert_eq!(difference(&scanner, text.as_bytes(), &[1000]), None);
}

#[test]
fn past_a_limit_the_rest_is_withheld() {
    let key = ["AKIA", "QYLPMN5HHHFPZAM2"].concat();
    let mut limits = Limits::default();
    limits.max_input_bytes = 1000;
    let scanner = Scanner::builder().limits(limits).build().unwrap();
    let mut stream = scanner.stream().unwrap();
    let first = stream.push(format!("x {key} y\n{}", "hello world ".repeat(70)));
    assert!(first.error.is_none());
    let second = stream.push("hello world ".repeat(20));
    assert_eq!(second.error.unwrap().kind(), ErrorKind::LimitExceeded);
    assert!(second.text.ends_with(WITHHELD_LIMIT.as_bytes()));
    let third = stream.push(&key);
    assert!(third.text.is_empty() && third.error.is_some() && third.findings.is_empty());
    assert!(stream.finish().text.is_empty());

    let mut limits = Limits::default();
    limits.max_findings = 3;
    let scanner = Scanner::builder().limits(limits).build().unwrap();
    let mut stream = scanner.stream().unwrap();
    let given: Vec<_> = (0..10).map(|_| stream.push(format!("id {key}, and so on until it is settled\n"))).collect();
    let text: Vec<u8> = given.iter().flat_map(|given| given.text.clone()).collect();
    assert!(text.ends_with(WITHHELD_LIMIT.as_bytes()) && given.last().unwrap().error.is_some());
    assert_eq!(given.iter().map(|given| given.findings.len()).sum::<usize>() + stream.finish().findings.len(), 3);
}

#[test]
fn a_rule_that_looks_without_bound_is_refused_by_name() {
    let mut patterns = Patterns::default();
    patterns.patterns.insert("FAR".to_owned(), Rule::new("a(?=.*b)c?"));
    let scanner = Scanner::builder().patterns(patterns).build().unwrap();
    let error = scanner.stream().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(error.context().any(|(key, value)| (key, value) == ("rule", "FAR")));
}

#[test]
fn nothing_held_back_is_shown() {
    let scanner = Scanner::builtin();
    let mut stream = scanner.stream().unwrap();
    stream.push(concat!("password=", "hunter2x"));
    assert!(!format!("{stream:?}").contains("hunter2x"));
}
