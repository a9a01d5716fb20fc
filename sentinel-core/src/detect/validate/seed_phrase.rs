//! Seed phrases of wallets.

use sha2::{Digest, Sha256};

use super::{Validator, Verdict};
use crate::Proof;

/// BIP-39 in English: 12, 15, 18, 21 or 24 words of a list of 2,048, eleven bits each; the last bits, one for every 32 before
/// them, are the first of the SHA-256 of the others. Words may be parted by anything that is no letter, and the value
/// may go on after the phrase.
pub(super) struct SeedPhrase;

impl Validator for SeedPhrase {
    fn check(&self, value: &[u8]) -> Verdict {
        let words = value.split(|byte| !byte.is_ascii_alphabetic()).filter(|word| !word.is_empty());
        let indexes: Vec<u16> = words.take(24).map_while(|word| index(&word.to_ascii_lowercase())).collect();
        let phrase = [24, 21, 18, 15, 12].into_iter().any(|count| indexes.get(..count).is_some_and(holds));
        if phrase { Verdict::Proven(Proof::Checksum) } else { Verdict::Refuted }
    }
}

const LIST: &str = include_str!("words/bip39-english.txt");

fn index(word: &[u8]) -> Option<u16> {
    LIST.lines().position(|known| known.as_bytes() == word).map(|at| at as u16)
}

fn holds(indexes: &[u16]) -> bool {
    let bits = || indexes.iter().flat_map(|index| (0..11).rev().map(move |bit| (index >> bit & 1) as u8));
    let checked = indexes.len() * 11 / 33;
    let entropy: Vec<u8> = bits()
        .take(checked * 32)
        .collect::<Vec<u8>>()
        .chunks(8)
        .map(|byte| byte.iter().fold(0, |byte, bit| byte << 1 | bit))
        .collect();
    let hash = Sha256::digest(&entropy);
    bits().skip(checked * 32).enumerate().all(|(at, bit)| hash[at / 8] >> (7 - at % 8) & 1 == bit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_decides() {
        // The vector of the specification for an entropy of zeros, and one with its last word changed.
        let phrase = |last: &str| format!("{}{last}", "abandon ".repeat(11));
        assert_eq!(SeedPhrase.check(phrase("about").as_bytes()), Verdict::Proven(Proof::Checksum));
        assert_eq!(SeedPhrase.check(phrase("above").as_bytes()), Verdict::Refuted);
        assert_eq!(SeedPhrase.check(phrase("about\",\"and so on").as_bytes()), Verdict::Proven(Proof::Checksum));
        let long = format!("{}art", "Abandon,".repeat(23));
        assert_eq!(SeedPhrase.check(long.as_bytes()), Verdict::Proven(Proof::Checksum));
    }

    #[test]
    fn one_word_in_sixteen_ends_a_phrase_of_twelve() {
        let ends = LIST.lines().filter(|last| {
            let phrase = format!("{}{last}", "legal winner thank year wave sausage worth useful legal winner thank ");
            SeedPhrase.check(phrase.as_bytes()) != Verdict::Refuted
        });
        assert_eq!(ends.count(), 128);
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "abandon about", "the quick brown fox jumps over the lazy dog and then sleeps"] {
            assert_eq!(SeedPhrase.check(text.as_bytes()), Verdict::Refuted);
        }
    }
}
