//! Texts of known shapes: laws that hold for any of them.

use std::{fmt::Write, sync::LazyLock};

use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};
use sentinel_core::{Patterns, Policy, Redacted, Scanner, Shape, Treatment};
use serde_json::{Map, Value};

/// Names mask, and one rule.
static HOUSE: LazyLock<Scanner> = LazyLock::new(|| house(Policy::default()));

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

fn house(policy: Policy) -> Scanner {
    let rules = "patterns: {HOUSE_KEY: {regex: 'hsk_[a-z0-9]{8}'}, HOUSE_NUMBER: {regex: '\\b7777[0-9]{4}\\b'}}";
    Scanner::builder().builtin(false).patterns(Patterns::parse(rules).unwrap()).policy(policy).build().unwrap()
}

const PASSWORD: &str = "[REDACTED:PASSWORD]";

/// A value that its name alone makes a secret: its letters stand nowhere else.
fn secret() -> impl Strategy<Value = String> {
    "[Q-W]{6,16}"
}

fn word() -> impl Strategy<Value = String> {
    "[a-f]{1,6}"
}

/// What shapes are made of, in any order.
fn parts() -> impl Strategy<Value = String> {
    let part = select(vec![
        "password",
        "token",
        "api_key",
        "user",
        "Authorization",
        "Cookie",
        "pin",
        "=",
        ":",
        " = ",
        ": ",
        "=>",
        "==",
        "'",
        "\"",
        "`",
        "\\",
        "\\\"",
        "''",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ";",
        "&",
        "?",
        "#",
        "@",
        "/",
        "://",
        "https://a:b@h/",
        " ",
        "  ",
        "\n",
        "\r\n",
        "\t",
        "$",
        "$$",
        "--",
        "-d ",
        "-H ",
        "-u ",
        "curl ",
        "VALUES ",
        "INSERT INTO t ",
        "SELECT ",
        "IDENTIFIED BY ",
        "PASSWORD ",
        "FOR ",
        "N'",
        "0",
        "41",
        "null",
        "None",
        "Bearer ",
        "File \"a.py\", line 3, in f\n",
        "at f (a.js:3:1)",
        "│ ",
        " │",
        "└ ",
        "❱ 3 │ ",
        "a",
        "é",
        "🔑",
        "horse",
        "hsk_",
        "hsk_abcd1234",
        "77771234",
        "[REDACTED:PASSWORD]",
        "[REDACTED:",
        "****",
        "{\"password\":\"a\"}",
        "'{\"token\":[1]}'",
        "\u{0}",
    ]);
    vec(part, 0..24).prop_map(|parts| parts.concat())
}

fn shape() -> impl Strategy<Value = Shape> {
    select(Shape::ALL.to_vec())
}

/// A text, and what it becomes.
#[derive(Clone, Debug)]
struct Known {
    shape: Shape,
    text: String,
    expected: String,
}

/// Stand for words in templates.
const MARKS: [char; 4] = ['①', '②', '③', '④'];

