//! Where words may begin, told by few of the bytes that stand there.

/// How words of three bytes or more begin, in either case.
pub(super) struct Beginnings {
    /// Their first three bytes.
    first: Threes,
    /// Those, and the three from their second on.
    first_or_second: Threes,
}

/// Three bytes, one after the other.
struct Threes {
    /// For each first byte, the lower six bits of the second.
    seconds: [u64; 256],
    /// For each second, those of the third.
    thirds: [u64; 256],
}

impl Beginnings {
    pub(super) const fn of(words: &[&str]) -> Self {
        let (mut first, mut first_or_second) = (Threes::NONE, Threes::NONE);
        let mut at = 0;
        while at < words.len() {
            let word = words[at].as_bytes();
            first = first.with(word[0], word[1], either_case(word[2]));
            first_or_second = first_or_second.with(word[0], word[1], either_case(word[2]));
            // Of a word of three it is not known what comes after.
            let fourth = if word.len() > 3 { either_case(word[3]) } else { u64::MAX };
            first_or_second = first_or_second.with(word[1], word[2], fourth);
            at += 1;
        }
        Self { first, first_or_second }
    }

    /// True when `stands` is true of one of the places in a value where a word may begin.
    #[inline]
    pub(super) fn any_in(&self, value: &[u8], stands: impl Fn(usize) -> bool) -> bool {
        let stands = |at: usize| self.at(value, at) && stands(at);
        // Of each word the first or the second byte is at an even place.
        let mut threes = value.windows(3).step_by(2).zip((0..).step_by(2));
        threes.any(|(three, at)| self.first_or_second.has(three) && (stands(at) || at > 0 && stands(at - 1)))
            // A word of three at the end.
            || value.len() >= 3 && stands(value.len() - 3)
    }

    /// False where no word begins.
    #[inline]
    pub(super) fn at(&self, value: &[u8], at: usize) -> bool {
        value.get(at..at + 3).is_some_and(|three| self.first.has(three))
    }
}

impl Threes {
    const NONE: Self = Self { seconds: [0; 256], thirds: [0; 256] };

    /// With these bytes in either case; the third is one of some.
    const fn with(mut self, first: u8, second: u8, third: u64) -> Self {
        let (first, second) = ([first, first.to_ascii_uppercase()], [second, second.to_ascii_uppercase()]);
        let mut case = 0;
        while case < 2 {
            self.seconds[first[case] as usize] |= either_case(second[0]);
            self.thirds[second[case] as usize] |= third;
            case += 1;
        }
        self
    }

    #[inline]
    fn has(&self, three: &[u8]) -> bool {
        let seconds = self.seconds[usize::from(three[0])] >> (three[1] & 0x3f);
        let thirds = self.thirds[usize::from(three[1])] >> (three[2] & 0x3f);
        seconds & thirds & 1 == 1
    }
}

const fn either_case(byte: u8) -> u64 {
    1 << (byte & 0x3f) | 1 << (byte.to_ascii_uppercase() & 0x3f)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WORDS: [&str; 5] = ["abc", "bcda", "...", "ab.ca", "\u{2026}"];
    static BEGINNINGS: Beginnings = Beginnings::of(&WORDS);

    proptest! {
        #[test]
        fn every_place_where_a_word_stands_is_asked_for(text in "[abcdABC.\u{2026}]{0,9}") {
            let text = text.as_bytes();
            let stands = |at: usize, word: &str| {
                text[at..].get(..word.len()).is_some_and(|here| here.eq_ignore_ascii_case(word.as_bytes()))
            };
            for word in WORDS {
                let expected = (0..text.len()).any(|at| stands(at, word));
                prop_assert_eq!(BEGINNINGS.any_in(text, |at| stands(at, word)), expected, "{}", word);
            }
        }
    }
}
