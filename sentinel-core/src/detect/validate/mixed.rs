//! Refuses values of letters alone or of digits alone.

use super::{Validator, Verdict};

/// Refuses a value that does not hold both letters and digits: in a sentence, words and numbers stand where a secret would.
pub(super) struct Mixed;

impl Validator for Mixed {
    fn check(&self, value: &[u8]) -> Verdict {
        let letters = value.iter().any(u8::is_ascii_alphabetic);
        Verdict::refuted_if(!letters || !value.iter().any(u8::is_ascii_digit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_are_refused() {
        for one in ["", "required", "2024-01-02", "...", "stored-as-hash"] {
            assert_eq!(Mixed.check(one.as_bytes()), Verdict::Refuted, "{one}");
        }
        for both in ["hunter2", "7Kd", "a-1"] {
            assert_eq!(Mixed.check(both.as_bytes()), Verdict::Plausible, "{both}");
        }
    }
}