/// Texts of each shape, in which `\u{1}` stands for a secret.
fn known() -> impl Strategy<Value = Known> {
    let templates: Vec<(Shape, &str)> = vec![
        (Shape::Url, "https://①:\u{1}@h.org:41/②?q=③&password=\u{1}#④"),
        (Shape::Url, "/①/②?a=③&db%5Fpassword=\u{1}&b=④"),
        (Shape::Headers, "GET /①?password=\u{1}&x=② HTTP/1.1\r\nX-③: ④\r\nX-Password: \u{1}\r\n\r\n"),
        (Shape::Environment, "①=②\nexport DB_PASSWORD=\u{1}\nX_③=\"④\"\nMY_PASSWORD='\u{1}'\n"),
        (Shape::Command, "① --②=③ --password=\u{1} --password '\u{1}' -x ④"),
        (
            Shape::Command,
            "① ② && curl -uann:\u{1} -d 'x=③&password=\u{1}' -d '{\"④\": 1.0, \"password\":\"\u{1}\"}' https://h/",
        ),
        (
            Shape::Command,
            "curl -d \"{\\\"①\\\": [1], \\\"password\\\": \\\"\u{1}\\\"}\" -H '②: ③' -H \"X-Password: \u{1}\" | ④ -p 41",
        ),
        (Shape::Sql, "INSERT INTO ① (②, password, x2) VALUES ('③', '\u{1}', 41), ('it''s', N'\u{1}', 42); SELECT '④'"),
        (Shape::Sql, "UPDATE ① SET x = '②', password = '\u{1}', y = '③''' WHERE user_password <> '\u{1}' AND z = '④'"),
        (Shape::Sql, "ALTER USER ① IDENTIFIED BY '\u{1}'; CREATE ROLE ② PASSWORD '\u{1}' VALID UNTIL '③'; -- it's ④"),
        (
            Shape::Traceback,
            "Traceback (most recent call last):\n  File \"/①/password.py\", line 41, in password\n    f(②, password=\"\u{1}\")\n    ^^^\n  \
             File \"/③.py\", line 3, in g\n    g(password)\n    password = '\u{1}'\n    x = '④'\n①: ② password=\u{1}, ③",
        ),
        (
            Shape::Traceback,
            "a.b.BadLogin: ① {user=②, password=\u{1}, n=41}\n\tat a.Password.password(Password.java:41)\n\tat b.③(④.java:1)\n\t... 3 more\n",
        ),
        (
            Shape::Traceback,
            "/①/token.js:41\n  f({ a: '②', password: '\u{1}' })\nError: ③\n    at token (/④/secret:41:7) {\n  auth: { x: '①', dbPassword: \"\u{1}\" }\n}\n",
        ),
        (
            Shape::Traceback,
            "panic: {①:② Password:\u{1} X:41}\n\ngoroutine 1 [running]:\nmain.(*Password).③(0xc0)\n\t/④/password.go:41 +0x1d\n",
        ),
        (
            Shape::Traceback,
            "/①/password.rb:41:in 'A#password': ② {:password=>\"\u{1}\"} (E)\n\tfrom /③/token:3:in `f'\n\
             thread 'main' panicked at src/password.rs:3:5:\nA { x: \"④\", password: Some(\"\u{1}\") }\n   0: a::password::①\n             at ./a/b.rs:3:5\n",
        ),
        (
            Shape::Traceback,
            "  File \"/①.py\", line 3, in f\n    f(user, password, ②)\n    │ │     └ '\u{1}'\n    │ └ '③'\n    └ <function f at 0x7f>\n",
        ),
    ];
    (select(templates), vec(word(), 4), secret()).prop_map(|((shape, template), words, secret)| {
        let filled =
            words.iter().enumerate().fold(template.to_owned(), |text, (at, word)| text.replace(MARKS[at], word));
        Known { shape, text: filled.replace('\u{1}', &secret), expected: filled.replace('\u{1}', PASSWORD) }
    })
}

/// What is left of a text where nothing was replaced, in the input and in the output.
fn kept<'t>(input: &'t str, redacted: &'t Redacted) -> (Vec<&'t str>, Vec<&'t str>) {
    let (mut before, mut after, mut from, mut to) = (Vec::new(), Vec::new(), 0, 0);
    for replacement in redacted.replacements.iter() {
        before.push(&input[from..replacement.input.start]);
        after.push(&redacted.text[to..replacement.output.start]);
        (from, to) = (replacement.input.end, replacement.output.end);
    }
    before.push(&input[from..]);
    after.push(&redacted.text[to..]);
    (before, after)
}

/// The contents of literals in single quotes; none where the last has no end.
fn literals(sql: &str) -> Option<Vec<String>> {
    let (mut literals, mut open) = (Vec::new(), None::<String>);
    let mut letters = sql.chars().peekable();
    while let Some(letter) = letters.next() {
        match (&mut open, letter) {
            (None, '\'') => open = Some(String::new()),
            (Some(literal), '\'') if letters.peek() == Some(&'\'') => {
                literal.extend(letters.next());
            }
            (Some(literal), '\'') => {
                literals.push(std::mem::take(literal));
                open = None;
            }
            (Some(literal), other) => literal.push(other),
            _ => {}
        }
    }
    open.is_none().then_some(literals)
}

/// The words of a command line, as a shell hands them on.
fn words(command: &str) -> Option<Vec<String>> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None::<char>);
    let mut letters = command.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), close) if open == close => quote = None,
            (Some('"'), '\\') if matches!(letters.peek(), Some('"' | '\\' | '$' | '`')) => {
                word.get_or_insert_default().extend(letters.next());
            }
            (Some(_), other) => word.get_or_insert_default().push(other),
            (None, ' ') => words.extend(word.take()),
            (None, '\\') => word.get_or_insert_default().extend(letters.next()),
            (None, open @ ('\'' | '"')) => {
                word.get_or_insert_default();
                quote = Some(open);
            }
            (None, other) => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

