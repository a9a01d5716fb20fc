//! Any document is read or refused; an edit of one that was read leaves everything else as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sentinel_core::{ErrorKind, Patterns, Rule, fuzzing::edit_patterns};

fuzz_target!(|text: &str| {
    let read = match Patterns::parse(text) {
        Ok(read) => read,
        Err(error) => return assert_eq!(error.kind(), ErrorKind::InvalidPatterns),
    };
    let mut changed = read.clone();
    changed.patterns.insert("FUZZ_HOUSE".to_owned(), Rule::new("fuzz_[0-9a-f]{16}"));
    if let Some(rule) = changed.patterns.values_mut().next() {
        rule.locked = !rule.locked;
        rule.exceptions.values.push("# not: a comment".to_owned());
    }
    let edited = match edit_patterns(text, &changed) {
        Ok(edited) => edited,
        Err(error) => return assert_eq!(error.kind(), ErrorKind::Unsupported),
    };
    assert!(Patterns::parse(&edited).is_ok_and(|again| again == changed), "read back as something else");
    // And back again.
    if let Ok(restored) = edit_patterns(&edited, &read) {
        assert!(Patterns::parse(&restored).is_ok_and(|again| again == read), "restored as something else");
    }
});
