//! The checksum of Ethereum addresses.

use sha3::{Digest, Keccak256};

use super::{Validator, Verdict};

/// `0x` and forty hexadecimal digits; letters are in upper case where the digit at that place of the Keccak-256 of the
/// address in lower case is 8 or more. An address in one case carries no proof. Source: ERC-55.
pub(super) struct Eip55;

impl Validator for Eip55 {
    fn check(&self, value: &[u8]) -> Verdict {
        let Some(address) = value.strip_prefix(b"0x").filter(|address| address.len() == 40) else {
            return Verdict::Refuted;
        };
        if !address.iter().all(u8::is_ascii_hexdigit) || address.iter().all(|byte| *byte == address[0]) {
            return Verdict::Refuted;
        }
        let has = |kind: fn(&u8) -> bool| address.iter().any(kind);
        if !(has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase)) {
            return Verdict::Plausible;
        }
        let hash = Keccak256::digest(address.to_ascii_lowercase());
        let raised = |at: usize| hash[at / 2] >> (if at.is_multiple_of(2) { 4 } else { 0 }) & 8 != 0;
        let holds = address
            .iter()
            .enumerate()
            .all(|(at, byte)| byte.is_ascii_digit() || byte.is_ascii_uppercase() == raised(at));
        Verdict::checksum_if(holds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Proof;

    #[test]
    fn a_letter_in_the_other_case_is_refused() {
        // A sample of the standard.
        let address = concat!("0x5aAeb6053F3E94C9b9", "A09f33669435E7Ef1BeAed");
        assert_eq!(Eip55.check(address.as_bytes()), Verdict::Proven(Proof::Checksum));
        for at in (2..42).filter(|at| address.as_bytes()[*at].is_ascii_alphabetic()) {
            let mut broken = address.as_bytes().to_vec();
            broken[at] ^= 0x20;
            assert_eq!(Eip55.check(&broken), Verdict::Refuted);
        }
        assert_eq!(Eip55.check(address.to_lowercase().as_bytes()), Verdict::Plausible);
        assert_eq!(Eip55.check(b"0x0000000000000000000000000000000000000000"), Verdict::Refuted);
        assert_eq!(Eip55.check(b"0x"), Verdict::Refuted);
    }
}
