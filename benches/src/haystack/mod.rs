//! What is scanned: made by a seed, or read from the corpora where they are.

mod adversarial;
mod corpus;
mod json;
mod logs;
mod noise;
mod secrets;
mod source;
mod words;

pub(crate) use self::corpus::corpus;
pub use self::{
    adversarial::{BYTES as ADVERSARIAL_BYTES, adversarial},
    corpus::{log_corpus, source_corpus},
    json::json_logs,
    logs::{lines_of, logs},
    noise::base64_noise,
    secrets::{dense_secrets, one_in, with_token},
    source::source,
};

/// So much is scanned where the haystack is to be larger than the caches near the processor.
pub const LARGE: usize = 64_000_000;

/// Text of at least this size is made anew; what is larger repeats it.
const FRESH: usize = 8_000_000;

/// Repeats `text` to exactly `bytes` bytes.
pub fn repeated(text: &[u8], bytes: usize) -> Vec<u8> {
    text.iter().copied().cycle().take(bytes).collect()
}

/// Lines from `line` up to `bytes` bytes, repeated from 8 MB on.
fn made_of(bytes: usize, mut line: impl FnMut(&mut String)) -> Vec<u8> {
    let fresh = bytes.min(FRESH);
    let mut text = String::with_capacity(fresh + 4096);
    while text.len() < fresh {
        line(&mut text);
        text.push('\n');
    }
    repeated(text.as_bytes(), bytes)
}

#[cfg(test)]
mod tests {
    use sentinel_core::{Limits, Scanner};

    use super::*;

    fn findings(text: &[u8]) -> usize {
        Scanner::builtin().scan(text).unwrap().len()
    }

    #[test]
    fn benign_haystacks_hold_no_secret_and_equal_seeds_make_equal_text() {
        for make in [logs, json_logs, source] {
            let text = make(1_000_000);
            assert_eq!(text, make(1_000_000));
            assert_eq!(text.len(), 1_000_000);
            let scanner = Scanner::builtin();
            let found = scanner.scan(&text).unwrap();
            let rules: Vec<_> = found.iter().map(|finding| &*finding.rule).collect();
            assert!(found.is_empty(), "{rules:?}");
        }
    }

    #[test]
    fn one_line_in_a_hundred_holds_a_secret() {
        let text = one_in(100, &logs(1_000_000));
        let lines = memchr::memchr_iter(b'\n', &text).count();
        let found = findings(&text);
        assert!(found >= lines / 100 && found <= lines / 100 + lines / 1000 + 1, "{found} in {lines} lines");
    }

    #[test]
    fn every_line_of_dense_secrets_holds_one() {
        let text = dense_secrets(100_000);
        let lines = memchr::memchr_iter(b'\n', &text).count();
        assert!(findings(&text) >= lines, "{} in {lines} lines", findings(&text));
    }

    #[test]
    fn adversarial_inputs_are_of_one_size_and_can_be_scanned() {
        let mut limits = Limits::default();
        limits.max_findings = usize::MAX;
        let scanner = Scanner::builder().limits(limits).build().unwrap();
        let inputs = adversarial(50_000);
        assert!(inputs.len() >= 20);
        for (name, text) in inputs {
            assert_eq!(text.len(), 50_000, "{name}");
            assert!(scanner.scan(&text).is_ok(), "{name}");
        }
    }
}
