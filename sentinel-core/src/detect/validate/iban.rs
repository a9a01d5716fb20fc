//! The check digits of bank account numbers.

use super::{Validator, Verdict};
use crate::Proof;

/// ISO 13616: the country code and check digits moved to the end, letters as 10 to 35, the whole
/// number modulo 97 is 1. Blanks are skipped.
pub(super) struct Iban;

impl Validator for Iban {
    fn check(&self, value: &[u8]) -> Verdict {
        let account: Vec<u8> = value.iter().copied().filter(|byte| !matches!(byte, b' ' | b'-')).collect();
        if account.len() < 15 || account.len() > 34 || remainder(&account) != Some(1) {
            return Verdict::Refuted;
        }
        Verdict::Proven(Proof::Checksum)
    }
}

fn remainder(account: &[u8]) -> Option<u32> {
    let (head, rest) = account.split_at(4);
    rest.iter().chain(head).try_fold(0, |sum, &byte| {
        let digit = char::from(byte).to_digit(36)?;
        Some(if digit < 10 { (sum * 10 + digit) % 97 } else { (sum * 100 + digit) % 97 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_numbers() {
        // The registry's own sample account.
        assert_eq!(Iban.check(b"GB29 NWBK 6016 1331 9268 19"), Verdict::Proven(Proof::Checksum));
        assert_eq!(Iban.check(b"GB29 NWBK 6016 1331 9268 18"), Verdict::Refuted);
        assert_eq!(Iban.check(b"GB29"), Verdict::Refuted);
    }
}
