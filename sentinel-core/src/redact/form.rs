//! The forms of what redaction writes, by which it is known again: placeholders, pseudonyms, tokens.

use super::policy::{
    LONGEST_KEY_ID, MAX_TOKEN_BYTES, PSEUDONYM_DIGITS, TOKEN_CLOSE, TOKEN_OPEN, is_id_byte, is_key_id,
    is_pseudonym_digit,
};
use crate::Span;

/// Who can say whether what has the form was written by us: a name that is no rule's, or a check that does not hold,
/// makes none, since it may be a secret.
pub(crate) trait Author {
    /// True for the name of a rule or a known value.
    fn is_rule(&self, name: &str) -> bool;
    /// True when a name of one starts so.
    fn begins_rule(&self, beginning: &str) -> bool;
    /// True for a pseudonym that a key of ours made.
    fn made_pseudonym(&self, rule: &str, key: &str, digits: &[u8]) -> bool;
    /// True for a token that the vault gave.
    fn gave_token(&self, token: &str) -> bool;
    /// True when there is a vault.
    fn gives_tokens(&self) -> bool;
}

const OPEN: &[u8] = b"[REDACTED:";
/// The longest name of a rule.
const LONGEST_NAME: usize = 64;
/// Digits of the number of a value.
const LONGEST_NUMBER: usize = 10;
/// What stands in brackets is no longer than this, with them.
const LONGEST: usize = {
    let placeholder = OPEN.len() + LONGEST_NAME + 1 + LONGEST_NUMBER + 1;
    let pseudonym = 1 + LONGEST_NAME + 1 + LONGEST_KEY_ID + 1 + PSEUDONYM_DIGITS + 1;
    if placeholder > pseudonym { placeholder } else { pseudonym }
};

/// True when `span` lies in something that we wrote into the text.
pub(crate) fn in_written(text: &[u8], span: Span, author: &impl Author) -> bool {
    // What a token starts with is two bytes long.
    let reach = |bytes: usize| &text[..text.len().min(span.start + bytes)];
    let starts = [last_bracket(reach(1)), author.gives_tokens().then(|| last_token(reach(2))).flatten()];
    let lies_in = |start: usize| match form(&text[start..]) {
        Form::Whole(form, length) => span.end <= start + length && form.is_ours(author),
        _ => false,
    };
    starts.into_iter().flatten().any(lies_in)
}

/// Where in `text`, which goes on, something starts of which it is not yet known whether we wrote it. What starts in
/// `before` counts as starting with the text.
pub(crate) fn unfinished_written(before: &[u8], text: &[u8], author: &impl Author) -> Option<usize> {
    let reach = if author.gives_tokens() { MAX_TOKEN_BYTES } else { LONGEST };
    let skipped = text.len().saturating_sub(reach);
    let near = [&before[before.len().saturating_sub(reach - (text.len() - skipped))..], &text[skipped..]].concat();
    let starts = [last_bracket(&near), author.gives_tokens().then(|| last_token(&near)).flatten()];
    let open = |start: &usize| match form(&near[*start..]) {
        Form::Beginning(name) => name.is_none_or(|name| author.begins_rule(name)),
        _ => false,
    };
    let start = starts.into_iter().flatten().filter(open).min()?;
    Some((start + text.len()).saturating_sub(near.len()))
}

/// Where tokens stand. They are longer than what is kept of a text that is cut.
pub(crate) fn tokens(text: &[u8], author: &impl Author) -> Vec<Span> {
    if !author.gives_tokens() {
        return Vec::new();
    }
    let whole = |start: usize| match form(&text[start..]) {
        Form::Whole(_, length) => Some(Span::new(start, start + length)),
        _ => None,
    };
    memchr::memmem::find_iter(text, TOKEN_OPEN).filter_map(whole).collect()
}

/// True when `text` as a whole is something that is known again.
pub(crate) fn is_written(text: &str, author: &impl Author) -> bool {
    matches!(form(text.as_bytes()), Form::Whole(form, length) if length == text.len() && form.is_ours(author))
}

fn last_bracket(text: &[u8]) -> Option<usize> {
    let from = text.len().saturating_sub(LONGEST);
    memchr::memrchr(b'[', &text[from..]).map(|at| from + at)
}

fn last_token(text: &[u8]) -> Option<usize> {
    let from = text.len().saturating_sub(MAX_TOKEN_BYTES);
    memchr::memmem::rfind(&text[from..], "«".as_bytes()).map(|at| from + at)
}

