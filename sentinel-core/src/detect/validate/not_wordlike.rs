//! Refuses values that read like words.

use super::{Validator, Verdict};

/// Refuses a value when at least four fifths of its letters and digits stand in runs of letters
/// that read like English (`Authentication`, `my-service-name`), a name in camel or snake case
/// (`WebhookSecret`, `webhook_secret`), and a version (`^5.2.5`).
pub(super) struct NotWordlike;

impl Validator for NotWordlike {
    fn check(&self, value: &[u8]) -> Verdict {
        let counted = value.iter().filter(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()).count();
        let in_words: usize = words(value).filter(|word| reads_like_a_word(word)).map(<[u8]>::len).sum();
        let reads = counted == 0 || in_words * 5 >= counted * 4;
        Verdict::refuted_if(reads || is_camel_case(value) || is_snake_case(value) || is_version(value))
    }
}

/// Letters only, capitals apart from each other and four or more letters apart on average: random
/// letters change case every other one.
fn is_camel_case(value: &[u8]) -> bool {
    let humps = words(value).count();
    let capitals_apart = value.windows(2).all(|pair| !pair.iter().all(u8::is_ascii_uppercase));
    value.iter().all(u8::is_ascii_alphabetic) && capitals_apart && humps > 1 && humps * 4 <= value.len()
}

/// Letters of one case in parts joined by `_`.
fn is_snake_case(value: &[u8]) -> bool {
    let only = |case: fn(&u8) -> bool| value.iter().all(|byte| case(byte) || *byte == b'_');
    value.contains(&b'_') && (only(u8::is_ascii_lowercase) || only(u8::is_ascii_uppercase))
}

/// `5.2.5`, `^5.2.5`, `>=1.0`, `v2.0.1`.
fn is_version(value: &[u8]) -> bool {
    let start = value.iter().position(|byte| !b"^~<>=v".contains(byte)).unwrap_or(value.len());
    let number = &value[start..];
    number.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.') && number.contains(&b'.')
}

/// Runs of letters, split where camel case starts a new one.
fn words(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    value.chunk_by(|before, after| {
        before.is_ascii_alphabetic()
            && after.is_ascii_alphabetic()
            && !(before.is_ascii_lowercase() && after.is_ascii_uppercase())
    })
}

/// True when at least half of the letter pairs are among the commonest of English.
fn reads_like_a_word(run: &[u8]) -> bool {
    if run.len() < 3 || !run[0].is_ascii_alphabetic() {
        return false;
    }
    let common = run.windows(2).filter(|pair| PAIRS.chunks(2).any(|known| known.eq_ignore_ascii_case(pair))).count();
    common * 2 >= run.len() - 1
}

/// The 170 commonest pairs of letters in English prose and identifiers: 85 in 100 of all pairs
/// there, 25 in 100 of the pairs of random letters.
const PAIRS: &[u8; 340] = b"\
    inerreteesonatentiedstlecodearntseoralngetmeliraitecdiantaneritriondpeacroisloctmalapacaceeaveungepr\
    fisinansilthasamictstossrsexchelnchempllomopodportoupladutemimochasuckapurnoepolmomiidoshoabniullyir\
    blaicldausspptiekeotshefrmfoigvattowffiacrdopieelsscumivsoifagdspphizeevbatutyipupooltberdfrrrizcuqu\
    ryrcnftcgibuwaibldsatlubwifebivixtcirugs";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_refused_and_random_values_are_not() {
        for words in [
            "webhook_secret",
            "DB_PASSWD",
            "Authentication",
            "my-service-name",
            "WebhookSecret",
            "description",
            "^5.2.5",
        ] {
            assert_eq!(NotWordlike.check(words.as_bytes()), Verdict::Refuted, "{words}");
        }
        for random in ["xK9vQ2mZ7tLw", "qzxvkjwpbnfg", "hR7-tB2-pQ9", "Winter1984!7", "cMWlfebwNEJIEb"] {
            assert_eq!(NotWordlike.check(random.as_bytes()), Verdict::Plausible, "{random}");
        }
    }
}
