//! The words that people make up secrets of when they need none.

use std::sync::LazyLock;

/// True when the letters of `value` are nothing but these words, put together with few digits.
pub(super) fn is_made_of_them(value: &[u8]) -> bool {
    if value.len() > LONGEST {
        return false;
    }
    // Bytes hold them, so that it is done many bytes at a time.
    let (mut letters, mut others) = (0_u8, 0_u8);
    for byte in value {
        letters += u8::from(byte.is_ascii_alphabetic());
        others += u8::from(byte.is_ascii_digit() | !byte.is_ascii());
    }
    if letters < 3 || others > MOST_DIGITS {
        return false;
    }
    let mut runs = value.split(|byte| !byte.is_ascii_alphabetic()).filter(|run| !run.is_empty());
    runs.all(is_joined)
}

/// Longer values are not made up by hand.
const LONGEST: usize = 64;
const MOST_DIGITS: u8 = 6;

/// True when `run`, of at most so many letters, is words of the list, one after the other.
fn is_joined(run: &[u8]) -> bool {
    // A bit for each length of the run that words make up.
    let mut reached = 1_u128;
    for start in 0..run.len() {
        if reached >> start == 0 {
            return false;
        }
        if reached >> start & 1 == 1 {
            for word in words_from(run[start]) {
                let here = run[start..].get(..word.len());
                if here.is_some_and(|here| here.eq_ignore_ascii_case(word.as_bytes())) {
                    reached |= 1 << (start + word.len());
                }
            }
        }
    }
    reached >> run.len() & 1 == 1
}

/// The words that start with a letter, of either case.
fn words_from(letter: u8) -> &'static [&'static str] {
    static FIRST: LazyLock<[usize; 33]> = LazyLock::new(|| {
        std::array::from_fn(|letter| WORDS.partition_point(|word| usize::from(word.as_bytes()[0] & 0x1f) < letter))
    });
    let letter = usize::from(letter & 0x1f);
    &WORDS[FIRST[letter]..FIRST[letter + 1]]
}

/// In order of their first letters.
/// `root` and `admin` are not among them: `admin123` is a password that people use.
#[rustfmt::skip]
const WORDS: [&str; 170] = [
    "a", "abc", "abcd", "abcde", "abcdef", "access", "account", "aes", "alice", "and", "anonymous", "another",
    "any", "api", "app", "argon", "asdf", "attribute", "auth", "bad", "bar", "base", "baz", "bcrypt", "bearer",
    "blah", "bob", "cached", "caching", "cbc", "client", "code", "column", "config", "consumer", "correct", "cred",
    "credential", "credentials", "csrf", "custom", "data", "default", "demo", "dev", "different", "doe", "does",
    "doesnt", "ecdsa", "empty", "encrypted", "encryption", "env", "environment", "exist", "existing", "expected",
    "expired", "fake", "field", "file", "first", "foo", "foobar", "for", "from", "gcm", "good", "group", "guest",
    "hash", "hashed", "header", "hello", "hex", "hmac", "id", "in", "incorrect", "input", "insecure", "invalid",
    "is", "it", "john", "jwt", "key", "label", "let", "letme", "letmein", "local", "login", "md", "me", "mock",
    "my", "name", "new", "nice", "no", "nobody", "nonce", "none", "not", "oauth", "of", "old", "one", "other",
    "param", "parameter", "pass", "passphrase", "passwd", "password", "passwords", "pbkdf", "plain", "private",
    "public", "pwd", "qux", "qwerty", "random", "refresh", "right", "rsa", "salt", "scrypt", "second", "secret",
    "secrets", "secure", "service", "session", "setting", "sha", "silly", "simple", "some", "staging", "string",
    "strong", "super", "test", "tested", "tester", "testing", "tests", "text", "the", "third", "this", "three",
    "to", "token", "tokens", "two", "unit", "user", "username", "utf", "valid", "value", "very", "weak", "wrong",
    "your",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_secrets_are_known() {
        for made_up in [
            "password123",
            "test_password_321",
            "nextToken".trim_start_matches("next"),
            "letmein123!",
            "TestToken1",
            "LET_ME_IN-1",
        ] {
            assert!(is_made_of_them(made_up.as_bytes()), "{made_up}");
        }
        for other in ["admin123", "hunter2", "", "12345", "test-83920192", "passwortlich"] {
            assert!(!is_made_of_them(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn the_words_are_in_order() {
        assert!(WORDS.is_sorted());
    }

    #[test]
    fn a_value_of_any_length_is_looked_at() {
        for length in 0..200 {
            assert_eq!(is_made_of_them(&vec![b'a'; length]), (3..=LONGEST).contains(&length));
        }
    }
}
