//! Tokens: what stands for a value that a vault keeps.
//!
//! ```text
//! «sn:RULE:KKKK:IIIIIIIIIIIIIIII:CCCCCCCCCCCCCCCC»
//! ```
//!
//! `RULE` is the name of the rule that found the value, `K` the key's id (20 bits), `I` the value's id (80 bits) and `C`
//! a keyed check over all of it and the scope (80 bits), in Crockford's base32. Whoever has no key can neither tell the
//! value from a token nor make one that passes.

mod read;
mod symbol;

use std::{fmt, sync::LazyLock};

use memchr::memmem::Finder;

pub(crate) use self::read::{ReadToken, Seen, read_tokens};
use crate::Span;

/// Bytes of an id and of a check.
pub(crate) const ID: usize = 10;

const OPENS: [&[u8]; 3] = ["«sn:".as_bytes(), b"\\u00absn:", b"\\u00ABsn:"];
/// The longest of them.
const LONGEST_OPEN: usize = 9;
/// All of them end so.
static OPENING: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(b"sn:"));
const CLOSES: [&[u8]; 3] = ["»".as_bytes(), b"\\u00bb", b"\\u00BB"];
/// The longest name of a rule.
const LONGEST_NAME: usize = 64;
/// `:KKKK:IIIIIIIIIIIIIIII:CCCCCCCCCCCCCCCC`
const TAIL: usize = 5 + 17 + 17;
/// The longest token, with its brackets as JSON may escape them.
const LONGEST: usize = LONGEST_OPEN + LONGEST_NAME + TAIL + 6;

/// A token as it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) rule: String,
    pub(crate) key_id: String,
    pub(crate) id: [u8; ID],
    pub(crate) check: [u8; ID],
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, key_id, id, check } = self;
        write!(f, "«sn:{rule}:{key_id}:{}:{}»", symbol::written(id), symbol::written(check))
    }
}

/// Four digits that tell keys apart, from bytes that the key gives.
pub(crate) fn key_id(bytes: &[u8; 5]) -> String {
    let mut digits = symbol::written(bytes);
    digits.truncate(4);
    digits
}

/// The digits of an id.
pub(crate) fn id_digits(id: &[u8; ID]) -> String {
    symbol::written(id)
}

/// A rule's name as checks are made over it: letters as capitals, and digits. Underscores are the first thing that is
/// lost in prose.
pub(crate) fn folded(rule: &str) -> String {
    rule.chars().filter(char::is_ascii_alphanumeric).map(|character| character.to_ascii_uppercase()).collect()
}

/// True when `span` lies in a token that is ours by the name of its rule and as a whole, in the form in which tokens are
/// made, or with its brackets escaped as JSON does.
pub(crate) fn in_token(text: &[u8], span: Span, is_ours: impl Fn(&str, &str) -> bool) -> bool {
    let from = span.start.saturating_sub(LONGEST);
    let near = &text[from..text.len().min(span.start + LONGEST)];
    if OPENING.find(&near[..near.len().min(span.start - from + LONGEST_OPEN)]).is_none() {
        return false;
    }
    let open = OPENS.iter().filter_map(|open| Some((last_start(near, open, span.start - from)?, open.len()))).max();
    let Some((open, width)) = open else { return false };
    let Some((name, length)) = whole(&near[open + width..]) else { return false };
    let token = std::str::from_utf8(&near[open..open + width + length]);
    span.end <= from + open + width + length && token.is_ok_and(|token| is_ours(name, token))
}

/// Where tokens of that form stand.
pub(crate) fn token_spans(text: &[u8]) -> Vec<Span> {
    let starts = memchr::memmem::find_iter(text, b"sn:").filter_map(|at| {
        let open = OPENS.iter().find(|open| text[..at + 3].ends_with(open))?;
        let (_, length) = whole(&text[at + 3..])?;
        Some(Span::new(at + 3 - open.len(), at + 3 + length))
    });
    starts.collect()
}

/// The last place up to `to` where `open` stands.
fn last_start(near: &[u8], open: &[u8], to: usize) -> Option<usize> {
    memchr::memmem::rfind(&near[..near.len().min(to + open.len())], open)
}

