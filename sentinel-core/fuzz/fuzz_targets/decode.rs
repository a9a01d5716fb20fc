//! A token in a chain of encodings that the input chooses, with the rest of the input round it: findings
//! stay in bounds, at most two encodings deep, and redaction leaves nothing of them.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sentinel_core::Scanner;

static SCANNER: LazyLock<Scanner> = LazyLock::new(Scanner::builtin);

fuzz_target!(|input: &[u8]| {
    let Some(([first, second, cut], noise)) = input.split_first_chunk::<3>() else { return };
    let (before, after) = noise.split_at(usize::from(*cut).min(noise.len()));
    let token = concat!("gh", "p_", "mZ4tVx9QnB2LkS7wRcY1dHf6JpU3gEa8Xo5T").as_bytes();
    let inner = [before, b" ", token, b" "].concat();
    let text = [encoded(*second, &encoded(*first, &inner)), after.to_vec()].concat();
    for text in [&text[..], input] {
        let found = SCANNER.scan(text).expect("the limits are not reached");
        for finding in &found {
            assert!(finding.span.start < finding.span.end && finding.span.end <= text.len(), "out of bounds");
            assert!(finding.encodings.len() <= 2, "too deep");
        }
        let redacted = SCANNER.redact_bytes(text);
        assert!(redacted.error.is_some() || SCANNER.scan(&redacted.text).is_ok_and(|found| found.is_empty()));
    }
});

fn encoded(kind: u8, text: &[u8]) -> Vec<u8> {
    let each = |one: &dyn Fn(u8) -> String| text.iter().flat_map(|byte| one(*byte).into_bytes()).collect::<Vec<u8>>();
    match kind % 10 {
        0 => each(&|byte| format!("{byte:02x}")),
        1 => each(&|byte| format!("%{byte:02X}")),
        2 => each(&|byte| format!("\\u{byte:04x}")),
        3 => each(&|byte| format!("&#{byte};")),
        4 => text.iter().flat_map(|byte| [*byte, 0]).collect(),
        5 => text.iter().flat_map(|byte| [0, *byte]).collect(),
        6 => base64(text),
        7 => text.chunks(20).collect::<Vec<_>>().join(&b"=\n"[..]),
        8 => text.chunks(20).collect::<Vec<_>>().join(&b"\" +\n \""[..]),
        _ => text.to_vec(),
    }
}

fn base64(text: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |bytes: &[u8]| {
        let bits = bytes.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - bytes.len()));
        [18, 12, 6, 0].map(|shift| DIGITS[(bits >> shift & 63) as usize]).into_iter().take(bytes.len() + 1)
    };
    text.chunks(3).flat_map(group).collect()
}