/// What a text starts with.
enum Form<'t> {
    /// Something of ours, by its form, and its length.
    Whole(Written<'t>, usize),
    /// It may become so; the beginning of a rule's name, where only that is there and nothing else tells.
    Beginning(Option<&'t str>),
    Nothing,
}

enum Written<'t> {
    Placeholder(&'t str),
    Pseudonym { rule: &'t str, key: &'t str, digits: &'t [u8] },
    Token(&'t str),
}

impl Written<'_> {
    fn is_ours(&self, author: &impl Author) -> bool {
        match *self {
            Self::Placeholder(name) => {
                let numbered = || name.rsplit_once('#').filter(|(_, number)| is_number(number));
                matches!(name, "LIMIT" | "ERROR" | "BLOCKED")
                    || author.is_rule(name)
                    || numbered().is_some_and(|(name, _)| author.is_rule(name))
            }
            Self::Pseudonym { rule, key, digits } => author.is_rule(rule) && author.made_pseudonym(rule, key, digits),
            Self::Token(token) => author.gave_token(token),
        }
    }
}

fn is_number(text: &str) -> bool {
    (1..=LONGEST_NUMBER).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn form(text: &[u8]) -> Form<'_> {
    if text.first() != Some(&b'[') {
        return token(text);
    }
    match text.strip_prefix(OPEN) {
        Some(rest) => placeholder(rest),
        None if OPEN.starts_with(text) => Form::Beginning(None),
        None => pseudonym(text),
    }
}

fn placeholder(rest: &[u8]) -> Form<'_> {
    let longest = LONGEST_NAME + 1 + LONGEST_NUMBER;
    match memchr::memchr(b']', &rest[..rest.len().min(longest + 1)]) {
        Some(length) => match std::str::from_utf8(&rest[..length]) {
            Ok(name) => Form::Whole(Written::Placeholder(name), OPEN.len() + length + 1),
            Err(_) => Form::Nothing,
        },
        None if rest.len() <= longest => Form::Beginning(None),
        None => Form::Nothing,
    }
}

fn pseudonym(text: &[u8]) -> Form<'_> {
    let rest = &text[1..];
    let Some((rule, rest)) = word(rest, LONGEST_NAME, is_name_byte) else { return Form::Nothing };
    let Some(rest) = after_colon(rest) else { return ended(rest, rule) };
    let Some((key, rest)) = word(rest, LONGEST_KEY_ID, is_id_byte) else { return ended(rest, rule) };
    let Some(rest) = after_colon(rest) else { return ended(rest, rule) };
    let Some((digits, rest)) = word(rest, PSEUDONYM_DIGITS, is_pseudonym_digit) else { return ended(rest, rule) };
    match rest.first() {
        Some(b']') if digits.len() == PSEUDONYM_DIGITS && is_key_id(key.as_bytes()) => {
            let written = Written::Pseudonym { rule, key, digits: digits.as_bytes() };
            Form::Whole(written, text.len() - rest.len() + 1)
        }
        _ => ended(rest, rule),
    }
}

/// The bytes at the start that are of a word, of which there are some and no more than so many.
fn word(text: &[u8], longest: usize, is_part: impl Fn(u8) -> bool) -> Option<(&str, &[u8])> {
    let length = text.iter().take(longest).take_while(|byte| is_part(**byte)).count();
    let (word, rest) = text.split_at(length);
    Some((std::str::from_utf8(word).ok().filter(|word| !word.is_empty())?, rest))
}

fn after_colon(text: &[u8]) -> Option<&[u8]> {
    text.strip_prefix(b":")
}

/// Where the text ends, more may come.
fn ended<'t>(rest: &[u8], rule: &'t str) -> Form<'t> {
    if rest.is_empty() { Form::Beginning(Some(rule)) } else { Form::Nothing }
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

