//! All literal kernels find the same, in any bytes; spans lie in the text, in order, and apart.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sentinel_core::Scanner;

static SCANNERS: LazyLock<[Scanner; 3]> = LazyLock::new(|| {
    ["portable", "avx2", "avx512"].map(|kernel| {
        // SAFETY: the fuzzer runs its target in one thread.
        unsafe { std::env::set_var("SENTINEL_LITERAL_KERNEL", kernel) };
        Scanner::builder().pii(true).build().expect("the built-in rules compile")
    })
});

fuzz_target!(|text: &[u8]| {
    let [first, others @ ..] = &*SCANNERS;
    let expected = first.scan(text).expect("the limits are not reached");
    for other in others {
        assert!(other.scan(text).is_ok_and(|found| found == expected), "kernels differ");
    }
    let mut end = 0;
    for finding in &expected {
        assert!(finding.span.start >= end && finding.span.start < finding.span.end, "out of order, or empty");
        end = finding.span.end;
    }
    assert!(end <= text.len(), "past the end");
});
