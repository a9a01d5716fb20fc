//! The check digit of registrations with the United States Drug Enforcement Administration.

use super::{Validator, Verdict, compact, digits, weighted};

/// Two letters and seven digits: the sum of the first, third and fifth and twice that of the second, fourth and sixth
/// ends in the seventh. Source: DEA Diversion Control Division.
pub(super) struct UsDea;

impl Validator for UsDea {
    fn check(&self, value: &[u8]) -> Verdict {
        let registration: Vec<u8> = compact(value).collect();
        let number = registration.get(2..).and_then(digits::<7>);
        let holds = number.is_some_and(|number| {
            weighted(&number, &[1, 2, 1, 2, 1, 2]) % 10 == number[6] && number[6] + number[5] + number[0] > 0
        });
        Verdict::checksum_if(holds && registration[0].is_ascii_uppercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_last;

    #[test]
    fn every_other_check_digit_is_refused() {
        assert_guards_last(&UsDea, concat!("AB1", "234563"));
    }
}