/// The rule's name and the length of what follows an opening bracket, if it is the rest of a token.
fn whole(rest: &[u8]) -> Option<(&str, usize)> {
    let length = memchr::memchr(b':', &rest[..rest.len().min(LONGEST_NAME + 1)])?;
    let tail = rest.get(length..length + TAIL)?;
    let formed = tail.iter().enumerate().all(|(at, byte)| match at {
        0 | 5 | 22 => *byte == b':',
        _ => symbol::is_written(*byte),
    });
    let end = length + TAIL;
    let close = CLOSES.iter().find(|close| rest[end..].starts_with(close))?;
    formed.then_some((std::str::from_utf8(&rest[..length]).ok()?, end + close.len()))
}

/// Where in `text`, which goes on, a token starts that is not yet whole. One that starts in `before` counts as starting
/// with the text.
pub(crate) fn unfinished_token(before: &[u8], text: &[u8]) -> Option<usize> {
    let skipped = text.len().saturating_sub(LONGEST);
    let near = [&before[before.len().saturating_sub(LONGEST - (text.len() - skipped))..], &text[skipped..]].concat();
    let begins = |at: &usize| OPENS.iter().any(|open| near[*at..].starts_with(open) || open.starts_with(&near[*at..]));
    let starts = memchr::memchr2_iter(OPENS[0][0], b'\\', &near).filter(begins);
    let unfinished = |at: &usize| {
        let rest = &near[*at..];
        match OPENS.iter().find(|open| rest.starts_with(open)) {
            Some(open) => may_go_on(&rest[open.len()..]),
            None => true,
        }
    };
    let start = { starts }.find(unfinished)?;
    Some((start + text.len()).saturating_sub(near.len()))
}

/// True when more bytes may make the rest of a token of this.
fn may_go_on(rest: &[u8]) -> bool {
    let Some(length) = memchr::memchr(b':', rest) else {
        return rest.len() <= LONGEST_NAME && rest.iter().all(|byte| is_name(*byte));
    };
    if length > LONGEST_NAME || !rest[..length].iter().all(|byte| is_name(*byte)) {
        return false;
    }
    let tail = &rest[length..];
    let (tail, close) = tail.split_at(tail.len().min(TAIL));
    let formed = tail.iter().enumerate().all(|(at, byte)| match at {
        0 | 5 | 22 => *byte == b':',
        _ => symbol::is_written(*byte),
    });
    formed && CLOSES.iter().any(|known| known.len() > close.len() && known.starts_with(close))
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token() -> String {
        Token { rule: "KEY".into(), key_id: "7Q2M".into(), id: [0x5a; ID], check: [0xc3; ID] }.to_string()
    }

    #[test]
    fn only_a_whole_token_of_a_known_rule_counts() {
        let token = token();
        for written in [token.clone(), token.replace('«', "\\u00ab").replace('»', "\\u00BB")] {
            let text = format!("a={written} b");
            let all = Span::new(2, 2 + written.len());
            let known = |name: &str, token: &str| name == "KEY" && token == written;
            assert!(in_token(text.as_bytes(), all, known));
            assert!(in_token(text.as_bytes(), Span::new(20, 30), known));
            assert!(!in_token(text.as_bytes(), Span::new(1, all.end), known));
            assert!(!in_token(text.as_bytes(), Span::new(2, all.end + 1), known));
            assert!(!in_token(text.as_bytes(), all, |name, _| name == "OTHER"));
            for at in (2..all.end).filter(|at| text.is_char_boundary(*at) && text.is_char_boundary(*at + 1)) {
                let mut cut = text.clone();
                cut.remove(at);
                assert!(!in_token(cut.as_bytes(), Span::new(12, 30), known) || !cut.contains("KEY"), "at {at}");
            }
        }
    }

    #[test]
    fn a_token_is_unfinished_until_its_last_byte() {
        let text = format!("a={} b", token());
        let end = text.find(" b").unwrap();
        for at in 3..end {
            assert_eq!(unfinished_token(b"", &text.as_bytes()[..at]), Some(2), "{at}");
            assert_eq!(unfinished_token(&text.as_bytes()[..at], b""), Some(0), "{at}");
            assert_eq!(unfinished_token(&text.as_bytes()[..3], &text.as_bytes()[3..at]), Some(0), "{at}");
        }
        assert_eq!(unfinished_token(b"", &text.as_bytes()[..end]), None);
        assert_eq!(unfinished_token(b"", "a «sn:KEY b".as_bytes()), None);
        assert_eq!(unfinished_token(b"", "a « b".as_bytes()), None);
    }
}
