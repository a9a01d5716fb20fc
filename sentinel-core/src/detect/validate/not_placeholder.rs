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

fn has_word(value: &[u8]) -> bool {
    let lower = value.to_ascii_lowercase();
    let starts = ["your", "my-", "my_", "some-", "some_", "fake", "mock", "[redacted", "[filtered"];
    starts.iter().any(|start| lower.starts_with(start.as_bytes()))
        || (0..lower.len()).any(|at| {
            let here = &lower[at..];
            words_from(here[0]).iter().any(|word| here.starts_with(word.as_bytes()))
        })
}

/// The words that start with a byte.
fn words_from(byte: u8) -> &'static [&'static str] {
    static BY_FIRST: LazyLock<[Vec<&str>; 256]> = LazyLock::new(|| {
        std::array::from_fn(|byte| WORDS.into_iter().filter(|word| usize::from(word.as_bytes()[0]) == byte).collect())
    });
    &BY_FIRST[usize::from(byte)]
}

fn is_monotonous(value: &[u8]) -> bool {
    if value.is_empty() {
        return true;
    }
    let mut counts = [0_u16; 256];
    value.iter().for_each(|byte| counts[usize::from(*byte)] += 1);
    let most = value.iter().map(|byte| usize::from(counts[usize::from(*byte)])).max().unwrap_or(0);
    let counting = |shortest| counted(value, 1, shortest).max(counted(value, 9, shortest));
    let half = || {
        let counting = counting(6);
        counting > 0 && counting * 2 >= value.len()
    };
    most * 10 >= value.len() * 6 || half() || counting(3) == value.len()
}

/// How many bytes stand in runs of at least `shortest` in which each is the one before plus 1, or each digit the one before plus
/// `step` modulo ten; `step` is 1 or 9, which is minus 1.
fn counted(value: &[u8], step: u8, shortest: usize) -> usize {
    let next = |before: &u8, after: &u8| {
        if before.is_ascii_digit() && after.is_ascii_digit() {
            (before - b'0' + step) % 10 == after - b'0'
        } else {
            i16::from(*after) - i16::from(*before) == if step == 1 { 1 } else { -1 }
        }
    };
    value.chunk_by(next).map(<[u8]>::len).filter(|&run| run >= shortest).sum()
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
