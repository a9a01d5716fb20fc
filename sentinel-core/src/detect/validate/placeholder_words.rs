//! The words that people make up secrets of when they need none.

/// True when the letters of `value` are nothing but these words, put together with few digits.
pub(super) fn is_made_of_them(value: &[u8]) -> bool {
    let letters = value.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let others = value.iter().filter(|byte| byte.is_ascii_digit() || !byte.is_ascii()).count();
    let runs = value.split(|byte| !byte.is_ascii_alphabetic()).filter(|run| !run.is_empty());
    letters >= 3
        && value.len() <= LONGEST
        && others <= MOST_DIGITS
        && runs.map(<[u8]>::to_ascii_lowercase).all(|run| is_joined(&run))
}

/// Longer values are not made up by hand.
const LONGEST: usize = 64;
const MOST_DIGITS: usize = 6;

/// True when `run` is words of the list, one after the other.
fn is_joined(run: &[u8]) -> bool {
    let mut reached = [false; LONGEST + 1];
    reached[0] = true;
    for start in 0..run.len() {
        if reached[start] {
            for word in WORDS.iter().filter(|word| run[start..].starts_with(word.as_bytes())) {
                reached[start + word.len()] = true;
            }
        }
    }
    reached[run.len()]
}

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
    fn a_value_of_any_length_is_looked_at() {
        for length in 0..200 {
            assert_eq!(is_made_of_them(&vec![b'a'; length]), (3..=LONGEST).contains(&length));
        }
    }
}
