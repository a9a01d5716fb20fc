//! Rules are swapped while threads redact: each call sees one whole rule set.

use std::{
    fs,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    thread,
};

use sentinel_core::Record;
use sentinel_store::OpenOptions;

/// A rule set in which all rules have the same word in their names.
fn rules(word: &str) -> String {
    let rule = |at: usize| format!("  {word}_{at}: {{regex: 't{at}k_[a-z]{{8}}'}}\n");
    format!("patterns:\n{}", (0..RULES).map(rule).collect::<String>())
}

/// So many rules, and each has something to find in every text.
const RULES: usize = 12;

fn text() -> String {
    (0..RULES).map(|at| format!("t{at}k_abcdefgh\n")).collect()
}

fn redacted(word: &str) -> String {
    (0..RULES).map(|at| format!("[REDACTED:{word}_{at}]\n")).collect()
}

#[test]
fn every_call_sees_one_whole_rule_set_while_rules_are_swapped() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("patterns.yaml");
    let words = ["ONE", "OTHER"];
    fs::write(&file, rules(words[0])).unwrap();
    let sentinel = OpenOptions::new().patterns(&file).open("memory://").unwrap();
    let expected = words.map(redacted);
    let (over, seen) = (AtomicBool::new(false), words.map(|_| AtomicUsize::new(0)));

    thread::scope(|scope| {
        for number in 0..8 {
            let (sentinel, expected, over, seen) = (&sentinel, &expected, &over, &seen);
            scope.spawn(move || {
                while !over.load(Relaxed) {
                    // Some through the scanner, some all the way, some piece by piece.
                    let text = text();
                    let given = match number % 3 {
                        0 => sentinel.scanner().redact(&text).text,
                        1 => sentinel.process(Record::new(&text)).unwrap().text,
                        _ => {
                            let mut stream = sentinel.scanner().stream().unwrap();
                            let pieces = text.as_bytes().chunks(5).map(|piece| stream.push(piece).text);
                            let mut given: Vec<u8> = pieces.collect::<Vec<_>>().concat();
                            given.extend(stream.finish().text);
                            String::from_utf8(given).unwrap()
                        }
                    };
                    let which = expected.iter().position(|whole| *whole == given);
                    seen[which.expect("rules of two sets, or of none")].fetch_add(1, Relaxed);
                }
            });
        }
        for swap in 0..40 {
            fs::write(&file, rules(words[(swap + 1) % 2])).unwrap();
            sentinel.rules().reload().unwrap();
        }
        // Each set was at work.
        while seen.iter().any(|seen| seen.load(Relaxed) == 0) {
            sentinel.rules().reload().unwrap();
            thread::yield_now();
            if seen[0].load(Relaxed) + seen[1].load(Relaxed) > 1_000_000 {
                break;
            }
        }
        over.store(true, Relaxed);
    });
    assert!(seen.iter().all(|seen| seen.load(Relaxed) > 0), "one of the rule sets was never seen");
    assert_eq!(sentinel.scanner().withheld(), 0);
}
