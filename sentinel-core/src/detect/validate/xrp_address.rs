//! The checksum of XRP Ledger addresses.

use super::{Validator, Verdict, base58::version};

/// As Base58Check, in an alphabet of its own, with version 0. Source: XRP Ledger, "base58 encodings".
pub(super) struct XrpAddress;

const ALPHABET: &[u8; 58] = b"rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";

impl Validator for XrpAddress {
    fn check(&self, value: &[u8]) -> Verdict {
        Verdict::checksum_if(version(value, ALPHABET) == Some(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Proof;

    #[test]
    fn every_other_character_is_refused() {
        // The address that opened the ledger.
        let address = concat!("rHb9CJAWyB4rj91V", "RWn96DkukG4bwdtyTh").as_bytes();
        assert_eq!(XrpAddress.check(address), Verdict::Proven(Proof::Checksum));
        for at in 0..address.len() {
            for byte in ALPHABET.iter().filter(|byte| **byte != address[at]) {
                let mut broken = address.to_vec();
                broken[at] = *byte;
                assert_eq!(XrpAddress.check(&broken), Verdict::Refuted);
            }
        }
    }
}
