//! Refuses values that stand for a secret and are none.

use super::{Validator, Verdict, beginnings::Beginnings, placeholder_words::is_made_of_them};
use crate::SPLIT_MARK;

/// Refuses documentation words (`example`, `changeme`, `your-…`), masks, values that are
/// mostly one character or one counting run (`12345678`, `abcdefgh`), and short values made of nothing but the words and
/// numbers of tests (`test_password_123`, `wrongtoken`).
pub(super) struct NotPlaceholder;

impl Validator for NotPlaceholder {
    fn check(&self, value: &[u8]) -> Verdict {
        let placeholder = value.len() <= LONGEST && (has_word(value) || is_monotonous(value) || is_made_of_them(value));
        Verdict::refuted_if(placeholder || is_split(value))
    }
}

/// In longer values a word occurs by chance too often to mean anything.
const LONGEST: usize = 200;

const WORDS: [&str; 35] = [
    "example",
    "changeme",
    "changeit",
    "change-me",
    "change_me",
    "placeholder",
    "dummy",
    "redacted",
    "xxxxxx",
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

/// Of so few letters that random tokens hold them now and then: they count where they are written in one case and stand apart.
const SHORT_WORDS: [&str; 2] = ["todo", "xxxx"];

const STARTS: [&str; 9] = ["your", "my-", "my_", "some-", "some_", "fake", "mock", "[redacted", "[filtered"];

/// The mark splits tokens in tests and rule files.
fn is_split(value: &[u8]) -> bool {
    let mark = SPLIT_MARK.as_bytes();
    memchr::memchr_iter(mark[0], value).any(|at| value[at..].starts_with(mark))
}

fn has_word(value: &[u8]) -> bool {
    let starts = |words: &[&str], at: usize| words.iter().any(|word| starts_with(&value[at..], word));
    STARTS_BEGIN.at(value, 0) && starts(&STARTS, 0)
        || WORDS_BEGIN.any_in(value, |at| starts(&WORDS, at))
        || SHORT_WORDS_BEGIN.any_in(value, |at| SHORT_WORDS.iter().any(|word| stands_apart(value, at, word)))
}

/// True when the word stands there in one case, with the start, the end or no letter and no digit on one side of it.
fn stands_apart(value: &[u8], at: usize, word: &str) -> bool {
    let (before, here) = value.split_at(at);
    let Some((here, after)) = here.split_at_checked(word.len()) else { return false };
    let ends = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
    (here == word.as_bytes() || here == word.to_ascii_uppercase().as_bytes())
        && (ends(before.last()) || ends(after.first()))
}

/// In either case.
fn starts_with(value: &[u8], word: &str) -> bool {
    value.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
}

static WORDS_BEGIN: Beginnings = Beginnings::of(&WORDS);
static SHORT_WORDS_BEGIN: Beginnings = Beginnings::of(&SHORT_WORDS);
static STARTS_BEGIN: Beginnings = Beginnings::of(&STARTS);

/// Of a value that is no longer than `LONGEST`.
fn is_monotonous(value: &[u8]) -> bool {
    value.is_empty() || {
        let steps = Steps::of(value);
        is_mostly_one(value, steps) || is_mostly_counted(value, steps)
    }
}

/// How many bytes follow one that is the same, the one before and the one after.
#[derive(Clone, Copy)]
struct Steps {
    same: u8,
    up: u8,
    down: u8,
}

const _: () = assert!(LONGEST <= u8::MAX as usize, "a byte counts the steps of a value");

impl Steps {
    /// Many bytes at a time: most values are told from counting runs by this alone.
    fn of(value: &[u8]) -> Self {
        let mut steps = Self { same: 0, up: 0, down: 0 };
        for (&before, &after) in value.iter().zip(&value[1..]) {
            steps.same += u8::from(before == after);
            steps.up += u8::from(is_next(before, after));
            steps.down += u8::from(is_next(after, before));
        }
        steps
    }
}

/// Digits start again after nine.
#[inline]
fn is_next(before: u8, after: u8) -> bool {
    (after.wrapping_sub(before) == 1) & (after != 0) | (before == b'9') & (after == b'0')
}

fn is_mostly_one(value: &[u8], steps: Steps) -> bool {
    // Where three of five bytes are the same, so many stand beside each other.
    if (usize::from(steps.same) + 1) * 5 < value.len() {
        return false;
    }
    let mut counts = [0_u8; 256];
    let mut most = 0;
    for byte in value {
        let count = &mut counts[usize::from(*byte)];
        *count = count.saturating_add(1);
        most = most.max(usize::from(*count));
    }
    most * 10 >= value.len() * 6
}

fn is_mostly_counted(value: &[u8], steps: Steps) -> bool {
    let counted = |steps: u8, next: fn(u8, u8) -> bool| {
        let steps = usize::from(steps);
        // A run of six has five; of runs of three that are the whole value, two of three bytes are one.
        let may_count = steps >= 5 || steps * 3 >= value.len() * 2;
        if may_count { Counted::of(value, next) } else { Counted::default() }
    };
    let (up, down) = (counted(steps.up, is_next), counted(steps.down, |before, after| is_next(after, before)));
    let (six, three) = (up.six.max(down.six), up.three.max(down.three));
    (six > 0 && six * 2 >= value.len()) || three == value.len()
}

/// How many bytes stand in runs of at least six, and of at least three.
#[derive(Default)]
struct Counted {
    six: usize,
    three: usize,
}

impl Counted {
    fn of(value: &[u8], next: fn(u8, u8) -> bool) -> Self {
        let mut counted = Self::default();
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
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn placeholders_are_refused_and_random_values_are_not() {
        for word in [
            "IOSFODNN7EXAMPLE",
            "your-api-key",
            "xxxxxxxxxxxx",
            "q9xXxXxXm2",
            "sk-XXXX1234",
            "9f3c-todo",
            "TODO_q9Xv2L",
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
        for random in [
            "q9Xv2LmT7pKd4RwZ",
            "7f3a9c1e5b8d2460",
            "admin123",
            "hunter2",
            "q9ToDov2LmT7",
            "q9xxxxv2LmT7",
            "7Todo_v2LmTk",
        ] {
            assert_eq!(NotPlaceholder.check(random.as_bytes()), Verdict::Plausible, "{random}");
        }
    }

    proptest! {
        #[test]
        fn steps_leave_out_nothing_that_counting_would_see(value in "[a-c0-289]{1,12}|[ -~]{1,60}") {
            let value = value.as_bytes();
            let all = Steps { same: u8::MAX, up: u8::MAX, down: u8::MAX };
            prop_assert_eq!(is_mostly_one(value, Steps::of(value)), is_mostly_one(value, all));
            prop_assert_eq!(is_mostly_counted(value, Steps::of(value)), is_mostly_counted(value, all));
        }

        #[test]
        fn words_are_seen_in_either_case(at in 0..WORDS.len(), upper: bool, before in "[A-Z7~]{3}") {
            let word = if upper { WORDS[at].to_ascii_uppercase() } else { WORDS[at].to_owned() };
            prop_assert!(has_word((before + &word).as_bytes()));
        }
    }
}