fn in_single_quotes(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn in_double_quotes(text: &str) -> String {
    let escaped = |mut quoted: String, letter: char| {
        if matches!(letter, '"' | '\\' | '$' | '`') {
            quoted.push('\\');
        }
        quoted.push(letter);
        quoted
    };
    format!("\"{}\"", text.chars().fold(String::new(), escaped))
}

/// Documents of a few members, some of whose names mask.
fn document() -> impl Strategy<Value = Value> {
    let text = "[ -~é🔑\n]{0,8}";
    let leaf = prop_oneof![
        text.prop_map(Value::from),
        any::<i16>().prop_map(Value::from),
        Just(Value::Null),
        secret().prop_map(|secret| Value::from(format!("a {secret}"))),
    ];
    let value = leaf.prop_recursive(2, 8, 3, |inner| vec(inner, 0..3).prop_map(Value::from));
    let name = prop_oneof![word(), select(vec!["password", "apiKey", "db_password"]).prop_map(str::to_owned)];
    vec((name, value), 1..4).prop_map(|members| Value::from(members.into_iter().collect::<Map<_, _>>()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn names_mask_values_and_all_else_stays(Known { shape, text, expected } in known()) {
        let redacted = HOUSE.redact_as(shape, &text);
        prop_assert!(redacted.error.is_none());
        prop_assert_eq!(&redacted.text, &expected, "{}", shape);
        prop_assert_eq!(&HOUSE.redact_as(shape, &redacted.text).text, &redacted.text, "{}: twice is not once", shape);
    }

    #[test]
    fn twice_is_once(shape in shape(), text in parts(), policy in any::<Index>()) {
        let scanner = policy.get(&TREATING);
        for scanner in [scanner, &*HOUSE] {
            let once = scanner.redact_as(shape, &text);
            prop_assert!(once.error.is_none(), "{}: {:?}", shape, once.error);
            let twice = scanner.redact_as(shape, &once.text);
            prop_assert_eq!(&twice.text, &once.text, "{}: twice is not once", shape);
        }
    }

    #[test]
    fn bytes_need_not_be_characters(shape in shape(), text in parts(), noise in vec((any::<Index>(), 0x80..=0xff_u8), 1..6)) {
        let mut bytes = text.into_bytes();
        for (at, byte) in noise {
            bytes.insert(at.index(bytes.len() + 1), byte);
        }
        let once = HOUSE.redact_bytes_as(shape, &bytes);
        prop_assert!(once.error.is_none(), "{}: {:?}", shape, once.error);
        prop_assert!(HOUSE.redact_bytes_as(shape, &once.text).text == once.text, "{}: twice is not once", shape);
    }

    #[test]
    fn what_is_not_replaced_stays_byte_for_byte(shape in shape(), text in parts()) {
        let redacted = HOUSE.redact_as(shape, &text);
        let (before, after) = kept(&text, &redacted);
        prop_assert_eq!(before, after, "{}", shape);
        prop_assert!(HOUSE.scan(&redacted.text).unwrap().is_empty(), "{}: something is left", shape);
    }

    #[test]
    fn urls_stay_urls(
        user in word(), password in "[!-~&&[^/?#@]]{1,12}", path in "[a-z/]{0,8}",
        pairs in vec((prop_oneof![word(), Just("token".to_owned())], "[!-~&&[^#&;=]]{0,8}"), 0..4),
    ) {
        let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let text = format!("https://{user}:{password}@h.org/{path}?{}#end", query.join("&"));
        let redacted = HOUSE.redact_as(Shape::Url, &text).text;
        let (front, fragment) = redacted.split_once('#').unwrap();
        let (front, query) = front.split_once('?').unwrap();
        prop_assert_eq!(fragment, "end");
        prop_assert_eq!(front, format!("https://{user}:{PASSWORD}@h.org/{path}"));
        let names: Vec<&str> = query.split('&').map(|pair| pair.split('=').next().unwrap()).collect();
        prop_assert_eq!(names, if pairs.is_empty() { vec![""] } else { pairs.iter().map(|(name, _)| name.as_str()).collect() });
        prop_assert!(query.split('&').all(|pair| !pair.starts_with("token=") || ["token=", "token=[REDACTED:TOKEN]"].contains(&pair)));
    }

    #[test]
    fn quotes_of_sql_balance(
        rows in vec(vec("[ -~é&&[^\\\\${\\[]]{0,10}", 3), 1..4), number in "[2-9]{3,8}", treating in any::<Index>(), rule in any::<bool>(),
    ) {
        let quoted = |value: &String| format!("'{}'", value.replace('\'', "''"));
        let mut text = "INSERT INTO t (name, password, note) VALUES ".to_owned();
        for (at, row) in rows.iter().enumerate() {
            let separator = if at == 0 { "" } else { ", " };
            write!(text, "{separator}({}, {}, {})", quoted(&row[0]), quoted(&row[1]), quoted(&row[2])).unwrap();
        }
        let key = if rule { "hsk_abcd1234" } else { "x" };
        write!(text, "; UPDATE t SET pin = {number}, note = 'a''{key}', n = 77771234 WHERE token <> {}", quoted(&rows[0][0])).unwrap();
        let before = literals(&text).unwrap();
        for scanner in [treating.get(&TREATING), &*HOUSE] {
            let redacted = scanner.redact_as(Shape::Sql, &text);
            prop_assert!(redacted.error.is_none());
            let Some(after) = literals(&redacted.text) else { return Err(TestCaseError::fail("a literal has no end")) };
            // Two numbers became literals.
            prop_assert_eq!(after.len(), before.len() + 2);
            for (at, row) in rows.iter().enumerate() {
                prop_assert_eq!(&after[3 * at], &row[0]);
                prop_assert_eq!(&after[3 * at + 2], &row[2]);
            }
        }
    }

    #[test]
    fn documents_in_commands_stay_documents(document in document(), double in any::<bool>(), treating in any::<Index>()) {
        let text = document.to_string();
        let quoted = if double { in_double_quotes(&text) } else { in_single_quotes(&text) };
        let command = format!("curl -s -d {quoted} --data-raw={quoted} https://h/ -o out");
        for scanner in [treating.get(&TREATING), &*HOUSE] {
            let redacted = scanner.redact_as(Shape::Command, &command);
            prop_assert!(redacted.error.is_none());
            let Some(words) = words(&redacted.text) else { return Err(TestCaseError::fail("a word has no end")) };
            prop_assert_eq!(words.len(), 8);
            let expected: Value = serde_json::from_str(&scanner.redact_json(&text).text).unwrap();
            for body in [&words[3], words[4].strip_prefix("--data-raw=").unwrap()] {
                let Ok(body) = serde_json::from_str::<Value>(body) else { return Err(TestCaseError::fail("no document")) };
                let masks = matches!(scanner.redact_json("[\"hsk_abcd1234\"]").text.as_str(), "[\"[REDACTED:HOUSE_KEY]\"]");
                if masks {
                    prop_assert_eq!(&body, &expected);
                }
            }
        }
    }
}

#[test]
fn time_is_linear_in_the_length_of_any_shape() {
    let lines = [
        (Shape::Sql, "INSERT INTO t (a, password) VALUES ('x', 'horse'), ('y', 'it''s');\n"),
        (Shape::Sql, "password = "),
        (Shape::Sql, "(password) select "),
        (Shape::Command, "curl -d '{\"password\":\"horse\"}' https://a:b@h/ ; "),
        (Shape::Traceback, "password = [ 'horse', "),
        (Shape::Traceback, "password=horse token: 'v' https://a:b@h/ "),
        (Shape::Traceback, "  File \"a.py\", line 3, in f\n    f(password)\n    └ 'horse'\n"),
        (Shape::Headers, "Cookie: a=1; b=2\r\n"),
    ];
    for (shape, line) in lines {
        let time = |bytes: usize| {
            let text = line.repeat(bytes / line.len());
            let start = std::time::Instant::now();
            assert!(HOUSE.redact_as(shape, &text).error.is_none());
            start.elapsed().as_secs_f64()
        };
        let once = time(1 << 17).min(time(1 << 17));
        let eightfold = time(1 << 20);
        // A machine at work is no measure: quadratic time is eight times as much again.
        assert!(eightfold < 32.0 * once + 0.05, "{shape} {line:?}: {once} s, then {eightfold} s");
    }
}
