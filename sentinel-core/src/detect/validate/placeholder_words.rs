//! The words that people make up secrets of when they need none.

/// True when the letters of `value` are nothing but these words, put together with few digits.
pub(super) fn is_made_of_them(value: &[u8]) -> bool {
    if value.len() > LONGEST || !starts_with_one(value) {
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
    runs.all(|run| is_filler(run) || is_joined(run))
}

/// `x` is written for what does not matter.
fn is_filler(run: &[u8]) -> bool {
    run.iter().all(|letter| letter | 0x20 == b'x')
}

/// Longer values are not made up by hand.
const LONGEST: usize = 64;
const MOST_DIGITS: u8 = 6;

/// False where no word starts like the first run of letters: so it is in most values.
fn starts_with_one(value: &[u8]) -> bool {
    value.iter().position(u8::is_ascii_alphabetic).is_some_and(|first| may_join(&value[first..]))
}

/// True when `run`, of at most so many letters, is words of the list, one after the other.
fn is_joined(run: &[u8]) -> bool {
    // A bit for each length of the run that words make up.
    let mut reached = 1_u128;
    for start in 0..run.len() {
        if reached >> start == 0 {
            return false;
        }
        if reached >> start & 1 == 1 && may_join(&run[start..]) {
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

/// False where no words start a run of letters.
fn may_join(run: &[u8]) -> bool {
    may_start(run)
        || is_word(run[0]) && run.get(1).is_none_or(|next| !next.is_ascii_alphabetic() || may_join(&run[1..]))
}

/// True for a word of one letter.
fn is_word(letter: u8) -> bool {
    letter & 0x1f == ONE_LETTER & 0x1f
}

/// The word of one letter.
const ONE_LETTER: u8 = b'a';

/// False where no word of more than a letter starts.
fn may_start(run: &[u8]) -> bool {
    let second = run.get(1).filter(|second| second.is_ascii_alphabetic()).map_or(0, |second| second & 0x1f);
    SECONDS[usize::from(run[0] & 0x1f)] >> second & 1 == 1
}

/// For each first letter, of either case, a bit for each second of its words.
static SECONDS: [u32; 32] = {
    let (mut seconds, mut index) = ([0; 32], 0);
    while index < WORDS.len() {
        let word = WORDS[index].as_bytes();
        if word.len() > 1 {
            seconds[(word[0] & 0x1f) as usize] |= 1 << (word[1] & 0x1f);
        }
        index += 1;
    }
    seconds
};

/// The words that start with a letter, of either case.
fn words_from(letter: u8) -> &'static [&'static str] {
    let letter = usize::from(letter & 0x1f);
    &WORDS[FIRST[letter]..FIRST[letter + 1]]
}

/// How many words start with a letter before each.
static FIRST: [usize; 33] = {
    let (mut first, mut index) = ([0; 33], 0);
    while index < WORDS.len() {
        let mut letter = (WORDS[index].as_bytes()[0] & 0x1f) as usize + 1;
        while letter < first.len() {
            first[letter] += 1;
            letter += 1;
        }
        index += 1;
    }
    first
};

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
    use proptest::prelude::*;

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
            "password1_X",
            "test-xx-2",
        ] {
            assert!(is_made_of_them(made_up.as_bytes()), "{made_up}");
        }
        for other in ["admin123", "hunter2", "", "12345", "test-83920192", "passwortlich", "test_q", "text-xa"] {
            assert!(!is_made_of_them(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn the_words_are_in_order_and_one_has_one_letter() {
        assert!(WORDS.is_sorted());
        let of_one: Vec<u8> = WORDS.iter().filter(|word| word.len() == 1).map(|word| word.as_bytes()[0]).collect();
        assert_eq!(of_one, [ONE_LETTER]);
    }

    proptest! {
        #[test]
        fn what_is_put_together_of_them_is_known(
            words in prop::collection::vec(0..WORDS.len(), 1..6), upper: bool, by in "[-_ ]?", number in "[0-9]{0,4}",
        ) {
            let words: Vec<&str> = words.into_iter().map(|word| WORDS[word]).collect();
            let value = words.join(&by) + &number;
            let value = if upper { value.to_ascii_uppercase() } else { value };
            let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
            prop_assert_eq!(is_made_of_them(value.as_bytes()), letters >= 3 && value.len() <= LONGEST);
        }
    }

    #[test]
    fn a_value_of_any_length_is_looked_at() {
        for length in 0..200 {
            assert_eq!(is_made_of_them(&vec![b'a'; length]), (3..=LONGEST).contains(&length));
        }
    }
}
