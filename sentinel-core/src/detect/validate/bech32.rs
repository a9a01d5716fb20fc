//! The checksum of addresses in Bech32.

use super::{Validator, Verdict};

/// A prefix, `1`, and characters of 5 bits, the last six of which are a BCH code over all; Bech32m differs in the
/// constant. For Bitcoin and Litecoin the first character is the witness version, and version 0 alone is Bech32.
/// Source: BIP 173, BIP 350.
pub(super) struct Bech32;

impl Validator for Bech32 {
    fn check(&self, value: &[u8]) -> Verdict {
        let mixed = value.iter().any(u8::is_ascii_lowercase) && value.iter().any(u8::is_ascii_uppercase);
        Verdict::checksum_if(!mixed && holds(&value.to_ascii_lowercase()).unwrap_or(false))
    }
}

const CHARACTERS: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const BECH32: u32 = 1;
const BECH32M: u32 = 0x2bc8_30a3;

fn holds(address: &[u8]) -> Option<bool> {
    let separator = memchr::memrchr(b'1', address).filter(|at| *at > 0)?;
    let (prefix, data) = (&address[..separator], &address[separator + 1..]);
    let values: Option<Vec<u32>> =
        data.iter().map(|byte| CHARACTERS.iter().position(|known| known == byte).map(|at| at as u32)).collect();
    let values = values.filter(|values| values.len() > 6)?;
    let high = prefix.iter().map(|byte| u32::from(byte >> 5));
    let low = prefix.iter().map(|byte| u32::from(byte & 31));
    let remainder = polymod(high.chain([0]).chain(low).chain(values.iter().copied()));
    Some(match (prefix, values[0]) {
        (b"bc" | b"tb" | b"ltc", 1..) => remainder == BECH32M,
        _ => remainder == BECH32,
    })
}

fn polymod(values: impl Iterator<Item = u32>) -> u32 {
    const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    values.fold(1, |sum, value| {
        let top = sum >> 25;
        let shifted = (sum & 0x1ff_ffff) << 5 ^ value;
        (0..5).filter(|bit| top >> bit & 1 == 1).fold(shifted, |sum, bit| sum ^ GENERATOR[bit as usize])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Proof;

    /// The samples of the two standards.
    const SAMPLES: [[&str; 2]; 2] = [
        ["bc1qw508d6qejxtdg4y5", "r3zarvary0c5xw7kv8f3t4"],
        ["bc1p0xlxvlhemja6c4dqv22uapct", "qupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"],
    ];

    #[test]
    fn every_other_character_is_refused() {
        for sample in SAMPLES {
            let address = sample.concat();
            assert_eq!(Bech32.check(address.to_uppercase().as_bytes()), Verdict::Proven(Proof::Checksum));
            for at in 3..address.len() {
                for byte in CHARACTERS.iter().filter(|byte| **byte != address.as_bytes()[at]) {
                    let mut broken = address.clone().into_bytes();
                    broken[at] = *byte;
                    assert_eq!(Bech32.check(&broken), Verdict::Refuted);
                }
            }
        }
        assert_eq!(Bech32.check(b"bc1Qw508d6"), Verdict::Refuted);
        assert_eq!(Bech32.check(b"1"), Verdict::Refuted);
    }
}
