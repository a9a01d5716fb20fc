//! How much a text reads like words rather than like random letters.

/// By how many bits a letter, on average, the letters of `text` are likelier in words than at random: about 1.5 for words
/// of most European languages, -1.5 for random letters, 0 without letters. Other bytes, and the capitals of camel case, part
/// words.
pub(super) fn bits_per_letter(text: &[u8]) -> f64 {
    let (mut letters, mut sixteenths) = (0_usize, 0_i32);
    // Of the two symbols before and of the one before, and whether it is small. A letter counts when it is known what stands
    // on both sides of it. Nothing here branches: what random letters do cannot be foretold.
    let (mut first, mut second, mut was_small) = (0_usize, 0_usize, 0_usize);
    text.iter().copied().chain([0]).for_each(|byte| {
        let sign = usize::from(SIGNS[usize::from(byte)]);
        let (symbol, is_small) = (sign & SYMBOL, sign >> SMALL);
        let is_letter = all_bits(second != 0);
        // Camel case: a capital after a small letter starts a word.
        let is_joined = is_letter & all_bits(symbol != 0) & (was_small & !is_small & 1).wrapping_sub(1);
        let bits = i32::from(TRIGRAMS[first * (27 * 27) + second * 27 + (symbol & is_joined)].cast_signed());
        sixteenths += bits & is_letter as i32;
        letters += is_letter & 1;
        (first, second, was_small) = (second & is_joined, symbol, is_small);
    });
    if letters == 0 { 0.0 } else { f64::from(sixteenths) / 16.0 / letters as f64 }
}

fn all_bits(of: bool) -> usize {
    usize::from(of).wrapping_neg()
}

/// The bits of a sign that say which letter it is.
const SYMBOL: usize = 0x1f;
/// The bit of a sign that says that it is a small one.
const SMALL: u32 = 5;

/// For each byte 1 to 26 for a letter of either case, 0 for all else; and whether it is a small letter.
static SIGNS: [u8; 256] = {
    let (mut signs, mut letter) = ([0; 256], 1);
    while letter <= 26 {
        signs[(letter | 0x40) as usize] = letter;
        signs[(letter | 0x60) as usize] = letter | 1 << SMALL;
        letter += 1;
    }
    signs
};

/// True for letters of one word: camel case starts a new one.
#[inline]
fn is_joined(before: u8, after: u8) -> bool {
    before.is_ascii_alphabetic()
        & after.is_ascii_alphabetic()
        & !(before.is_ascii_lowercase() & after.is_ascii_uppercase())
}

/// Runs of ASCII letters, split where camel case starts a new one.
pub(super) fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.chunk_by(|before, after| is_joined(*before, *after)).filter(|word| word[0].is_ascii_alphabetic())
}

/// See `words/README.md`.
const TRIGRAMS: &[u8; 27 * 27 * 27] = include_bytes!("words/trigrams.bin");

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    const WORDS: &str = include_str!("words/words.txt");

    #[test]
    fn the_table_is_that_of_the_words() {
        let (mut pairs, mut threes) = (HashMap::<_, f64>::new(), HashMap::<_, f64>::new());
        for word in WORDS.lines() {
            let symbols: Vec<usize> =
                [0].into_iter().chain(word.bytes().map(|byte| usize::from(byte - b'a') + 1)).chain([0]).collect();
            for three in symbols.windows(3) {
                *threes.entry((three[0] * 27 + three[1]) * 27 + three[2]).or_default() += 1.0;
                *pairs.entry(three[0] * 27 + three[1]).or_default() += 1.0;
            }
        }
        for (index, &entry) in TRIGRAMS.iter().enumerate() {
            let seen = threes.get(&index).copied().unwrap_or(0.0) + 0.1;
            let of = pairs.get(&(index / 27)).copied().unwrap_or(0.0) + 2.7;
            let bits: f64 = (seen / of * 27.0).log2() * 16.0;
            assert!((f64::from(entry.cast_signed()) - bits.clamp(-128.0, 127.0)).abs() <= 0.51, "{index}");
        }
    }

    #[test]
    fn words_and_random_letters_are_told_apart() {
        let reads = |word: &str| bits_per_letter(word.as_bytes()) >= 0.4;
        let words: Vec<&str> = WORDS.lines().filter(|word| word.len() == 8).collect();
        let known = words.iter().filter(|word| reads(word)).count();
        assert!(known * 100 >= words.len() * 98, "{known} of {}", words.len());
        let mut state = 1_u64;
        let mut letter = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b'a' + ((state >> 33) % 26) as u8)
        };
        let random = (0..10_000).filter(|_| reads(&(0..8).map(|_| letter()).collect::<String>())).count();
        assert!(random <= 150, "{random} of 10000");
    }

    proptest! {
        #[test]
        fn letters_are_judged_word_by_word(text in "[a-dA-C_0é]{0,30}") {
            let text = text.as_bytes();
            let (mut letters, mut sixteenths) = (0, 0);
            for word in words(text) {
                letters += word.len();
                let symbols: Vec<usize> =
                    [0].into_iter().chain(word.iter().map(|letter| usize::from(letter & 0x1f))).chain([0]).collect();
                for three in symbols.windows(3) {
                    sixteenths += i32::from(TRIGRAMS[(three[0] * 27 + three[1]) * 27 + three[2]].cast_signed());
                }
            }
            let bits = if letters == 0 { 0.0 } else { f64::from(sixteenths) / 16.0 / letters as f64 };
            prop_assert_eq!(bits_per_letter(text), bits);
        }

        #[test]
        fn case_and_what_parts_words_do_not_count(words in prop::collection::vec("[a-z]{2,9}", 1..5), by in "[_. 0-9-]") {
            let [lower, upper] = [words.join(&by), words.join(&by).to_uppercase()];
            prop_assert_eq!(bits_per_letter(lower.as_bytes()), bits_per_letter(upper.as_bytes()));
            let camel: String = words.iter().map(|word| word[..1].to_uppercase() + &word[1..]).collect();
            prop_assert_eq!(bits_per_letter(lower.as_bytes()), bits_per_letter(camel.as_bytes()));
        }
    }
}
