//! Refuses values that read like words.

use super::{
    Validator, Verdict,
    wordlikeness::{bits_per_letter, words},
};

/// Refuses a value when at least four fifths of its letters and digits are letters that read like words
/// (`Authentication`, `my-service-name`), or it has the shape of a name (`WebhookSecret`, `webhook_secret`, `Geheimnis`) and
/// does not look random; a value that is not in Latin letters; a value without letters or digits; and a version (`^5.2.5`).
pub(super) struct NotWordlike;

impl Validator for NotWordlike {
    fn check(&self, value: &[u8]) -> Verdict {
        Verdict::refuted_if(reads_like_words(value, 4, 5) || is_version(value))
    }
}

/// Fewer bits a letter, and a value is random. See `words/README.md`.
const WORDLIKE: f64 = 0.4;
/// The same for a value in the shape of a name.
const NAME_LIKE: f64 = -0.3;

/// True when at least `part` of `whole` letters and digits are letters, and those read like words.
pub(super) fn reads_like_words(value: &[u8], part: usize, whole: usize) -> bool {
    let Counts { letters, digits, foreign } = Counts::of(value);
    if letters + digits == 0 || foreign > letters + digits || (foreign > 0 && is_phrase(value)) {
        return true;
    }
    if letters * whole < (letters + digits) * part {
        return false;
    }
    let is_name = (letters == value.len() && (is_camel_case(value) || is_title(value))) || is_snake_case(value);
    bits_per_letter(value) >= if is_name { NAME_LIKE } else { WORDLIKE }
}

/// How many bytes of some kinds a value holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    letters: usize,
    digits: usize,
    foreign: usize,
}

impl Counts {
    fn of(value: &[u8]) -> Self {
        let mut counts = Self::default();
        for stretch in value.chunks(MOST_COUNTED) {
            let sum: u32 = stretch.iter().map(|byte| COUNTED[usize::from(*byte)]).sum();
            let part = |at: u32| (sum >> (at * PART)) as usize & MOST_COUNTED;
            counts.letters += part(0);
            counts.digits += part(1);
            counts.foreign += part(2);
        }
        counts
    }
}

/// A sum has so many bits for each kind.
const PART: u32 = 10;
const MOST_COUNTED: usize = (1 << PART) - 1;

/// For each byte a one in the part of the sum that counts it.
static COUNTED: [u32; 256] = {
    let (mut counted, mut index) = ([0; 256], 0);
    while index < 256 {
        let byte = index as u8;
        counted[index] = byte.is_ascii_alphabetic() as u32
            | (byte.is_ascii_digit() as u32) << PART
            | (!byte.is_ascii() as u32) << (2 * PART);
        index += 1;
    }
    counted
};

/// Letters of any script and what stands between the words of a label.
fn is_phrase(value: &[u8]) -> bool {
    value.iter().all(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii() || b" .:!?'-".contains(byte))
}

/// Of letters only: capitals apart from each other and four or more letters apart on average. Random
/// letters change case every other one.
fn is_camel_case(letters: &[u8]) -> bool {
    let capitals_apart = letters.windows(2).all(|pair| !pair.iter().all(u8::is_ascii_uppercase));
    let humps = || words(letters).count();
    capitals_apart && (2..=letters.len() / 4).contains(&humps())
}

/// Of letters only: a capital and small ones, as labels are written in any language. Of random letters few do.
fn is_title(letters: &[u8]) -> bool {
    letters.len() >= 5 && letters[0].is_ascii_uppercase() && letters[1..].iter().all(u8::is_ascii_lowercase)
}

/// Letters of one case in parts joined by `_`.
fn is_snake_case(value: &[u8]) -> bool {
    let only = |case: fn(&u8) -> bool| value.iter().all(|byte| case(byte) || *byte == b'_');
    value.contains(&b'_') && (only(u8::is_ascii_lowercase) || only(u8::is_ascii_uppercase))
}

/// `5.2.5`, `^5.2.5`, `>=1.0`, `v2.0.1`, `^3.0.0 || ^4.0.0`, `=0.1.0-beta.15`.
pub(super) fn is_version(value: &[u8]) -> bool {
    let of_versions = |byte: &u8| byte.is_ascii_digit() || b".^~<>=|*vx -".contains(byte);
    // Of most values the first byte tells.
    if !value.first().is_some_and(of_versions) {
        return false;
    }
    let released = released(value);
    released.iter().all(of_versions) && released.contains(&b'.') && released.iter().any(u8::is_ascii_digit)
}

/// A version without the name and number of what comes before its release.
fn released(value: &[u8]) -> &[u8] {
    let names: [&[u8]; 7] = [b"alpha", b"beta", b"rc", b"dev", b"pre", b"canary", b"snapshot"];
    let Some(dash) = memchr::memchr(b'-', value) else { return value };
    let rest = value[dash + 1..].to_ascii_lowercase();
    let numbered = |rest: &[u8]| rest.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    let named = names.iter().any(|name| rest.strip_prefix(*name).is_some_and(numbered));
    if named { &value[..dash] } else { value }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_refused_and_random_values_are_not() {
        for words in [
            "webhook_secret",
            "DB_PASSWD",
            "Authentication",
            "my-service-name",
            "WebhookSecret",
            "Geheimnis",
            "description",
            "Mot de passe",
            "API-Schl\u{fc}ssel",
            "\u{43f}\u{430}\u{440}\u{43e}\u{43b}\u{44c}",
            "--",
            "^5.2.5",
            "^3.0.0 || ^4.0.0",
            "=0.1.0-beta.15",
            "2.0.0-rc1",
        ] {
            assert_eq!(NotWordlike.check(words.as_bytes()), Verdict::Refuted, "{words}");
        }
        for random in [
            "xK9vQ2mZ7tLw",
            "Qzxvkjwpb",
            "qzxvkjwpbnfg",
            "abxnj_gjvpuqzo",
            "hR7-tB2-pQ9",
            "12.9-rcX7",
            "Winter1984!7",
            "cMWlfebwNEJIEb",
        ] {
            assert_eq!(NotWordlike.check(random.as_bytes()), Verdict::Plausible, "{random}");
        }
    }

    proptest! {
        #[test]
        fn each_byte_is_counted_once(value in prop::collection::vec(any::<u8>(), 0..3000)) {
            let count = |such: fn(&u8) -> bool| value.iter().filter(|byte| such(byte)).count();
            let counts = Counts {
                letters: count(u8::is_ascii_alphabetic),
                digits: count(u8::is_ascii_digit),
                foreign: count(|byte| !byte.is_ascii()),
            };
            prop_assert_eq!(Counts::of(&value), counts);
        }
    }
}
