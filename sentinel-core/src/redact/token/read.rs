//! Finds tokens in a text that people or language models have been at.
//!
//! What is undone: changed case, `O` for `0` and `l` for `1`, blanks, line breaks, zero-width characters, quotes and
//! Markdown's backslashes inside, lost underscores in the rule's name, other brackets, escaped brackets, brackets that
//! were left out. What is left of a token otherwise is reported as broken: it is not to pass for text. The check
//! decides; nothing is guessed.

use super::{ID, symbol};
use crate::{Span, span::any_overlaps};

/// A token as it was read: with nothing of it verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReadToken {
    /// The rule's name, folded.
    pub(crate) rule: String,
    /// The rule's name, as far as it can be one.
    pub(crate) spelled: String,
    /// The values of the key id's digits.
    key_id: [u8; 4],
    pub(crate) id: [u8; ID],
    pub(crate) check: [u8; ID],
}

impl ReadToken {
    /// True when it names the key of this id.
    pub(crate) fn is_of(&self, key_id: &str) -> bool {
        key_id.bytes().map(symbol::value).eq(self.key_id.map(Some))
    }
}

/// Something in a text that is, or was, a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// All parts of a token.
    Whole(Span, ReadToken),
    /// What is left of one.
    Broken(Span),
    /// All parts but what says that it is one, as they may be read. It is a broken token if a check holds, and none
    /// otherwise.
    Headless(Span, Vec<ReadToken>),
}

impl Seen {
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Whole(span, _) | Self::Broken(span) | Self::Headless(span, _) => *span,
        }
    }
}

/// Brackets that are ours, escaped or taken for ours.
const BRACKETS: [(&str, &str); 11] = [
    ("«", "»"),
    ("Â«", "Â»"),
    ("\\u00ab", "\\u00bb"),
    ("\\xab", "\\xbb"),
    ("&laquo;", "&raquo;"),
    ("&#171;", "&#187;"),
    ("&#xab;", "&#xbb;"),
    ("%c2%ab", "%c2%bb"),
    ("‹", "›"),
    ("《", "》"),
    ("≪", "≫"),
];
/// Brackets that are ours only where both stand; longer ones first.
const ANGLES: [(&str, &str); 4] = [("<<", ">>"), ("<", ">"), ("&lt;&lt;", "&gt;&gt;"), ("&lt;", "&gt;")];
/// How many characters between the parts of a token are skipped.
const MOST_SKIPPED: usize = 96;
/// How much stands between a token and its brackets, in bytes.
const MOST_INSET: usize = 16;
/// Longer than any token that is only a little damaged.
const REACH: usize = 220;

/// All that is or was a token, in order; none overlaps another.
pub(crate) fn read_tokens(text: &str) -> Vec<Seen> {
    let mut seen: Vec<Seen> = Vec::new();
    let bytes = text.as_bytes();
    let free = |seen: &[Seen], at: usize| seen.last().is_none_or(|last: &Seen| last.span().end <= at);
    for at in memchr::memchr2_iter(b's', b'S', bytes) {
        if free(&seen, at)
            && let Some(new) = at_head(text, at)
        {
            while seen.last().is_some_and(|last| last.span().end > new.span().start) {
                seen.pop();
            }
            seen.push(new);
        }
    }
    let mut rest = headless(text);
    rest.extend(nameless(text));
    let known: Vec<Span> = seen.iter().map(Seen::span).collect();
    rest.retain(|new| !any_overlaps(&known, new.span()));
    rest.sort_by_key(|new| (new.span().start, new.span().end));
    // A nameless one and a headless one may be the same token: the check decides on the latter.
    rest.dedup_by(|next, kept| {
        let overlap = kept.span().overlaps(next.span());
        if overlap && (matches!(next, Seen::Broken(_)) || matches!(kept, Seen::Broken(_))) {
            *kept = Seen::Broken(kept.span().union(next.span()));
        }
        overlap
    });
    seen.extend(rest);
    seen.sort_by_key(|seen| seen.span().start);
    seen
}

/// A token whose `sn` stands at `at`.
fn at_head(text: &str, at: usize) -> Option<Seen> {
    let mut reader = Reader { text, at: at + 1, skipped: 0 };
    reader.skip();
    if !matches!(reader.next(), Some('n' | 'N')) {
        return None;
    }
    let open = opened(text, at);
    let start = open.as_ref().map_or(at, |open| open.start);
    let joined = open.is_none() && text[..at].chars().next_back().is_some_and(is_word);
    if joined || !reader.colon() {
        return None;
    }
    let body = reader.at;
    match reader.token() {
        Some(token) => Some(delimited(text, at, reader.at, open, token)),
        None if open.is_some_and(|open| open.kind == OURS) || is_remainder(text, body) => {
            Some(Seen::Broken(Span::new(start, broken_end(text, body))))
        }
        None => None,
    }
}

