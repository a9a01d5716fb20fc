//! The account number inside an AWS access key id.

use super::{Validator, Verdict};
use crate::Proof;

/// The characters after the four-letter prefix are base32; bits 1 to 40 of them are the account
/// number, which has at most twelve digits. Ids made before 2019 do not follow it, so that a
/// number out of range proves nothing.
pub(super) struct AwsAccountId;

impl Validator for AwsAccountId {
    fn check(&self, value: &[u8]) -> Verdict {
        match account(value) {
            Some(number) if number < 1_000_000_000_000 => Verdict::Proven(Proof::Structure),
            _ => Verdict::Plausible,
        }
    }
}

fn account(key_id: &[u8]) -> Option<u64> {
    let digits = key_id.get(4..14)?;
    let bits = digits.iter().try_fold(0_u64, |bits, &digit| Some(bits << 5 | base32(digit)?))?;
    // Fifty bits were read: the first is unused, the next forty are the account.
    Some(bits >> 9 & ((1 << 40) - 1))
}

fn base32(digit: u8) -> Option<u64> {
    match digit {
        b'A'..=b'Z' => Some(u64::from(digit - b'A')),
        b'2'..=b'7' => Some(u64::from(digit - b'2') + 26),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::account;

    #[test]
    fn the_account_is_read_from_the_id() {
        // The worked example of the format's published description.
        let id = [&b"ASIA"[..], b"QNZGKIQY56JQ7WML"].concat();
        assert_eq!(account(&id), Some(29_608_264_753));
        assert_eq!(account(b"AKIA"), None);
    }
}
