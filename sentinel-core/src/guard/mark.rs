//! Placeholders, masks and pseudonyms in a text, told by their form.

use super::TraceKind;
use crate::{Span, span::any_overlaps};

/// All marks, in order of kind; none overlaps another.
pub(super) fn marks(text: &str) -> Vec<(TraceKind, Span)> {
    let kinds = [
        (TraceKind::Placeholder, placeholders(text)),
        (TraceKind::Mask, masks(text)),
        (TraceKind::Pseudonym, pseudonyms(text)),
    ];
    let mut found: Vec<(TraceKind, Span)> = Vec::new();
    let mut known: Vec<Span> = Vec::new();
    for (kind, spans) in kinds {
        let apart = spans.into_iter().filter(|span| !any_overlaps(&known, *span));
        found.extend(apart.map(|span| (kind, span)));
        known = found.iter().map(|(_, span)| *span).collect();
        known.sort_unstable();
    }
    found
}

/// `[RULE:KEY:DIGITS]`, in any case: a rule's name, a key's id of one to eight letters or digits, and twenty digits of
/// base32.
fn pseudonyms(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    for at in memchr::memchr_iter(b'[', bytes) {
        let rest = &bytes[at + 1..bytes.len().min(at + 1 + 64 + 1 + 8 + 1 + 20 + 1)];
        let Some(length) = memchr::memchr(b']', rest) else { continue };
        let mut parts = rest[..length].split(|byte| *byte == b':');
        let (rule, key, digits) = (parts.next(), parts.next(), parts.next());
        let named = rule.is_some_and(|rule| {
            rule.first().is_some_and(u8::is_ascii_alphabetic)
                && rule.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
        });
        let keyed = key.is_some_and(|key| (1..=8).contains(&key.len()) && key.iter().all(u8::is_ascii_alphanumeric));
        let is_digit = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'2'..=b'7');
        let digested = digits.is_some_and(|digits| digits.len() == 20 && digits.iter().all(is_digit));
        if named && keyed && digested && parts.next().is_none() {
            found.push(Span::new(at, at + 1 + length + 1));
        }
    }
    found
}

/// What opens and closes a placeholder: as it is made, as URLs, HTML and JSON escape it, and as it is misremembered.
const BRACKETS: [(&str, &str); 8] = [
    ("[", "]"),
    ("%5b", "%5d"),
    ("&#91;", "&#93;"),
    ("&#x5b;", "&#x5d;"),
    ("\\u005b", "\\u005d"),
    ("{{", "}}"),
    ("<", ">"),
    ("&lt;", "&gt;"),
];
const WORD: &str = "redacted";
/// The longest that follows the word, in bytes: a name of 64, and a number.
const LONGEST: usize = 96;

/// `[REDACTED:RULE]`, in any case, with blanks, with or without a name or a number, closed or cut off.
fn placeholders(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut found: Vec<Span> = Vec::new();
    for at in memchr::memchr2_iter(b'r', b'R', bytes) {
        let free = found.last().is_none_or(|last| last.end <= at);
        if !free || !starts_with(&text[at..], WORD) {
            continue;
        }
        let before = text[..at].trim_end_matches(' ');
        let Some((open, close)) = BRACKETS.iter().find(|(open, _)| ends_with(before, open)) else { continue };
        let body = at + WORD.len();
        let length = bytes[body..bytes.len().min(body + LONGEST)].iter().position(|byte| !is_name(*byte));
        let mut end = body + length.unwrap_or(bytes.len().min(body + LONGEST) - body);
        // A percent sign may be the close, or part of an escaped colon.
        while starts_with(&text[end..], "%3a") {
            end += 3;
            end += bytes[end..].iter().take(LONGEST).take_while(|byte| is_name(**byte)).count();
        }
        let named = bytes[body..end].contains(&b':') || text[body..end].to_ascii_lowercase().contains("%3a");
        let closed = starts_with(&text[end..], close);
        // `<redacted …` may be anything; ours is closed, or has a name.
        if closed || (named && *open != "<" && *open != "&lt;") {
            let end = if closed { end + close.len() } else { end };
            found.push(Span::new(before.len() - open.len(), end));
        }
    }
    found
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':' | b'#' | b' ')
}

/// Exactly four stars with what a preview keeps around them, or alone where a value stands. Markdown escapes each star.
fn masks(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'*', &bytes[from..]).map(|at| from + at) {
        let escaped = at > 0 && bytes[at - 1] == b'\\';
        let (at, star): (usize, &[u8]) = if escaped { (at - 1, b"\\*") } else { (at, b"*") };
        let stars = bytes[at..].chunks(star.len()).take_while(|next| *next == star).count();
        from = at + stars * star.len();
        if stars != 4 {
            continue;
        }
        let (before, after) = (&bytes[..at], &bytes[from..]);
        let prefix = before.iter().rev().take(KEPT).take_while(|byte| is_kept(**byte)).count();
        let suffix = after.iter().take(KEPT).take_while(|byte| is_kept(**byte)).count();
        let alone = || prefix == 0 && (is_value_place(before) || suffix == 0 && is_word_place(before, after));
        if prefix >= 2 || alone() {
            found.push(Span::new(at - prefix, from + suffix));
        }
    }
    found
}

