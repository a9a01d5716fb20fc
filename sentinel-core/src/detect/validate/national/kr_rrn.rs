//! The check digit and day of birth of South Korean resident registration numbers.

use super::{Validator, Verdict, digits, is_day, two, weighted};

/// YYMMDD, sex and century, five digits; weights 2 to 9 and 2 to 5; 11 less the sum modulo 11, the last digit of
/// that. Numbers given out since October 2020, also to people who change theirs, end in random digits, so that a
/// wrong check digit is no refusal; a day that is not in the calendar is. Source: Ministry of the Interior and
/// Safety, Enforcement Rule of the Resident Registration Act.
pub(super) struct KrRrn;

impl Validator for KrRrn {
    fn check(&self, value: &[u8]) -> Verdict {
        let Some(digits) = digits::<13>(value) else { return Verdict::Refuted };
        if !is_day(two(&digits), two(&digits[2..]), two(&digits[4..])) {
            return Verdict::Refuted;
        }
        let checked = (11 - weighted(&digits, &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11) % 10 == digits[12];
        if checked { Verdict::checksum_if(true) } else { Verdict::Plausible }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Proof;

    #[test]
    fn a_right_check_digit_is_proof_and_a_wrong_one_is_not() {
        assert_eq!(KrRrn.check(concat!("870128-", "1234565").as_bytes()), Verdict::Proven(Proof::Checksum));
        assert_eq!(KrRrn.check(concat!("870128-", "1234566").as_bytes()), Verdict::Plausible);
        for none in ["871328-1234565", "870132-1234565", "870128-123456", ""] {
            assert_eq!(KrRrn.check(none.as_bytes()), Verdict::Refuted);
        }
    }
}