/// The token from `at` to `end`, with its brackets, if those are as they must be.
fn delimited(text: &str, at: usize, end: usize, open: Option<Open>, token: ReadToken) -> Seen {
    let close = closed(text, end);
    match (open, close) {
        (Some(open), Some(close)) if open.kind == close.kind => Seen::Whole(Span::new(open.start, close.end), token),
        (Some(Open { kind: OURS, start }), _) => Seen::Broken(Span::new(start, broken_end(text, end))),
        (_, Some(Close { kind: OURS, end })) => Seen::Broken(Span::new(at, end)),
        _ if text[end..].chars().next().is_some_and(is_word) => Seen::Broken(Span::new(at, broken_end(text, end))),
        _ => Seen::Whole(Span::new(at, end), token),
    }
}

/// The kind of [`BRACKETS`]; each pair of [`ANGLES`] is a kind of its own.
const OURS: usize = ANGLES.len();

struct Open {
    start: usize,
    kind: usize,
}

struct Close {
    end: usize,
    kind: usize,
}

/// The bracket that ends before `at`.
fn opened(text: &str, at: usize) -> Option<Open> {
    let from = floor(text, at.saturating_sub(MOST_INSET));
    let inset = text[from..at].trim_end_matches(is_inset);
    let before = &text[..from + inset.len()];
    let directly = |(open, _): &&(&str, &str)| ends_with(before, open);
    // The longest: `Â«` is not `«`.
    let bracket = BRACKETS.iter().filter(directly).map(|(open, _)| open.len()).max();
    if let Some(width) = bracket {
        return Some(Open { start: before.len() - width, kind: OURS });
    }
    // A quote may be the text's.
    let before = text[from..at].trim_end_matches(is_blank);
    let before = &text[..from + before.len()];
    let kind = ANGLES.iter().position(|(open, _)| ends_with(before, open))?;
    Some(Open { start: before.len() - ANGLES[kind].0.len(), kind })
}

/// The bracket that starts after `end`.
fn closed(text: &str, end: usize) -> Option<Close> {
    let to = ceil(text, text.len().min(end + MOST_INSET));
    let inset = (to - end) - text[end..to].trim_start_matches(is_inset).len();
    let at = end + inset;
    let bracket = BRACKETS.iter().filter(|(_, close)| starts_with(&text[at..], close)).map(|(_, close)| close.len());
    if let Some(width) = bracket.max() {
        return Some(Close { end: at + width, kind: OURS });
    }
    let at = to - text[end..to].trim_start_matches(is_blank).len();
    let kind = ANGLES.iter().position(|(_, close)| starts_with(&text[at..], close))?;
    Some(Close { end: at + ANGLES[kind].1.len(), kind })
}

/// True when what follows `sn:` holds so much of the rest of a token that it can be nothing else.
fn is_remainder(text: &str, body: usize) -> bool {
    let reach = ceil(text, text.len().min(body + REACH));
    let Some(colon) = text[body..reach].find(':').map(|at| body + at + 1) else { return false };
    let named = text[body..colon - 1].chars().all(|character| is_word(character) || is_skipped(character));
    let rest = &text[colon..reach];
    let chunk = &rest[..rest.find(|character| !is_word(character) && character != ':').unwrap_or(rest.len())];
    named && chunk.contains(':') && chunk.chars().filter(char::is_ascii_alphanumeric).count() >= 20
}

/// Where a broken token that goes on at `from` ends: at the next bracket or blank.
fn broken_end(text: &str, from: usize) -> usize {
    let reach = ceil(text, text.len().min(from + REACH));
    let stops = |character: char| is_blank(character) || matches!(character, '"' | '\'' | '`' | '<' | ',' | ';' | ')');
    let mut end = from;
    for (at, character) in text[from..reach].char_indices() {
        if let Some(close) = closed(text, from + at).filter(|close| close.kind == OURS) {
            return close.end;
        }
        if stops(character) {
            break;
        }
        end = from + at + character.len_utf8();
    }
    end
}

/// Tokens without their `sn`: the check tells them from other text with colons.
fn headless(text: &str) -> Vec<Seen> {
    let mut seen: Vec<Seen> = Vec::new();
    for colon in memchr::memchr_iter(b':', text.as_bytes()) {
        // A key's id and an id, and the name of a rule before them.
        let after = text.as_bytes().get(colon + 1..colon + 6);
        let is_key_id = |bytes: &[u8]| bytes[4] == b':' && bytes[..4].iter().all(|byte| symbol::value(*byte).is_some());
        if !after.is_some_and(is_key_id) {
            continue;
        }
        let from = floor(text, colon.saturating_sub(64));
        let name = text[from..colon].trim_end_matches(|character: char| is_word(character) || is_skipped(character));
        let start = from + name.len();
        let mut reader = Reader { text, at: start, skipped: 0 };
        if start < colon
            && let Some(token) = reader.token()
        {
            seen.push(Seen::Headless(Span::new(start, reader.at), readings(token, &text[start..colon])));
        }
    }
    seen
}

