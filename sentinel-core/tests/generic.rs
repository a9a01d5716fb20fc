//! The rules for credentials that only the name beside them tells: how many they find in lines of many languages and
//! formats, and how many lines without a secret they flag.

#![expect(clippy::print_stdout, reason = "the figures are printed")]

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD};
use sentinel_core::{Category, Scanner, Span};
use serde::Deserialize;

#[derive(Deserialize)]
struct Lines {
    groups: BTreeMap<String, Vec<String>>,
}

fn lines(json: &str) -> Lines {
    serde_json::from_str(json).unwrap()
}

/// The parts of `text` that are reported as secrets.
fn secrets(scanner: &Scanner, text: &str) -> Vec<Span> {
    let findings = scanner.scan(text).unwrap();
    findings.iter().filter(|finding| finding.category == Category::Secret).map(|finding| finding.span).collect()
}

#[test]
fn secrets_are_found_in_the_lines_of_many_languages_and_formats() {
    const SEEDS: u64 = 3;
    let scanner = Scanner::builtin();
    let (mut found, mut all) = (0, 0);
    let mut missed = Vec::new();
    for (kind, templates) in lines(include_str!("generic_positives.json")).groups {
        let before = (found, all);
        for (number, template) in templates.iter().enumerate() {
            for seed in 0..SEEDS {
                let value = Random::new(seed * 10_007 + number as u64).value(&kind);
                let (text, place) = fill(template, &value);
                let hit = secrets(&scanner, &text).iter().any(|span| covers(*span, place));
                all += 1;
                found += usize::from(hit);
                if !hit && seed == 0 {
                    missed.push(format!("{kind}: {template}"));
                }
            }
        }
        println!("{kind}: {} of {}", found - before.0, all - before.1);
    }
    println!("{found} of {all} found; missed:\n{}", missed.join("\n"));
    assert!(all >= 800 * SEEDS as usize, "only {all} lines");
    assert!(found * 100 >= all * 95, "{found} of {all} found");
}

#[test]
fn lines_without_a_secret_are_not_flagged() {
    let scanner = Scanner::builtin();
    let lines = lines(include_str!("placeholders.json"));
    let all: Vec<&String> = lines.groups.values().flatten().collect();
    let flagged: Vec<&&String> = all.iter().filter(|line| !secrets(&scanner, line).is_empty()).collect();
    println!("{} of {} flagged: {flagged:#?}", flagged.len(), all.len());
    assert!(all.len() >= 800, "only {} lines", all.len());
    assert!(flagged.len() * 100 <= all.len(), "{} of {} flagged", flagged.len(), all.len());
}

/// True when `span` holds at least nine tenths of `place`.
fn covers(span: Span, place: Span) -> bool {
    let common = span.end.min(place.end).saturating_sub(span.start.max(place.start));
    common * 10 >= place.len() * 9
}

/// The template with the value in the place of `{}`, and where it stands.
fn fill(template: &str, value: &str) -> (String, Span) {
    let (before, after) = template.split_once("{}").expect("a template has a place for the value");
    let plain = |text: &str| text.replace("{{", "{").replace("}}", "}");
    let before = plain(before);
    let place = Span::new(before.len(), before.len() + value.len());
    (before + value + &plain(after), place)
}

/// Made-up secrets, always the same ones.
struct Random(u64);

const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const ALPHANUMERIC: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const URL_SAFE: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const HEX: &str = "0123456789abcdef";

impl Random {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % limit
    }

    fn text(&mut self, alphabet: &str, length: usize) -> String {
        (0..length).map(|_| char::from(alphabet.as_bytes()[self.below(alphabet.len())])).collect()
    }

    fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.below(256) as u8).collect()
    }

    fn value(&mut self, kind: &str) -> String {
        match kind {
            "password" => {
                let (start, length) = (self.text(ALPHANUMERIC, 5), 3 + self.below(6));
                let mark = self.text("!_-+", 1);
                format!("{start}{mark}{}{}", self.text("0123456789", 1), self.text(ALPHANUMERIC, length))
            }
            "word" => {
                let length = 7 + self.below(3);
                self.text(LOWER, length)
            }
            "token" => {
                let length = 24 + self.below(20);
                self.text(ALPHANUMERIC, length)
            }
            "special" => {
                let mark = |random: &mut Self| random.text("@#!$%^&*+?~=", 1);
                let (start, middle) = (self.text(ALPHANUMERIC, 5), self.text(ALPHANUMERIC, 6));
                format!("{start}{}{middle}{}{}", mark(self), mark(self), self.text(ALPHANUMERIC, 1))
            }
            "short" => {
                let length = 5 + self.below(2);
                self.text(ALPHANUMERIC, length)
            }
            "mixed" => {
                let word = ["summer", "Dragon", "winter", "falcon", "Monkey", "purple"][self.below(6)];
                format!("{word}{}{}", 100 + self.below(900), self.text("!#*?", 1))
            }
            "hex" => self.text(HEX, 64),
            "hex32" => self.text(HEX, 32),
            "hex40" => self.text(HEX, 40),
            "base64-padded" => STANDARD.encode(self.bytes(31)),
            "url-safe" => {
                let length = 20 + self.below(30);
                format!("{}{}", self.text(ALPHANUMERIC, 1), self.text(URL_SAFE, length))
            }
            "base64" => STANDARD.encode(self.bytes(32)).trim_end_matches('=').to_owned(),
            "basic" => {
                let password = self.text(ALPHANUMERIC, 12);
                STANDARD.encode(format!("deploy:{password}"))
            }
            "jwt" => {
                let (subject, signature) = (self.text(HEX, 12), self.text(ALPHANUMERIC, 43));
                let encode = |json: &str| URL_SAFE_NO_PAD.encode(json);
                let payload = encode(&format!(r#"{{"sub":"{subject}","iat":1748349571}}"#));
                format!("{}.{payload}.{signature}", encode(r#"{"alg":"HS256","typ":"JWT"}"#))
            }
            "pem" => self.pem("\n"),
            "pem-escaped" => self.pem("\\n"),
            "seed" => self.seed_phrase(),
            "otp" => self.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32),
            "bytes" => self.bytes(16).iter().map(|byte| format!("{byte:#04x}")).collect::<Vec<_>>().join(", "),
            _ => panic!("no values are made for {kind}"),
        }
    }

    fn pem(&mut self, newline: &str) -> String {
        let kind = ["RSA ", "EC ", "", "OPENSSH "][self.below(4)];
        let body: Vec<String> = (0..8).map(|_| self.text(ALPHANUMERIC, 64)).collect();
        let line = |edge: &str| format!("-----{edge} {kind}PRIVATE {}-----", "KEY");
        format!("{}{newline}{}{newline}{}", line("BEGIN"), body.join(newline), line("END"))
    }

    fn seed_phrase(&mut self) -> String {
        use sha2::{Digest, Sha256};
        let words: Vec<&str> = include_str!("../src/detect/validate/words/bip39-english.txt").lines().collect();
        let length = 16 + 4 * self.below(5);
        let entropy = self.bytes(length);
        let checked = entropy.len() / 4;
        let bytes = [&entropy[..], &Sha256::digest(&entropy)].concat();
        let bit = |at: usize| usize::from(bytes[at / 8] >> (7 - at % 8) & 1);
        let word = |at: usize| words[(0..11).fold(0, |index, offset| index << 1 | bit(at * 11 + offset))];
        (0..(entropy.len() * 8 + checked) / 11).map(word).collect::<Vec<_>>().join(" ")
    }
}
