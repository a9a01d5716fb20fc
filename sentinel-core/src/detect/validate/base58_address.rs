//! The checksum of Bitcoin addresses and their kin.

use super::{
    Validator, Verdict,
    base58::{BITCOIN, version},
};

/// Base58Check with the version byte of a main network: Bitcoin, Litecoin, Dogecoin, Dash, Tron.
pub(super) struct Base58Address;

impl Validator for Base58Address {
    fn check(&self, value: &[u8]) -> Verdict {
        let known = |version| matches!(version, 0x00 | 0x05 | 0x16 | 0x1e | 0x30 | 0x32 | 0x41 | 0x4c | 0x10);
        Verdict::checksum_if(version(value, BITCOIN).is_some_and(known))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Proof;

    #[test]
    fn every_other_character_is_refused() {
        // Of the first block of all.
        let address = concat!("1A1zP1eP5QGefi2", "DMPTfTL5SLmv7DivfNa").as_bytes();
        assert_eq!(Base58Address.check(address), Verdict::Proven(Proof::Checksum));
        for at in 0..address.len() {
            for byte in BITCOIN.iter().filter(|byte| **byte != address[at]) {
                let mut broken = address.to_vec();
                broken[at] = *byte;
                assert_eq!(Base58Address.check(&broken), Verdict::Refuted);
            }
        }
        for none in [&b""[..], b"1", b"11111111111111111111111111", &[b'z'; 60]] {
            assert_eq!(Base58Address.check(none), Verdict::Refuted);
        }
    }
}
