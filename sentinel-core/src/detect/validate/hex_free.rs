//! Refuses values that are digests.

use super::{Validator, Verdict};

/// Refuses pure hexadecimal of 32, 40 or 64 digits: MD5, SHA-1 (git) and SHA-256.
pub(super) struct HexFree;

impl Validator for HexFree {
    fn check(&self, value: &[u8]) -> Verdict {
        let digest = matches!(value.len(), 32 | 40 | 64) && value.iter().all(u8::is_ascii_hexdigit);
        Verdict::refuted_if(digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_refused() {
        assert_eq!(HexFree.check(&[b'a'; 40]), Verdict::Refuted);
        assert_eq!(HexFree.check(&[b'a'; 41]), Verdict::Plausible);
        assert_eq!(HexFree.check(&[b'g'; 40]), Verdict::Plausible);
    }
}
