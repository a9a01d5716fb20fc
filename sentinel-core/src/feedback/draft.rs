//! Drafts a regex from examples of one family of tokens.
//!
//! Tokens are cut at their delimiters. What stands in the same place in each is compared: equal
//! parts become literals, others a class and a range of lengths. The result must have something
//! fixed to look for, must not be broader than a token can be, and must leave decoys alone.

use std::collections::BTreeMap;

use super::{
    class::{Class, smallest},
    confidence::wilson_lower_bound,
    decoy::DECOYS,
    extract::{Sample, sample},
    length::widen,
};
use crate::{Error, ErrorKind, Result, Rule, Scanner};

/// A drafted regex and what it rests on.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Draft {
    /// The regex.
    pub regex: String,
    /// How many different tokens it was drafted from.
    pub samples: usize,
    /// How many of them it matches.
    pub matched: usize,
    /// Lower bound of how often a rule so drafted finds a token that it was not drafted from:
    /// each token in turn is left out, and looked for with the rule drafted from the others.
    pub confidence: f64,
}

/// Tokens past this many are not looked at: more do not make the draft better.
const MOST_SAMPLES: usize = 200;
/// A literal of fewer characters is not worth looking for.
const SHORTEST_LITERAL: usize = 3;
/// A literal with digits in it is no longer than this.
const LONGEST_LITERAL: usize = 12;
/// Fewer bits than this in what is not literal make no secret.
const FEWEST_BITS: f64 = 32.0;
/// A prefix that tokens share is theirs, not chance, when chance would need this many bits.
const CHANCE_BITS: f64 = 16.0;
const DELIMITERS: &str = "-_.:/~+=|";

