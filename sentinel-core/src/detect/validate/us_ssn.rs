//! The ranges of United States social security numbers.

use super::{Validator, Verdict};
use crate::Proof;

/// Refuses numbers that were never given out: area 000, 666 or 900 to 999, group 00, serial 0000,
/// and the two that were printed as samples. Source: Social Security Administration.
pub(super) struct UsSsn;

impl Validator for UsSsn {
    fn check(&self, value: &[u8]) -> Verdict {
        let digits: Vec<u8> = value.iter().copied().filter(u8::is_ascii_digit).collect();
        if digits.len() != 9 || never_given(&digits) {
            return Verdict::Refuted;
        }
        Verdict::Proven(Proof::Structure)
    }
}

fn never_given(digits: &[u8]) -> bool {
    matches!(&digits[..3], b"000" | b"666" | [b'9', ..])
        || &digits[3..5] == b"00"
        || &digits[5..] == b"0000"
        || matches!(digits, b"078051120" | b"219099999" | b"123456789")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        assert_eq!(UsSsn.check(b"536-90-4399"), Verdict::Proven(Proof::Structure));
        for never in [&b"666-12-3456"[..], b"900-12-3456", b"536-00-4399", b"536-90-0000", b"078-05-1120"] {
            assert_eq!(UsSsn.check(never), Verdict::Refuted);
        }
    }
}
