//! Payment card numbers: who issued them, how long they are, their check digit.

use super::{
    Validator, Verdict,
    digits::{decimal, monotone, number},
    luhn::luhn_holds,
};

/// Luhn's check digit, an issuer's range and a length that the issuer uses. Test numbers of one digit, and those that
/// are mostly one digit, are refused, but for the one that every shop's documents use. Source: ISO/IEC 7812-1 and the schemes' published ranges.
pub(super) struct PaymentCard;

impl Validator for PaymentCard {
    fn check(&self, value: &[u8]) -> Verdict {
        let holds = decimal(value).is_some_and(|card| {
            issued(&card) && luhn_holds(&card) && (!monotone(&card[1..]) || number(&card) == BEST_KNOWN)
        });
        Verdict::checksum_if(holds)
    }
}

/// Visa's test number.
const BEST_KNOWN: u64 = 4_111_111_111_111_111;

fn issued(card: &[u32]) -> bool {
    if !(12..=19).contains(&card.len()) {
        return false;
    }
    let head = number(&card[..6]);
    RANGES.iter().any(|(first, last, lengths)| (*first..=*last).contains(&head) && lengths.contains(&card.len()))
}

/// The first six digits, from and to, and the lengths.
const RANGES: [(u64, u64, &[usize]); 22] = [
    // Visa
    (400_000, 499_999, &[13, 16, 19]),
    // Mastercard
    (222_100, 272_099, &[16]),
    (510_000, 559_999, &[16]),
    // American Express
    (340_000, 349_999, &[15]),
    (370_000, 379_999, &[15]),
    // Diners Club
    (300_000, 305_999, &[14, 16, 17, 18, 19]),
    (309_500, 309_599, &[14, 16, 17, 18, 19]),
    (360_000, 369_999, &[14, 16, 17, 18, 19]),
    (380_000, 399_999, &[14, 16, 17, 18, 19]),
    // Discover
    (601_100, 601_199, &[16, 17, 18, 19]),
    (644_000, 659_999, &[16, 17, 18, 19]),
    // JCB, whose cards start at 3528; numbers from 3500 on are in use as its test numbers
    (350_000, 358_999, &[16, 17, 18, 19]),
    (180_000, 180_099, &[15]),
    (213_100, 213_199, &[15]),
    // UnionPay, and with it RuPay and Discover's share
    (620_000, 629_999, &[16, 17, 18, 19]),
    (810_000, 817_199, &[16, 17, 18, 19]),
    // Maestro
    (500_000, 509_999, &[12, 13, 14, 15, 16, 17, 18, 19]),
    (560_000, 589_999, &[12, 13, 14, 15, 16, 17, 18, 19]),
    (600_000, 609_999, &[12, 13, 14, 15, 16, 17, 18, 19]),
    (630_000, 643_999, &[12, 13, 14, 15, 16, 17, 18, 19]),
    (660_000, 699_999, &[12, 13, 14, 15, 16, 17, 18, 19]),
    // Mir
    (220_000, 220_499, &[16, 17, 18, 19]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Proof;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn cards_of_every_scheme() {
        for card in [
            ["453945", "3331478936"],
            ["541228", "8040723860"],
            ["371431", "138798119"],
            ["601111", "1111111117"],
            ["353011", "1333300000"],
            ["305693", "09025904"],
            ["222100", "0000000009"],
        ] {
            assert_eq!(PaymentCard.check(card.concat().as_bytes()), Verdict::Proven(Proof::Checksum));
        }
        assert_guards_every_digit(&PaymentCard, concat!("4539-4533-", "3147-8936"));
    }

    #[test]
    fn a_right_check_digit_without_an_issuer_or_in_a_length_of_no_issuer_is_refused() {
        for none in ["79927398713", "1234567812345670", "4539453331478", "41111111111111111"] {
            assert_eq!(PaymentCard.check(none.as_bytes()), Verdict::Refuted);
        }
    }
}
