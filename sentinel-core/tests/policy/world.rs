//! Rules, policies and texts for the tests of policies.

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use sentinel_core::{
    Category, Finding, Keep, Patterns, Policy, Result, Scanner, Severity, Tokenizer, Treatment, builtin_packs,
};

/// A few rules, among them some that find what treatments write.
const RULES: &str = r#"
patterns:
  TOKEN: {regex: 'tk_[a-z0-9]{12}', severity: HIGH, redact: {keep_prefix: 4, keep_suffix: 3}}
  PASSWORD: {regex: 'password[=:] ?(?P<secret>[^ \n]{4,60})', severity: CRITICAL}
  CARD: {regex: '\b[0-9]{16}\b', severity: MEDIUM, category: pii, validate: [payment_card]}
  EMAIL: {regex: '[a-z0-9.]{1,30}@[a-z0-9]{1,20}\.[a-z]{2,4}', severity: LOW, category: pii}
  SHAPED: {regex: 'xx_[x0]{12}', severity: LOW}
  PAIR: {regex: 'ab[cd]{2,8}e', severity: MEDIUM, category: risk}
  STARS: {regex: '\*{4}[0-9]{3}', severity: HIGH}
  NUMBERED: {regex: 'n[0-9]{3}\]? ?x', severity: LOW}
"#;

/// Gives tokens that say how long a value was and a hash of it, and knows them again.
#[derive(Debug)]
pub(crate) struct TestVault;

impl Tokenizer for TestVault {
    fn tokenize(&self, rule: &str, value: &[u8]) -> Result<String> {
        let hash = value.iter().fold(7_u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(*byte)));
        let body = format!("{rule}:{:x}", hash % 0xffff);
        Ok(format!("«sn:{body}:{}»", check(&body)))
    }

    fn recognises(&self, token: &str) -> bool {
        let body = token.trim_start_matches("«sn:").trim_end_matches('»');
        body.rsplit_once(':').is_some_and(|(body, given)| check(body) == given)
    }
}

fn check(body: &str) -> String {
    format!("{}", body.bytes().map(u32::from).sum::<u32>() % 97)
}

/// What a callback says: nothing that depends on where the finding lies.
fn said(finding: &Finding) -> Result<String> {
    Ok(format!("<{} {}>", finding.rule.to_lowercase(), finding.severity))
}

pub(crate) const TREATMENTS: [Treatment; 11] = [
    Treatment::Placeholder,
    Treatment::NumberedPlaceholder,
    Treatment::Mask(None),
    Treatment::Mask(Some(Keep { keep_prefix: 5, keep_suffix: 5 })),
    Treatment::Mask(Some(Keep { keep_prefix: 0, keep_suffix: 3 })),
    Treatment::Pseudonym,
    Treatment::Format,
    Treatment::Tokenize,
    Treatment::Remove,
    Treatment::Callback,
    Treatment::Block,
];

fn equipped(policy: Policy) -> Policy {
    let policy = policy.tokenizer(Arc::new(TestVault)).callback(said);
    let policy = policy.pseudonym_key("k1", vec![1; 32]).unwrap().pseudonym_key("k2", vec![2; 32]).unwrap();
    policy.current_pseudonym_key("k2")
}

/// Each treatment for all, and as many mixtures.
pub(crate) fn policies() -> Vec<Policy> {
    let each = TREATMENTS.into_iter().map(|treatment| equipped(Policy::new(treatment)));
    let mixed = (0..TREATMENTS.len()).map(|at| {
        let pick = |step: usize| TREATMENTS[(at + step) % (TREATMENTS.len() - 1)];
        let policy = Policy::new(pick(0)).category(Category::Pii, pick(3)).severity(Severity::Critical, pick(5));
        equipped(policy.category(Category::Risk, pick(7)).severity(Severity::Low, pick(8)))
    });
    each.chain(mixed).collect()
}

pub(crate) static SMALL: LazyLock<Vec<Scanner>> = LazyLock::new(small);
pub(crate) static BUILTIN: LazyLock<Vec<Scanner>> = LazyLock::new(builtin);