/// The token with the name as it stands, without the word before it, and without what is left of an `sn` that lost its
/// colon.
fn readings(token: ReadToken, name: &str) -> Vec<ReadToken> {
    let last = name.trim_end().rsplit(is_skipped).next().unwrap_or_default();
    let whole = [token.rule.clone(), super::folded(last)];
    let beheaded = whole.iter().flat_map(|rule| (0..=3).filter_map(|from| rule.get(from..)));
    beheaded.map(|rule| ReadToken { rule: rule.to_owned(), ..token.clone() }).collect()
}

/// Our brackets round something with the parts of a token, damaged in more than one place.
fn nameless(text: &str) -> Vec<Seen> {
    let mut seen = Vec::new();
    for (start, open) in text.match_indices('«') {
        let rest = &text[start + open.len()..];
        let reach = &rest[..ceil(rest, rest.len().min(REACH))];
        let Some(length) = reach.find('»') else { continue };
        let inside = &reach[..length];
        let runs = inside.split(|character: char| !character.is_ascii_alphanumeric());
        let coded = |run: &&str| run.bytes().any(|byte| byte.is_ascii_digit()) || *run == run.to_ascii_uppercase();
        let long = runs.filter(|run| run.len() >= 12).filter(coded).count();
        if long >= 2 && inside.matches(':').count() >= 2 {
            seen.push(Seen::Broken(Span::new(start, start + open.len() + length + '»'.len_utf8())));
        }
    }
    seen
}

/// Reads the parts of a token, and skips what has come between.
struct Reader<'t> {
    text: &'t str,
    at: usize,
    skipped: usize,
}

impl Reader<'_> {
    /// `RULE:KKKK:IIIIIIIIIIIIIIII:CCCCCCCCCCCCCCCC`
    fn token(&mut self) -> Option<ReadToken> {
        let (rule, spelled) = self.rule()?;
        let key_id = self.digits()?;
        self.colon().then_some(())?;
        let id = self.digits()?;
        self.colon().then_some(())?;
        let check = self.digits()?;
        Some(ReadToken { rule, spelled, key_id, id: symbol::read(&id), check: symbol::read(&check) })
    }

    /// A name, and the colon after it.
    fn rule(&mut self) -> Option<(String, String)> {
        let (mut folded, mut spelled) = (String::new(), String::new());
        loop {
            if self.colon() {
                return (!folded.is_empty()).then_some((folded, spelled));
            }
            match self.next()? {
                character if character.is_ascii_alphanumeric() && folded.len() < super::LONGEST_NAME => {
                    folded.push(character.to_ascii_uppercase());
                    spelled.push(character.to_ascii_uppercase());
                }
                character @ ('_' | '-' | '.') if spelled.len() < super::LONGEST_NAME => spelled.push(character),
                _ => return None,
            }
        }
    }

    fn digits<const N: usize>(&mut self) -> Option<[u8; N]> {
        let mut digits = [0; N];
        for digit in &mut digits {
            self.skip();
            let character = loop {
                match self.next()? {
                    '-' | '_' => self.skip(),
                    character => break character,
                }
            };
            *digit = u8::try_from(character).ok().and_then(symbol::value)?;
        }
        Some(digits)
    }

    /// Whether a colon is next, which is then read.
    fn colon(&mut self) -> bool {
        self.skip();
        let found = matches!(self.text[self.at..].chars().next(), Some(':' | '：'));
        if found {
            self.next();
        }
        found
    }

    fn next(&mut self) -> Option<char> {
        let character = self.text[self.at..].chars().next()?;
        self.at += character.len_utf8();
        Some(character)
    }

    fn skip(&mut self) {
        while self.skipped < MOST_SKIPPED {
            let rest = &self.text[self.at..];
            let width = match rest.as_bytes() {
                [b'\\', b'n' | b'r' | b't', ..] => 2,
                _ => match rest.chars().next() {
                    Some(character) if is_skipped(character) => character.len_utf8(),
                    _ => return,
                },
            };
            self.at += width;
            self.skipped += 1;
        }
    }
}

/// What may come between the parts of a token.
fn is_skipped(character: char) -> bool {
    is_inset(character) || matches!(character, '\\' | '*' | '+')
}

/// What may come between a token and its brackets.
fn is_inset(character: char) -> bool {
    is_blank(character) || matches!(character, '"' | '\'' | '`')
}

fn is_blank(character: char) -> bool {
    let invisible = matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}');
    character.is_whitespace() || invisible
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-' | '.')
}

fn ends_with(text: &str, ascii_case: &str) -> bool {
    let from = text.len().checked_sub(ascii_case.len());
    from.is_some_and(|from| text.as_bytes()[from..].eq_ignore_ascii_case(ascii_case.as_bytes()))
}

fn starts_with(text: &str, ascii_case: &str) -> bool {
    text.as_bytes().get(..ascii_case.len()).is_some_and(|start| start.eq_ignore_ascii_case(ascii_case.as_bytes()))
}

/// The last place up to `at` between two characters.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The first place from `at` on between two characters.
fn ceil(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}
