//! Any document is read or refused, whatever it is read as; an edit of rules that were read leaves everything else as it
//! was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sentinel_core::{
    Error, ErrorKind, Feedback, Grant, GuardPolicy, ImportFormat, Paths, Patterns, Policy, Rule, Scanner,
    fuzzing::edit_patterns, import,
};

fuzz_target!(|text: &str| {
    read_as_others(text);
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

/// The other documents that hosts hand in, and those of other tools.
fn read_as_others(text: &str) {
    let refused = [
        Policy::from_yaml(text).err(),
        Paths::parse(text).err(),
        GuardPolicy::from_json(text).err(),
        Grant::from_json(text).err(),
        Feedback::from_json(text).err(),
    ];
    for error in refused.into_iter().flatten() {
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }
    // One of the formats, which any byte more changes: all of them are slow.
    match import(text, ImportFormat::ALL[text.len() % ImportFormat::ALL.len()]) {
        Ok(imported) => assert!(usable(imported.patterns).is_ok(), "what was imported cannot be used"),
        Err(error) => assert_eq!(error.kind(), ErrorKind::InvalidInput),
    }
}

fn usable(patterns: Patterns) -> Result<Scanner, Error> {
    Scanner::builder().builtin(false).patterns(patterns).build()
}