/// The few rules, with each policy.
pub(crate) fn small() -> Vec<Scanner> {
    let with = |policy: Policy| {
        let policy = policy.rule("STARS", Treatment::Remove).rule("TOKEN", Treatment::Mask(None));
        [policy.clone().rule("TOKEN", Treatment::Format), policy]
    };
    let plain = policies().into_iter().flat_map(|policy| [vec![policy.clone()], with(policy).to_vec()].concat());
    let build = |policy| {
        let patterns = Patterns::parse(RULES).unwrap();
        Scanner::builder().builtin(false).patterns(patterns).policy(policy).build().unwrap()
    };
    plain.map(build).collect()
}

/// All built-in rules, with each treatment for all.
pub(crate) fn builtin() -> Vec<Scanner> {
    let all = policies().into_iter().take(TREATMENTS.len());
    all.map(|policy| Scanner::builder().pii(true).policy(policy).build().unwrap()).collect()
}

/// A text, and the secrets in it, each with the part of it that nothing may show.
#[derive(Clone, Debug)]
pub(crate) struct Planted {
    pub(crate) text: String,
    pub(crate) secrets: Vec<(String, String)>,
}

/// A text of secrets, of what redaction writes, and of what stands between.
pub(crate) fn planted() -> impl Strategy<Value = Planted> {
    let secret = prop_oneof![
        3 => "tk_[a-z0-9]{12}".prop_map(|token| (token.clone(), token[3..].to_owned())),
        2 => "[a-zA-Z0-9]{4,20}".prop_map(|word| (format!("password={word}"), word)),
        2 => card(),
        // The domain is kept by some: nothing that is to be hidden may become part of it.
        2 => "[a-z0-9]{6,12}".prop_map(|local| (format!("{local}@example.org "), local)),
        1 => Just(("abccde".to_owned(), "abccde".to_owned())),
    ];
    let glue = prop::sample::select(vec![
        " ",
        " ",
        "\n",
        "",
        "",
        "=",
        "password: ",
        "tk_",
        "[REDACTED:",
        "[REDACTED:TOKEN]",
        "[REDACTED:TOKEN#7]",
        "[TOKEN:k2:",
        "[TOKEN:k2:aaaaaaaaaaaaaaaaaaaa]",
        "****",
        "«sn:",
        "»",
        "@",
        "é",
        "1234",
        "ab",
        "e",
        "xx_",
        "[",
        "]",
        "\\n",
        "%20",
        "🔑",
        "n123",
        "cdcd",
        "[REDACTED:CARD",
        "#1] x",
    ]);
    let parts = prop::collection::vec((secret, glue, any::<bool>()), 1..7);
    parts.prop_map(|parts| {
        let mut planted = Planted { text: String::new(), secrets: Vec::new() };
        for ((text, hidden), glue, plants) in parts {
            planted.text.push_str(glue);
            if plants {
                planted.text.push_str(&text);
                planted.secrets.push((text, hidden));
            }
        }
        planted
    })
}

/// A card number that holds; of it seven digits, six of which are hidden.
fn card() -> impl Strategy<Value = (String, String)> {
    (400_000_000_000_000_u64..499_999_999_999_999).prop_map(|body| {
        let worth = |(at, digit): (usize, u32)| if at % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit };
        let body = body.to_string();
        let sum: u32 = body.chars().rev().map(|digit| digit.to_digit(10).unwrap()).enumerate().map(worth).sum();
        let number = format!("{body}{}", (10 - sum % 10) % 10);
        let hidden = number[5..12].to_owned();
        (number, hidden)
    })
}

/// Examples of all built-in rules, with something between.
pub(crate) fn examples() -> impl Strategy<Value = String> {
    static EXAMPLES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let rules = builtin_packs().iter().flat_map(|pack| pack.patterns().unwrap().patterns.into_values());
        rules.flat_map(|rule| rule.examples).collect()
    });
    let glue = prop::sample::select(vec![" ", "\n", "", "=", "password=", "****", "[REDACTED:", "é", "\"", "//", "@"]);
    let example = (0..EXAMPLES.len()).prop_map(|at| EXAMPLES[at].clone());
    let parts = prop::collection::vec((example, glue), 1..4);
    parts.prop_map(|parts| parts.into_iter().map(|(example, glue)| format!("{glue}{example}")).collect())
}
