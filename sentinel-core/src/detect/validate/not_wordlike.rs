//! Refuses values that read like words.

use super::{Validator, Verdict};

/// Refuses a value when at least four fifths of its letters and digits stand in runs of letters
/// that read like English: `password_reset_token`, `Authentication`, `my-service-name`.
pub(super) struct NotWordlike;

impl Validator for NotWordlike {
    fn check(&self, value: &[u8]) -> Verdict {
        let counted = value.iter().filter(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()).count();
        let in_words: usize = words(value).filter(|word| reads_like_a_word(word)).map(<[u8]>::len).sum();
        Verdict::refuted_if(counted == 0 || in_words * 5 >= counted * 4)
    }
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
        return run.len() == 2 && run.iter().all(u8::is_ascii_lowercase);
    }
    let common = run
        .windows(2)
        .filter(|pair| PAIRS.chunks(2).any(|known| known.eq_ignore_ascii_case(pair)))
        .count();
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
        for words in ["password_reset_token", "Authentication", "my-service-name", "checkoutService", "description"] {
            assert_eq!(NotWordlike.check(words.as_bytes()), Verdict::Refuted, "{words}");
        }
        for random in ["xK9vQ2mZ7tLw", "qzxvkjwpbnfg", "hR7-tB2-pQ9", "Winter1984!7"] {
            assert_eq!(NotWordlike.check(random.as_bytes()), Verdict::Plausible, "{random}");
        }
    }
}
