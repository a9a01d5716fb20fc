//! One scanner for all threads.

use std::thread;

use crate::world::{builtin, small};

#[test]
fn eight_threads_that_share_a_scanner_give_what_one_gives() {
    let texts: Vec<String> =
        (0..200).map(|at| format!("{at} tk_{:012} password=p{at}w{at} a@b{at}.org n{at}", at * 7)).collect();
    for scanner in small().into_iter().step_by(5).chain(builtin().into_iter().step_by(4)) {
        let scanner = &scanner;
        let alone: Vec<String> = texts.iter().map(|text| scanner.redact(text).text).collect();
        let before = scanner.counters();
        thread::scope(|scope| {
            for start in 0..8 {
                let (texts, alone) = (&texts, &alone);
                scope.spawn(move || {
                    for at in (start * 25..).take(texts.len()).map(|at| at % texts.len()) {
                        assert!(scanner.redact(&texts[at]).text == alone[at], "text {at} is another");
                    }
                });
            }
        });
        let after = scanner.counters();
        assert_eq!(after.calls - before.calls, 8 * 200);
        assert_eq!(after.found, 9 * before.found);
        assert_eq!(after.redacted, 9 * before.redacted);
        assert_eq!(after.blocked, 9 * before.blocked);
    }
}
