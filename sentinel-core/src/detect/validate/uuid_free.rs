//! Refuses values that are UUIDs.

use super::{Validator, Verdict};

/// Refuses the 8-4-4-4-12 form of RFC 9562.
pub(super) struct UuidFree;

impl Validator for UuidFree {
    fn check(&self, value: &[u8]) -> Verdict {
        let uuid = value.len() == 36
            && value.iter().enumerate().all(|(at, byte)| match at {
                8 | 13 | 18 | 23 => *byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            });
        Verdict::refuted_if(uuid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids_are_refused() {
        assert_eq!(UuidFree.check(b"f81d4fae-7dec-11d0-a765-00a0c91e6bf6"), Verdict::Refuted);
        assert_eq!(UuidFree.check(b"f81d4fae-7dec-11d0-a765-00a0c91e6bfg"), Verdict::Plausible);
    }
}
