//! Base58, in which addresses of Bitcoin and its kin are written.

use sha2::{Digest, Sha256};

/// The alphabet of Bitcoin.
pub(super) const BITCOIN: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// The version of an address: it is 21 bytes and the first four of their double SHA-256. Source: Bitcoin
/// developer reference, "Base58Check encoding".
pub(super) fn version(text: &[u8], alphabet: &[u8; 58]) -> Option<u8> {
    let bytes = decode(text, alphabet)?;
    let (payload, checksum) = bytes.split_at(21);
    (Sha256::digest(Sha256::digest(payload))[..4] == *checksum).then_some(payload[0])
}

/// The 25 bytes that a text stands for; none when it stands for another number of bytes.
fn decode(text: &[u8], alphabet: &[u8; 58]) -> Option<[u8; 25]> {
    let mut bytes = [0_u8; 25];
    for character in text {
        let mut carry = alphabet.iter().position(|known| known == character)?;
        for byte in bytes.iter_mut().rev() {
            carry += usize::from(*byte) * 58;
            *byte = (carry % 256) as u8;
            carry /= 256;
        }
        if carry > 0 {
            return None;
        }
    }
    // Each zero byte in front is written as one first letter of the alphabet.
    let ones = text.iter().take_while(|character| **character == alphabet[0]).count();
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    (ones == zeros).then_some(bytes)
}