/// Drafts a regex from pieces of evidence: bare tokens, assignments, or lines that hold one.
///
/// ```
/// let seen = ["hsk_euw_9fK2mQ7xLw3RtZ8aB4cD", "hsk_use_Xp5VnT1yGh6JkM0oQ2sU", "hsk_aps_bC8dE3fG7hI1jK5lM9nO"];
/// let draft = sentinel_core::draft_regex(seen)?;
/// assert_eq!(draft.regex, r"\bhsk_[a-z]{3}_[0-9A-Za-z]{20}\b");
/// # Ok::<(), sentinel_core::Error>(())
/// ```
///
/// # Errors
///
/// `InvalidInput` when no token is found in the evidence, or nothing in the tokens is fixed, or the
/// regex would be so broad that it matches what stands in every log.
pub fn draft_regex(evidence: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Draft> {
    let mut samples: Vec<Sample> = evidence.into_iter().filter_map(|text| sample(text.as_ref())).collect();
    samples.sort_by(|a, b| a.token.cmp(&b.token));
    samples.dedup_by(|a, b| a.token == b.token);
    samples.truncate(MOST_SAMPLES);
    if samples.is_empty() {
        return Err(refused("no token is found in the evidence"));
    }
    let regex = regex_of(&samples)?;
    let matched = samples.iter().filter(|sample| matches(&regex, sample)).count();
    let held_out = if samples.len() > 1 { held_out_hits(&samples) } else { 0 };
    let confidence = wilson_lower_bound(held_out, samples.len());
    Ok(Draft { regex, samples: samples.len(), matched, confidence: (confidence * 100.0).floor() / 100.0 })
}

fn held_out_hits(samples: &[Sample]) -> usize {
    let found = |left_out: usize| {
        let mut others = samples.to_vec();
        let sample = others.remove(left_out);
        regex_of(&others).is_ok_and(|regex| matches(&regex, &sample))
    };
    (0..samples.len()).filter(|&left_out| found(left_out)).count()
}

/// True when a rule of this regex finds exactly the sample's token.
fn matches(regex: &str, sample: &Sample) -> bool {
    let text = match &sample.name {
        Some(name) => format!("{name}={}", sample.token),
        None => sample.token.clone(),
    };
    scan(regex, &text).is_some_and(|spans| spans == [(text.len() - sample.token.len(), text.len())])
}

fn scan(regex: &str, text: &str) -> Option<Vec<(usize, usize)>> {
    let mut patterns = crate::Patterns::default();
    patterns.patterns.insert("DRAFT".to_owned(), Rule::new(regex));
    let scanner = Scanner::builder().builtin(false).patterns(patterns).build().ok()?;
    let findings = scanner.scan(text).ok()?;
    Some(findings.into_iter().map(|finding| (finding.span.start, finding.span.end)).collect())
}

fn regex_of(samples: &[Sample]) -> Result<String> {
    let tokens: Vec<&str> = samples.iter().map(|sample| sample.token.as_str()).collect();
    let pieces = pieces(&tokens)?;
    let bits: f64 = pieces.iter().map(Piece::bits).sum();
    if bits < FEWEST_BITS {
        return Err(refused("what varies in the tokens is too short for a secret"));
    }
    let body: String = pieces.iter().map(Piece::regex).collect();
    let anchored = matches!(pieces.first(), Some(Piece::Literal(literal)) if literal.len() >= SHORTEST_LITERAL);
    let end = if pieces.last().is_some_and(Piece::ends_in_word) { r"\b" } else { "" };
    let regex = if anchored {
        let start = if body.starts_with(|c: char| c.is_ascii_alphanumeric()) { r"\b" } else { "" };
        format!("{start}{body}{end}")
    } else {
        let name = shared_name(samples).ok_or_else(|| {
            refused("the tokens start with nothing that they share; report them with the name before them, as in name=token")
        })?;
        format!(r#"{}["']{{0,1}}\s{{0,2}}[=:]\s{{0,2}}["']{{0,1}}(?P<secret>{body}){end}"#, escape(name))
    };
    match DECOYS.iter().any(|decoy| scan(&regex, decoy).is_none_or(|found| !found.is_empty())) {
        true => Err(refused("the regex would match what stands in every log")),
        false => Ok(regex),
    }
}

fn shared_name(samples: &[Sample]) -> Option<&str> {
    let first = samples[0].name.as_deref()?;
    samples.iter().all(|sample| sample.name.as_deref() == Some(first)).then_some(first)
}

enum Piece {
    Literal(String),
    Class { class: Class, min: usize, max: usize },
}

impl Piece {
    fn bits(&self) -> f64 {
        match self {
            Self::Literal(_) => 0.0,
            Self::Class { class, min, .. } => class.bits() * *min as f64,
        }
    }

    fn regex(&self) -> String {
        match self {
            Self::Literal(literal) => escape(literal),
            Self::Class { class, min, max } if min == max => format!("{}{{{min}}}", class.regex),
            Self::Class { class, min, max } => format!("{}{{{min},{max}}}", class.regex),
        }
    }

    fn ends_in_word(&self) -> bool {
        match self {
            Self::Literal(literal) => literal.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_'),
            Self::Class { class, .. } => class.is_word(),
        }
    }
}

fn pieces(tokens: &[&str]) -> Result<Vec<Piece>> {
    let mut families: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for token in tokens {
        let skeleton = token.chars().filter(|c| DELIMITERS.contains(*c)).collect();
        families.entry(skeleton).or_default().push(token);
    }
    let (skeleton, family) = families.into_iter().rev().max_by_key(|(_, family)| family.len()).unwrap_or_default();
    // Delimiters that differ from token to token are characters like others.
    let pieces =
        if family.len() * 5 >= tokens.len() * 3 { columns(&skeleton, &family) } else { prefix_and_rest(tokens) };
    pieces.map(join).ok_or_else(|| refused("a token holds characters that tokens do not have"))
}

fn columns(skeleton: &str, family: &[&str]) -> Option<Vec<Piece>> {
    let split: Vec<Vec<&str>> = family.iter().map(|token| token.split(|c| DELIMITERS.contains(c)).collect()).collect();
    let mut pieces = Vec::new();
    let mut delimiters = skeleton.chars();
    for column in 0..split[0].len() {
        let parts: Vec<&str> = split.iter().map(|parts| parts[column]).collect();
        // Of a single token, only what reads like a prefix is known to be fixed.
        let fixed =
            parts.len() > 1 || (column == 0 && split[0].len() > 1 && !parts[0].bytes().any(|b| b.is_ascii_digit()));
        pieces.extend(if fixed { compared(&parts)? } else { vec![class_of(&parts)?] });
        pieces.extend(delimiters.next().map(|delimiter| Piece::Literal(delimiter.to_string())));
    }
    Some(pieces)
}

/// A shared beginning as a literal, the rest as a class.
fn compared(parts: &[&str]) -> Option<Vec<Piece>> {
    let first = parts[0];
    // A part that is long and random is a secret's own, however many share it: it must not stand
    // in a rule.
    let tells = |literal: &str| literal.len() > LONGEST_LITERAL && literal.bytes().any(|b| b.is_ascii_digit());
    if parts.iter().all(|part| *part == first) {
        return Some(vec![if tells(first) { class_of(parts)? } else { Piece::Literal(first.to_owned()) }]);
    }
    let shared = shared_prefix(parts).min(LONGEST_LITERAL);
    let rests: Vec<&str> = parts.iter().map(|part| &part[shared..]).collect();
    let rest_class = smallest(rests.iter().flat_map(|rest| rest.bytes()))?;
    let by_chance = shared as f64 * rest_class.bits() * (parts.len() - 1) as f64;
    if shared > 0 && by_chance >= CHANCE_BITS && rests.iter().all(|rest| !rest.is_empty()) {
        return Some(vec![Piece::Literal(first[..shared].to_owned()), class_of(&rests)?]);
    }
    Some(vec![class_of(parts)?])
}

fn prefix_and_rest(tokens: &[&str]) -> Option<Vec<Piece>> {
    let mut shared = shared_prefix(tokens);
    // What follows the last shared delimiter may be shared by chance.
    if let Some(delimiter) = tokens[0][..shared].rfind(|c| DELIMITERS.contains(c)) {
        shared = delimiter + 1;
    }
    let shared = shared.min(LONGEST_LITERAL);
    let rests: Vec<&str> = tokens.iter().map(|token| &token[shared..]).collect();
    Some(vec![Piece::Literal(tokens[0][..shared].to_owned()), class_of(&rests)?])
}

fn class_of(parts: &[&str]) -> Option<Piece> {
    let class = smallest(parts.iter().flat_map(|part| part.bytes()))?;
    let (min, max) = widen(parts.iter().map(|part| part.len()));
    Some(Piece::Class { class, min, max })
}

fn shared_prefix(parts: &[&str]) -> usize {
    let first = parts[0].as_bytes();
    parts.iter().map(|part| first.iter().zip(part.bytes()).take_while(|(a, b)| **a == *b).count()).min().unwrap_or(0)
}

fn join(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (joined.last_mut(), piece) {
            (Some(Piece::Literal(before)), Piece::Literal(literal)) => before.push_str(&literal),
            (_, Piece::Literal(literal)) if literal.is_empty() => {}
            (_, Piece::Class { max: 0, .. }) => {}
            (_, piece) => joined.push(piece),
        }
    }
    joined
}

fn escape(literal: &str) -> String {
    let mut escaped = String::new();
    for character in literal.chars() {
        if regex_syntax::is_meta_character(character) && !matches!(character, '-' | '~') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

fn refused(problem: &str) -> Error {
    Error::new(ErrorKind::InvalidInput, "draft rule", problem).with("field", "evidence")
}
