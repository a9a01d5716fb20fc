//! The check digit and day of birth of South Korean resident registration numbers.

use super::{Validator, Verdict, digits, is_day, two, weighted};

/// YYMMDD, sex and century, five digits; weights 2 to 9 and 2 to 5; 11 less the sum modulo 11, the last digit of that.
/// Numbers given out since October 2020 end in random digits: for people born since 2020 a wrong check digit is
/// no refusal. Source: Ministry of the Interior and Safety, Enforcement Rule of the Resident Registration Act.
pub(super) struct KrRrn;

impl Validator for KrRrn {
    fn check(&self, value: &[u8]) -> Verdict {
        let Some(digits) = digits::<13>(value) else { return Verdict::Refuted };
        if !is_day(two(&digits), two(&digits[2..]), two(&digits[4..])) {
            return Verdict::Refuted;
        }
        let checked = (11 - weighted(&digits, &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11) % 10 == digits[12];
        let of_late = matches!(digits[6], 3 | 4 | 7 | 8) && two(&digits) >= 20;
        if of_late && !checked { Verdict::Plausible } else { Verdict::checksum_if(checked) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&KrRrn, concat!("870128-", "1234565"));
        assert_eq!(KrRrn.check(concat!("210128-", "3234560").as_bytes()), Verdict::Plausible);
    }
}
