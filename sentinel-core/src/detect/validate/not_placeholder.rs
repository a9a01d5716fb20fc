//! Refuses values that stand for a secret and are none.

use std::sync::LazyLock;

use super::{Validator, Verdict, placeholder_words::is_made_of_them};
use crate::SPLIT_MARK;

/// Refuses documentation words (`example`, `changeme`, `your-…`), masks, values that are
/// mostly one character or one counting run (`12345678`, `abcdefgh`), and short values made of nothing but the words and
/// numbers of tests (`test_password_123`, `wrongtoken`).
pub(super) struct NotPlaceholder;

impl Validator for NotPlaceholder {
    fn check(&self, value: &[u8]) -> Verdict {
        let placeholder = value.len() <= LONGEST && (has_word(value) || is_monotonous(value) || is_made_of_them(value));
        // The mark splits tokens in tests and rule files.
        let split = memchr::memmem::find(value, SPLIT_MARK.as_bytes()).is_some();
        Verdict::refuted_if(placeholder || split)
    }
}

/// In longer values a word occurs by chance too often to mean anything.
const LONGEST: usize = 200;

const WORDS: [&str; 36] = [
    "example",
    "changeme",
    "changeit",
    "change-me",
    "change_me",
    "placeholder",
    "dummy",
    "redacted",
    "xxxx",
    "****",
    "...",
    "insert",
    "replace",
    "sample",
    "foobar",
    "-here",
    "_here",
    "notreal",
    "not-a-",
    "not_a_",
    "todo",
    "fixme",
    "yourpass",
    "your-",
    "your_",
    "-your",
    "s3cr3t",
    "passw0rd",
    "p4ssw0rd",
    "<your",
    "enter-",
    "enter_",
    "hidden>",
    "deadbeefdeadbeef",
    // Mask characters: bullet and ellipsis.
    "\u{2022}\u{2022}",
    "\u{2026}",
];

const STARTS: [&str; 9] = ["your", "my-", "my_", "some-", "some_", "fake", "mock", "[redacted", "[filtered"];

fn has_word(value: &[u8]) -> bool {
    STARTS.iter().any(|start| starts_with(value, start))
        || value
            .windows(2)
            .enumerate()
            .filter(|(_, pair)| BY_PAIR.may_start(pair[0], pair[1]))
            .any(|(at, _)| BY_PAIR.words_from(value[at]).iter().any(|word| starts_with(&value[at..], word)))
}

/// In either case.
fn starts_with(value: &[u8], word: &str) -> bool {
    value.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
}

/// The words, to be found by how they start.
struct ByPair {
    /// For each first byte, in lower case, the lower six bits of the second.
    pairs: [u64; 256],
    words: [Vec<&'static str>; 256],
}

static BY_PAIR: LazyLock<ByPair> = LazyLock::new(|| {
    let mut by = ByPair { pairs: [0; 256], words: std::array::from_fn(|_| Vec::new()) };
    for word in WORDS {
        let (first, second) = (word.as_bytes()[0], word.as_bytes()[1]);
        by.pairs[usize::from(first)] |= 1 << (second & 0x3f);
        by.words[usize::from(first)].push(word);
    }
    by
});

impl ByPair {
    fn may_start(&self, first: u8, second: u8) -> bool {
        self.pairs[usize::from(first.to_ascii_lowercase())] >> (second.to_ascii_lowercase() & 0x3f) & 1 == 1
    }

    fn words_from(&self, first: u8) -> &[&'static str] {
        &self.words[usize::from(first.to_ascii_lowercase())]
    }
}

fn is_monotonous(value: &[u8]) -> bool {
    if value.is_empty() {
        return true;
    }
    let mut counts = [0_u8; 256];
    let mut most = 0;
    for byte in value {
        let count = &mut counts[usize::from(*byte)];
        *count = count.saturating_add(1);
        most = most.max(usize::from(*count));
    }
    let (up, down) = (counted(value, 1), counted(value, 9));
    let (six, three) = (up.six.max(down.six), up.three.max(down.three));
    most * 10 >= value.len() * 6 || (six > 0 && six * 2 >= value.len()) || three == value.len()
}

/// How many bytes stand in runs of at least six, and of at least three.
#[derive(Default)]
struct Counted {
    six: usize,
    three: usize,
}

/// Counts the runs in which each byte is the one before plus 1, or each digit the one before plus `step` modulo ten; `step`
/// is 1 or 9, which is minus 1.
fn counted(value: &[u8], step: u8) -> Counted {
    let next = |before: u8, after: u8| {
        if before.is_ascii_digit() && after.is_ascii_digit() {
            (before - b'0' + step) % 10 == after - b'0'
        } else {
            i16::from(after) - i16::from(before) == if step == 1 { 1 } else { -1 }
        }
    };
    let mut counted = Counted::default();
    let mut run = 1;
    for at in 1..=value.len() {
        if at < value.len() && next(value[at - 1], value[at]) {
            run += 1;
            continue;
        }
        counted.six += if run >= 6 { run } else { 0 };
        counted.three += if run >= 3 { run } else { 0 };
        run = 1;
    }
    counted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_refused_and_random_values_are_not() {
        for word in [
            "IOSFODNN7EXAMPLE",
            "your-api-key",
            "xxxxxxxxxxxx",
            "aaaaaaaaaaab",
            "x12345678y",
            "hgfedcba",
            "1234567890",
            "at-0987654321",
            "test_password_123",
            "sk-abc...",
            "1234",
            "xyz123",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=",
        ] {
            assert_eq!(NotPlaceholder.check(word.as_bytes()), Verdict::Refuted, "{word}");
        }
        for random in ["q9Xv2LmT7pKd4RwZ", "7f3a9c1e5b8d2460", "admin123", "hunter2"] {
            assert_eq!(NotPlaceholder.check(random.as_bytes()), Verdict::Plausible, "{random}");
        }
    }
}
