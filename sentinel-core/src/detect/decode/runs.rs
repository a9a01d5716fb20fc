//! Runs of characters that encoded bytes are written in.

use crate::Span;

/// Shorter runs hold no secret.
const SHORTEST: usize = 20;
const BLOCK: usize = 64;

/// The runs of at least 20 characters of base64 and base64url, of which each is as long as it can be.
/// Both alphabets at once: a run of one is seldom interrupted by the other's two characters.
/// Hexadecimal digits are among them.
pub(super) fn runs(text: &[u8]) -> impl Iterator<Item = Span> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at + SHORTEST <= text.len() {
            let starts = starts_of_runs(members(&text[at..]));
            if starts == 0 {
                // A run that starts in the last bytes of the block is seen whole in the next.
                at += BLOCK - (SHORTEST - 1);
                continue;
            }
            let start = at + starts.trailing_zeros() as usize;
            let more = text[start + SHORTEST..].iter().take_while(|byte| is_member(**byte)).count();
            at = start + SHORTEST + more;
            return Some(Span::new(start, at));
        }
        None
    })
}

#[inline]
fn is_member(byte: u8) -> bool {
    let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    // From '-' to '9' all but the full stop.
    let digit = byte.wrapping_sub(b'-') < 13 && byte != b'.';
    letter | digit | (byte == b'_') | (byte == b'+')
}

/// A bit for each of the first 64 bytes that is a member.
fn members(text: &[u8]) -> u64 {
    let mut block = [0_u8; BLOCK];
    let length = text.len().min(BLOCK);
    block[..length].copy_from_slice(&text[..length]);
    let flags = block.map(|byte| u8::from(is_member(byte)));
    flags.chunks_exact(8).enumerate().fold(0, |bits, (index, eight)| {
        let word = u64::from_le_bytes(eight.try_into().unwrap_or_default());
        // Each product bit of the topmost byte is one flag.
        bits | (word.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * index)
    })
}

/// A bit for each offset at which 20 bits in a row are set.
fn starts_of_runs(members: u64) -> u64 {
    let two = members & members >> 1;
    let four = two & two >> 2;
    let eight = four & four >> 4;
    let sixteen = eight & eight >> 8;
    sixteen & four >> 16
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same, a byte at a time.
    fn reference(text: &[u8]) -> Vec<Span> {
        let mut found = Vec::new();
        let mut start = 0;
        for (at, byte) in text.iter().chain(b" ").enumerate() {
            let member = byte.is_ascii_alphanumeric() || b"+/_-".contains(byte);
            if !member {
                if at - start >= SHORTEST {
                    found.push(Span::new(start, at));
                }
                start = at + 1;
            }
        }
        found
    }

    #[test]
    fn every_byte_is_classed() {
        for byte in 0..=255 {
            assert_eq!(is_member(byte), byte.is_ascii_alphanumeric() || b"+/_-".contains(&byte), "{byte}");
        }
    }

    #[test]
    fn runs_are_found_wherever_they_stand() {
        let config = ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() };
        proptest!(config, |(parts in prop::collection::vec("[a-z+]{0,45}", 0..12), gap in "[ .]{1,2}")| {
            let text = parts.join(&gap);
            prop_assert_eq!(runs(text.as_bytes()).collect::<Vec<_>>(), reference(text.as_bytes()));
        });
    }
}