fn token(text: &[u8]) -> Form<'_> {
    let open = TOKEN_OPEN.as_bytes();
    let Some(rest) = text.strip_prefix(open) else {
        return if open.starts_with(text) { Form::Beginning(None) } else { Form::Nothing };
    };
    let longest = MAX_TOKEN_BYTES - open.len();
    let window = &rest[..rest.len().min(longest)];
    let end = window.iter().position(|byte| byte.is_ascii_control() || *byte == b'\xc2');
    match end {
        Some(at) if window[at..].starts_with(TOKEN_CLOSE.as_bytes()) => {
            let length = open.len() + at + TOKEN_CLOSE.len();
            match std::str::from_utf8(&text[..length]) {
                Ok(token) => Form::Whole(Written::Token(token), length),
                Err(_) => Form::Nothing,
            }
        }
        Some(at) if window[at..] == *b"\xc2" && rest.len() < longest => Form::Beginning(None),
        None if rest.len() < longest => Form::Beginning(None),
        _ => Form::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Knows the rule `KEY`, one key and the tokens whose body is even.
    struct Known;

    impl Author for Known {
        fn is_rule(&self, name: &str) -> bool {
            name == "KEY"
        }

        fn begins_rule(&self, beginning: &str) -> bool {
            "KEY".starts_with(beginning)
        }

        fn made_pseudonym(&self, _: &str, key: &str, digits: &[u8]) -> bool {
            key == "k1" && digits.starts_with(b"a")
        }

        fn gave_token(&self, token: &str) -> bool {
            token.ends_with("even»")
        }

        fn gives_tokens(&self) -> bool {
            true
        }
    }

    #[test]
    fn what_may_become_one_is_unfinished() {
        let table = [
            ("", "a [REDACTED:KEY", Some(2)),
            ("", "a [RED", Some(2)),
            ("", "a [REDACTED:KEY] b", None),
            ("", "a [b] [c", None),
            ("x [REDAC", "TED:KEY", Some(0)),
            ("x [REDACTED:KEY", "]", None),
            ("", "[", Some(0)),
            ("", "[K", Some(0)),
            ("", "[main", None),
            ("", "a [KEY:k1:aaaa", Some(2)),
            ("a [KEY:k", "1:aaaa", Some(0)),
            ("", "[KEY:k1:aaaaaaaaaaaaaaaaaaaa", Some(0)),
            ("", "[KEY:k1:aaaaaaaaaaaaaaaaaaaaa", None),
            ("", "[KEY:k1 ", None),
            ("", "[KEY:K", None),
            ("", "a «", Some(2)),
            ("", "a «sn:x", Some(2)),
            ("", "a «sn:x»", None),
            ("", "a «sn:x\n", None),
            ("", "a «tn", None),
        ];
        for (before, text, start) in table {
            assert_eq!(unfinished_written(before.as_bytes(), text.as_bytes(), &Known), start, "{before} {text}");
        }
        assert_eq!(unfinished_written(b"", format!("[REDACTED:{}", "X".repeat(76)).as_bytes(), &Known), None);
        assert_eq!(unfinished_written(b"", format!("{}[", "X".repeat(200)).as_bytes(), &Known), Some(200));
        assert_eq!(unfinished_written(b"", format!("«sn:{}", "x".repeat(200)).as_bytes(), &Known), None);
    }

    #[test]
    fn only_what_is_known_is_ours() {
        let text = b"a=[REDACTED:KEY] b=[REDACTED:ghp] [REDACTED:LIMIT]";
        let inside = |start, end| in_written(text, Span::new(start, end), &Known);
        assert!(inside(2, 16) && inside(12, 15) && inside(2, 3) && inside(34, 50));
        assert!(!inside(2, 17) && !inside(1, 16) && !inside(19, 33) && !inside(29, 32));
        let table = [
            ("[REDACTED:KEY#12]", true),
            ("[REDACTED:KEY#]", false),
            ("[REDACTED:KEY#12345678901]", false),
            ("[REDACTED:BLOCKED]", true),
            ("[KEY:k1:aaaaaaaaaaaaaaaaaaaa]", true),
            ("[KEY:k1:baaaaaaaaaaaaaaaaaaa]", false),
            ("[KEY:k2:aaaaaaaaaaaaaaaaaaaa]", false),
            ("[KEX:k1:aaaaaaaaaaaaaaaaaaaa]", false),
            ("[KEY:k1:aaaaaaaaaaaaaaaaaaa]", false),
            ("[KEY:k1:aaaaaaaaaaaaaaaaaaaaa]", false),
            ("[KEY:k12345678:aaaaaaaaaaaaaaaaaaaa]", false),
            ("«sn:even»", true),
            ("«sn:odd»", false),
            ("«even»", false),
        ];
        for (text, ours) in table {
            assert_eq!(is_written(text, &Known), ours, "{text}");
            let around = format!("x {text} y");
            let inside = [(2, 2 + text.len()), (4, 1 + text.len()), (1 + text.len(), 2 + text.len())];
            for (start, end) in inside {
                assert_eq!(in_written(around.as_bytes(), Span::new(start, end), &Known), ours, "{text} {start}");
            }
            assert!(!in_written(around.as_bytes(), Span::new(1, 4), &Known));
        }
        assert!(!in_written(b"[REDACTED:KEY] ", Span::new(13, 15), &Known));
    }

    #[test]
    fn tokens_stand_where_they_stand() {
        assert_eq!(tokens("a «sn:even» «x» «sn:odd".as_bytes(), &Known), [Span::new(2, 13)]);
    }
}
