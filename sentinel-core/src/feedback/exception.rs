//! Drafts an exception from a report of a false alarm.
//!
//! A value is excepted by its fingerprint, so that no value stands in the rules. Only a word that
//! says itself that it is made up (`TESTKEY`) is excepted in clear, as a prefix.

use crate::Exceptions;

const MADE_UP: [&str; 8] = ["TEST", "DUMMY", "FAKE", "EXAMPLE", "SAMPLE", "DEMO", "MOCK", "PLACEHOLDER"];

/// Made-up prefixes that the words of a report name: letters, of which some say that it is made up,
/// before digits or the end.
pub(super) fn made_up_prefixes(words: &str) -> Exceptions {
    let mut exceptions = Exceptions::default();
    for word in words.split(|c: char| !c.is_ascii_alphanumeric()) {
        let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let code = letters.len() >= 6 && letters.bytes().all(|b| b.is_ascii_uppercase());
        let says_so = MADE_UP.iter().any(|made_up| letters.contains(made_up));
        if code && says_so && !exceptions.prefixes.iter().any(|known| known == letters) {
            exceptions.prefixes.push(letters.to_owned());
        }
    }
    exceptions
}

#[cfg(test)]
mod tests {
    use super::made_up_prefixes;

    #[test]
    fn only_words_that_say_they_are_made_up_are_taken() {
        let table: [(&str, &[&str]); 4] = [
            ("Key was dummy data: TESTKEY123", &["TESTKEY"]),
            ("dummy test example", &[]),
            ("TEST", &[]),
            ("QYLPMN5HHHFPZAM2 is not ours", &[]),
        ];
        for (words, prefixes) in table {
            assert_eq!(made_up_prefixes(words).prefixes, prefixes, "{words}");
        }
    }
}
