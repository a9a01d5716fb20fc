//! Refuses values that are words and nothing else.

use super::{
    Validator, Verdict,
    not_wordlike::{is_version, reads_like_words},
};

/// Refuses what `not_wordlike` refuses, unless one in sixteen of its letters and digits is a digit: `hunter2`
/// passes, `Password required` does not. For
/// places where a literal is a password unless it is a label.
pub(super) struct NotWords;

impl Validator for NotWords {
    fn check(&self, value: &[u8]) -> Verdict {
        Verdict::refuted_if(reads_like_words(value, 15, 16) || is_version(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digit_makes_a_word_a_password() {
        for words in [
            "Password required",
            "newPassword",
            "test-user-password",
            "required|string|min:8|confirmed",
            "Has\u{142}o",
            "...",
        ] {
            assert_eq!(NotWords.check(words.as_bytes()), Verdict::Refuted, "{words}");
        }
        for value in ["hunter2", "Welcome1", "qlorvze", "12985624"] {
            assert_eq!(NotWords.check(value.as_bytes()), Verdict::Plausible, "{value}");
        }
    }
}
