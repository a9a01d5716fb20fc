//! Any rule is compiled or refused with its name; one that is compiled can scan.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sentinel_core::{ErrorKind, Patterns, Rule, Scanner};

fuzz_target!(|input: &[u8]| {
    let Some(([flags], rest)) = input.split_first_chunk::<1>() else { return };
    let mut fields = rest.splitn(4, |byte| *byte == b'\n');
    let mut field = || fields.next().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let (Some(regex), before, after) = (field(), field(), field()) else { return };
    let text = fields.next().unwrap_or(rest);
    let mut rule = Rule::new(regex);
    rule.unicode = flags & 1 != 0;
    rule.before = before.filter(|_| flags & 2 != 0);
    rule.after = after.filter(|_| flags & 4 != 0);
    let mut patterns = Patterns::default();
    patterns.patterns.insert("HOUSE".to_owned(), rule);
    match Scanner::builder().builtin(false).patterns(patterns).build() {
        Ok(scanner) => match scanner.scan(text) {
            Ok(found) => assert!(found.iter().all(|found| found.span.end <= text.len())),
            Err(error) => assert_eq!(error.kind(), ErrorKind::LimitExceeded),
        },
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::InvalidRule);
            assert!(error.to_string().contains("HOUSE"), "the rule is not named");
        }
    }
});
