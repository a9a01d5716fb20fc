//! Refuses values that stand for a secret and are none.

use super::{Validator, Verdict};

/// Refuses documentation words (`example`, `changeme`, `your-…`), masks, values that are
/// mostly one character or one counting run (`12345678`, `abcdefgh`).
pub(super) struct NotPlaceholder;

impl Validator for NotPlaceholder {
    fn check(&self, value: &[u8]) -> Verdict {
        Verdict::refuted_if(value.len() <= LONGEST && (has_word(value) || is_monotonous(value)))
    }
}

/// In longer values a word occurs by chance too often to mean anything.
const LONGEST: usize = 200;

const WORDS: [&str; 25] = [
    "example",
    "changeme",
    "change-me",
    "change_me",
    "placeholder",
    "dummy",
    "redacted",
    "xxxx",
    "****",
    "....",
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
    "<your",
    "enter-",
    "enter_",
];

fn has_word(value: &[u8]) -> bool {
    let lower = value.to_ascii_lowercase();
    let starts = ["your", "my-", "my_", "some-", "some_", "fake", "mock", "[redacted"];
    starts.iter().any(|start| lower.starts_with(start.as_bytes()))
        || WORDS.iter().any(|word| memchr::memmem::find(&lower, word.as_bytes()).is_some())
}

fn is_monotonous(value: &[u8]) -> bool {
    if value.is_empty() {
        return true;
    }
    let most = (0..=255_u8).map(|byte| memchr::memchr_iter(byte, value).count()).max().unwrap_or(0);
    let counting = longest_run(value, 1).max(longest_run(value, -1));
    most * 10 >= value.len() * 6 || (counting >= 6 && counting * 2 >= value.len())
}

/// Longest run in which each byte is the one before plus `step`.
fn longest_run(value: &[u8], step: i16) -> usize {
    let (mut run, mut longest) = (1, 1);
    for pair in value.windows(2) {
        run = if i16::from(pair[1]) - i16::from(pair[0]) == step { run + 1 } else { 1 };
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_refused_and_random_values_are_not() {
        for word in ["IOSFODNN7EXAMPLE", "your-api-key", "xxxxxxxxxxxx", "aaaaaaaaaaab", "x12345678y", "hgfedcba"] {
            assert_eq!(NotPlaceholder.check(word.as_bytes()), Verdict::Refuted, "{word}");
        }
        for random in ["q9Xv2LmT7pKd4RwZ", "7f3a9c1e5b8d2460"] {
            assert_eq!(NotPlaceholder.check(random.as_bytes()), Verdict::Plausible, "{random}");
        }
    }
}
