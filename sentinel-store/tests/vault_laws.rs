//! Laws of vaults, each over at least 20,000 random cases. Cases are made by SplitMix64: the number of one that fails is
//! enough to repeat it, and no value is shown.

use std::sync::Arc;

use sentinel_core::{Actor, Grant, Guard, Patterns, Scanner, Scope, Sink, Timestamp, Tokenizer, Vault};
use sentinel_store::{KeyRing, VaultOptions};

const CASES: u64 = 20_000;
const RULES: &str = r#"
patterns:
  HOUSE_TOKEN: {regex: '\bhsk_[a-z0-9]{12}\b', severity: HIGH}
  DOOR-CODE.2: {regex: 'door=(?P<secret>[0-9]{6})', severity: LOW}
  LONG_NOTE: {regex: '<<[^<>]{4,40}>>', severity: LOW}
"#;

struct Random(u64);

impl Random {
    fn case(number: u64) -> Self {
        Self(number.wrapping_mul(0x2545_f491_4f6c_dd1d))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    fn word(&mut self, alphabet: &[u8], length: usize) -> String {
        (0..length).map(|_| char::from(*self.one(alphabet))).collect()
    }

    /// A value that one of the rules finds, in its place.
    fn secret(&mut self) -> String {
        match self.below(3) {
            0 => format!("hsk_{}", self.word(b"abcdefghijklmnopqrstuvwxyz0123456789", 12)),
            1 => format!("door={}", self.word(b"0123456789", 6)),
            _ => {
                let length = 4 + self.below(30);
                format!("<<{}>>", self.word(b"ab:\"' \\/\n\xe4", length))
            }
        }
    }

    fn text(&mut self) -> String {
        const PIECES: [&str; 16] = [
            " ",
            "\n",
            "ü",
            "«",
            "»",
            "sn",
            "\"",
            "\\",
            "[REDACTED:HOUSE_TOKEN]",
            "key=",
            "{",
            "}",
            ":",
            "日本",
            "a",
            "<",
        ];
        let mut text = String::new();
        for _ in 0..1 + self.below(10) {
            if self.below(3) == 0 {
                text += &self.secret();
            } else {
                text += *self.one::<&str>(&PIECES);
            }
        }
        text
    }
}

fn scanner() -> Scanner {
    Scanner::builder().builtin(false).patterns(Patterns::parse(RULES).unwrap()).build().unwrap()
}

fn vault() -> Vault {
    VaultOptions::new().key_ring(KeyRing::new([7; 32])).open("memory://").unwrap()
}

fn grant() -> Grant {
    Grant::new(Actor::machine("agent"), Sink::File, "a test", Timestamp::from_millis(i64::MAX)).every_rule()
}

#[test]
fn what_is_tokenized_is_restored_and_tokenizing_again_changes_nothing() {
    let (scanner, vault, grant) = (scanner(), vault(), grant());
    let mut found = 0;
    for case in 0..CASES {
        let text = Random::case(case).text();
        let tokenized = scanner.tokenize(&text, &vault);
        assert!(tokenized.error.is_none(), "case {case}");
        found += tokenized.findings.len();
        assert!(scanner.scan(&tokenized.text).unwrap().is_empty(), "case {case}");
        assert!(scanner.tokenize(&tokenized.text, &vault).text == tokenized.text, "case {case}");
        assert!(scanner.redact(&tokenized.text).text == tokenized.text, "case {case}");
        match vault.restore(&tokenized.text, &grant) {
            Ok(restored) => assert!(restored.expose() == text.as_bytes(), "case {case}"),
            // What stood in the text before may look like a damaged token.
            Err(error) => assert!(text.contains("«sn") || text.contains("sn:"), "case {case}: {error}"),
        }
    }
    assert!(found > CASES as usize / 2);
}

#[test]
fn the_builtin_rules_restore_too() {
    let (scanner, vault, grant) = (Scanner::builder().pii(true).build().unwrap(), vault(), grant());
    for case in 0..300 {
        let mut random = Random::case(case);
        let upper = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let base62 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let secrets = [
            format!("AKIA{}", random.word(upper, 16)),
            format!("glpat-{}", random.word(base62, 20)),
            format!("password = \"{}\"", random.word(base62, 16)),
            format!("postgres://app:{}@db/x", random.word(base62, 14)),
            format!("{{\"api_key\": \"{}\"}}", random.word(base62, 32)),
            "card 4012 8888 8888 1881, a.b@example.org".to_owned(),
        ];
        let text: String = (0..3)
            .map(|_| format!("{} {}\n", random.one(&["a", "für", "Authorization:"]), random.one(&secrets)))
            .collect();
        let tokenized = scanner.tokenize(&text, &vault);
        assert!(!tokenized.findings.is_empty() && scanner.scan(&tokenized.text).unwrap().is_empty(), "case {case}");
        assert!(vault.restore(&tokenized.text, &grant).unwrap().expose() == text.as_bytes(), "case {case}");
    }
}

/// What people and language models do to a token, and what is undone.
fn touched(random: &mut Random, token: &str) -> String {
    let inside = token.trim_start_matches('«').trim_end_matches('»');
    match random.below(16) {
        0 => token.to_lowercase(),
        1 => token.to_uppercase(),
        2 => format!("<{inside}>"),
        3 => format!("\\u00ab{inside}\\u00bb"),
        4 => format!("&laquo;{inside}&raquo;"),
        5 => inside.to_owned(),
        6 => format!("« {inside} »"),
        7 => inside.replace(':', ": "),
        8 => inside.replace(':', " :\n"),
        9 => token.replace('_', "\\_"),
        10 => token.replace('_', " "),
        11 => format!("<< {inside} >>"),
        12 => format!("«\"{inside}\"»"),
        13 => token.replace('0', "O").replace('1', "l"),
        14 => {
            let colon = token.len() - 10;
            format!("{}\r\n    {}", &token[..colon], &token[colon..])
        }
        _ => token.chars().flat_map(|character| [character, '\u{200b}']).collect(),
    }
}

#[test]
fn small_damage_is_undone() {
    let (vault, grant) = (vault(), grant());
    for case in 0..CASES {
        let mut random = Random::case(case);
        let (rule, value) = (*random.one(&["HOUSE_TOKEN", "DOOR-CODE.2", "A"]), random.secret());
        let token = vault.tokenize(rule, value.as_bytes()).unwrap();
        let (before, after) =
            (*random.one(&["", "key=", "\"", "a «b» ", "x: "]), *random.one(&["", "\n", "\"", " «b»"]));
        let restored = vault.restore(&format!("{before}{}{after}", touched(&mut random, &token)), &grant);
        let restored = restored.unwrap_or_else(|error| panic!("case {case}: {error}"));
        let exact = format!("{before}{value}{after}");
        // Zero-width characters after the token stay where they are.
        assert!(String::from_utf8_lossy(restored.expose()).replace('\u{200b}', "") == exact, "case {case}");
    }
}

/// One random change of a token: a character replaced, left out, put in, doubled, or two exchanged; or it is cut off.
fn changed(random: &mut Random, token: &str) -> String {
    let mut characters: Vec<char> = token.chars().collect();
    let at = random.below(characters.len());
    let other = *random.one(&['0', '7', 'A', 'q', 'Z', ':', '_', ' ', '«', '»', 's', 'U', '-', '.', '"', 'é']);
    match random.below(6) {
        0 => characters[at] = other,
        1 => drop(characters.remove(at)),
        2 => characters.insert(at, other),
        3 => characters.insert(at, characters[at]),
        4 if at > 0 => characters.swap(at - 1, at),
        4 => drop(characters.remove(at)),
        _ if at > 8 => characters.truncate(at),
        _ => drop(characters.remove(at)),
    }
    characters.into_iter().collect()
}

#[test]
fn a_damaged_token_gives_its_own_value_or_none() {
    let (vault, grant) = (vault(), grant());
    let values: Vec<String> = (0..64).map(|number| format!("value-{number:04}-of-its-own")).collect();
    let tokens: Vec<String> =
        values.iter().map(|value| vault.tokenize("HOUSE_TOKEN", value.as_bytes()).unwrap()).collect();
    let (mut undone, mut refused, mut passed) = (0, 0, 0);
    for case in 0..2 * CASES {
        let mut random = Random::case(case);
        let own = random.below(values.len());
        let mut token = changed(&mut random, &tokens[own]);
        for _ in 0..random.below(3) {
            token = changed(&mut random, &token);
        }
        if random.below(8) == 0 {
            // Halves of two tokens.
            let other = tokens[random.below(tokens.len())].as_str();
            let cut = 2 + random.below(other.len() - 4);
            token = format!("{}{}", &tokens[own][..cut], &other[cut..]);
        }
        let text = format!("key={token}\n");
        match vault.restore(&text, &grant) {
            Err(error) => {
                refused += 1;
                assert!(!error.to_string().contains("value-"), "case {case}");
            }
            Ok(restored) => {
                let shown = restored.expose_str().unwrap();
                let others = values.iter().enumerate().filter(|(index, value)| *index != own && shown.contains(*value));
                let halves = others.map(|(index, _)| index).any(|index| !text.contains(&tokens[index]));
                assert!(!halves, "case {case}: another's value");
                if restored.tokens().is_empty() {
                    passed += 1;
                    assert!(shown == text, "case {case}");
                } else {
                    undone += 1;
                }
            }
        }
    }
    assert!(undone > 100 && refused > CASES as i32 && passed < CASES as i32 / 8, "{undone} {refused} {passed}");
}

#[test]
fn one_change_of_a_token_never_passes_for_text() {
    let (vault, grant, guard) = (vault(), grant(), Guard::default());
    for case in 0..CASES {
        let mut random = Random::case(case);
        let value = random.secret();
        let token = vault.tokenize("HOUSE_TOKEN", value.as_bytes()).unwrap();
        let text = format!("key={}\n", changed(&mut random, &token));
        if let Ok(restored) = vault.restore(&text, &grant) {
            assert!(restored.tokens().len() == 1 && restored.expose_str().unwrap().contains(&value), "case {case}");
        }
        let guard = guard.clone().with_vault(vault.clone());
        let guarded = guard.check(&text, Sink::Database, None);
        assert!(guarded.is_err(), "case {case}: no token may reach a database without a grant");
    }
}

#[test]
fn nothing_is_restored_without_a_grant_for_it() {
    let vault = vault();
    let until = Timestamp::from_millis(i64::MAX);
    for case in 0..CASES {
        let mut random = Random::case(case);
        let value = format!("value-{}", random.next());
        let (ours, theirs) = (Scope::new("a", random.word(b"xyz", 3)), Scope::new("b", "s"));
        let vault = vault.scoped(ours.clone());
        let allowed = vault.tokenize("ALLOWED", b"harmless").unwrap();
        let token = vault.tokenize("SECRET", value.as_bytes()).unwrap();
        let text = format!("{allowed} {token} {allowed}");
        let new = |until| Grant::new(Actor::machine("agent"), Sink::File, "a test", until).scope(ours.clone());
        let grant = match random.below(5) {
            0 => new(until),
            1 => new(until).rule("ALLOWED"),
            2 => new(until).rule("ALLOWED").rule("secret").rule("SECRE").rule("SECRET_"),
            3 => new(Timestamp::from_millis(case as i64)).every_rule(),
            _ => new(until).every_rule().scope(theirs),
        };
        let refused = vault.restore(&text, &grant);
        assert!(refused.is_err(), "case {case}");
        let shown = format!("{refused:?} {}", refused.as_ref().unwrap_err());
        assert!(!shown.contains(&value) && !shown.contains("harmless"), "case {case}");
    }
    assert_eq!(vault.counts().restored, 0);
}

#[test]
fn made_up_tokens_are_told_from_real_ones() {
    let (vault, grant) = (vault(), grant());
    let guard = Guard::default().with_vault(vault.clone());
    let real: Vec<String> = (0..32_u8).map(|number| vault.tokenize("HOUSE_TOKEN", &[number]).unwrap()).collect();
    let parts: Vec<Vec<&str>> = real.iter().map(|token| token.split(':').collect()).collect();
    let digits = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    for case in 0..CASES {
        let mut random = Random::case(case);
        let mut forged: Vec<String> = random.one(&parts).iter().map(|part| (*part).to_owned()).collect();
        let before = forged.clone();
        match random.below(5) {
            0 => forged[1] = "AWS_ACCESS_KEY".to_owned(),
            1 => forged[3] = random.word(digits, 16),
            2 => forged[4] = format!("{}»", random.word(digits, 16)),
            3 => forged[3] = (*random.one(&parts))[3].to_owned(),
            _ => forged[4] = (*random.one(&parts))[4].to_owned(),
        }
        let text = format!("k={}", forged.join(":"));
        assert_eq!(vault.restore(&text, &grant).is_ok(), forged == before, "case {case}");
        assert_eq!(guard.check(&text, Sink::File, Some(&grant)).is_ok(), forged == before, "case {case}");
        assert_eq!(vault.recognises(&text["k=".len()..]), forged == before, "case {case}");
    }
}

#[test]
fn json_stays_json() {
    let (scanner, vault, grant) = (scanner(), vault(), grant());
    for case in 0..CASES {
        let mut random = Random::case(case);
        let value = serde_json::json!({
            "a": random.secret(), "b": [random.text(), 7, null], random.secret(): {"c": format!("x {} y", random.secret())},
        });
        let text = value.to_string();
        let tokenized = scanner.tokenize(&text, &vault).text;
        assert!(serde_json::from_str::<serde_json::Value>(&tokenized).is_ok(), "case {case}");
        if let Ok(restored) = vault.restore(&tokenized, &grant) {
            assert!(restored.expose() == text.as_bytes(), "case {case}");
        }
    }
}

#[test]
fn streams_hold_tokens_together() {
    let (scanner, vault) = (Arc::new(scanner()), vault());
    for case in 0..2_000 {
        let mut random = Random::case(case);
        let text = format!("{}{}", scanner.tokenize(&random.text(), &vault).text, random.text());
        let whole = scanner.redact(&text).text;
        let mut stream = scanner.stream().unwrap();
        let (mut rest, mut streamed) = (text.as_bytes(), Vec::new());
        while !rest.is_empty() {
            let (piece, later) = rest.split_at(1 + random.below(rest.len().min(9)));
            streamed.extend(stream.push(piece).text);
            rest = later;
        }
        streamed.extend(stream.finish().text);
        assert!(streamed == whole.as_bytes(), "case {case}");
    }
}