/// More than any rule keeps.
const KEPT: usize = 32;

/// What may stand beside the stars.
fn is_kept(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'+' | b'/' | b'@')
}

/// True after `=`, `:` and the like, with or without a quote.
fn is_value_place(before: &[u8]) -> bool {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'"' | b'\'' | b'`' | b'\\');
    matches!(before.iter().rev().find(|byte| !blank(byte)), Some(b'=' | b':'))
}

/// True where a value stands by itself: in quotes or brackets, between commas or tags, or after an option.
fn is_word_place(before: &[u8], after: &[u8]) -> bool {
    let next = after.first().copied().unwrap_or(b'\n');
    match before.last() {
        Some(quote @ (b'"' | b'\'' | b'`')) => next == *quote,
        Some(b'(' | b'[' | b'{' | b',' | b'>') => matches!(next, b')' | b']' | b'}' | b',' | b'<'),
        // After an option; elsewhere they may be the stars of a hotel.
        Some(b' ' | b'\t') => {
            let line = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
            let word = line.trim_ascii_end().rsplit(u8::is_ascii_whitespace).next().unwrap_or_default();
            next.is_ascii_whitespace() && word.len() > 1 && word.starts_with(b"-")
        }
        _ => false,
    }
}

fn ends_with(text: &str, ascii_case: &str) -> bool {
    let from = text.len().checked_sub(ascii_case.len());
    from.is_some_and(|from| text.as_bytes()[from..].eq_ignore_ascii_case(ascii_case.as_bytes()))
}

fn starts_with(text: &str, ascii_case: &str) -> bool {
    text.as_bytes().get(..ascii_case.len()).is_some_and(|start| start.eq_ignore_ascii_case(ascii_case.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_seen_in_every_form() {
        let ours = [
            "[REDACTED:AWS_ACCESS_KEY]",
            "[REDACTED:AWS_ACCESS_KEY:2]",
            "[REDACTED:AWS_ACCESS_KEY#2]",
            "[redacted:aws_access_key]",
            "[ REDACTED : KEY ]",
            "[REDACTED]",
            "<REDACTED>",
            "%5BREDACTED%3AKEY%5D",
            "\\u005bREDACTED:KEY\\u005d",
            "&#x5b;REDACTED:KEY&#x5d;",
            "{{REDACTED:KEY}}",
            "[REDACTED:KEY",
        ];
        for mark in ours {
            let text = format!("key={mark}\n");
            assert_eq!(placeholders(&text), [Span::new(4, 4 + mark.len())], "{mark}");
        }
        for other in ["redacted", "the [redacted version of it", "(redacted)", "credacted]"] {
            assert!(placeholders(other).is_empty(), "{other}");
        }
    }

    #[test]
    fn pseudonyms_have_a_rule_a_key_and_twenty_digits() {
        let text = "user=[USER:k1:fphav6u2mazbrebdgd67]";
        assert_eq!(pseudonyms(text), [Span::new(5, text.len())]);
        for other in ["[a:b:c]", "[USER:k1:fphav6u2mazbrebdgd6]", "[USER:k1:fphav6u2mazbrebdgd67:x]", "[USER:k1:"] {
            assert!(pseudonyms(other).is_empty(), "{other}");
        }
    }

    #[test]
    fn masks_are_four_stars_with_what_was_kept() {
        for mask in ["AKIA****XYZ", "ghp_****abcd", "xoxb****hjk", "****", "AKIA****", "****abcd"] {
            assert_eq!(masks(&format!("key={mask}\n")).len(), 1, "{mask}");
        }
        assert_eq!(masks("use AKIA****XYZ please"), [Span::new(4, 15)]);
        assert_eq!(masks("\"key\": \"****\""), [Span::new(8, 12)]);
        for text in [
            "VALUES ('ann', '****')",
            "[\"****\"]",
            "a,****,b",
            "<a>****</a>",
            "mysql -p **** -u root",
            "AKIA\\*\\*\\*\\*AM2",
            "k=\\*\\*\\*\\*",
        ] {
            assert_eq!(masks(text).len(), 1, "{text}");
        }
        for other in [
            "f(****p)",
            "**** bold",
            "\n  ****\n",
            "int ****p",
            "a ** b",
            "**bold**",
            "***",
            "x *****y",
            "char ****argv",
            "/*****/",
            "----\n****\n----",
            "k=a****b",
        ] {
            assert!(masks(other).is_empty(), "{other}");
        }
    }
}
