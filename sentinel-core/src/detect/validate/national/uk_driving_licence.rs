//! The day of birth in United Kingdom driving licences.

use super::{Validator, Verdict, digits, is_day, two};
use crate::Proof;

/// Five letters of the name filled up with 9, the decade of the year of birth, the month (50 more for women), the
/// day, the year of the decade, two initials, a check character and two letters. How the check character is made is
/// not published. Source: Driver and Vehicle Licensing Agency.
pub(super) struct UkDrivingLicence;

impl Validator for UkDrivingLicence {
    fn check(&self, value: &[u8]) -> Verdict {
        Verdict::proven_if(value.len() == 16 && named_and_born(value), Proof::Structure)
    }
}

fn named_and_born(licence: &[u8]) -> bool {
    let mut name = licence[..5].iter().skip_while(|byte| byte.is_ascii_uppercase());
    let filled = licence[0].is_ascii_uppercase() && name.all(|byte| *byte == b'9');
    let born = |digits: [u32; 6]| is_day(digits[0] * 10 + digits[5], two(&digits[1..]) % 50, two(&digits[3..]));
    filled && digits(&licence[5..11]).is_some_and(born)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_birth_is_structure() {
        for licence in [concat!("MORGA657", "054SM9IJ"), concat!("FOX99855", "163J99AB")] {
            assert_eq!(UkDrivingLicence.check(licence.as_bytes()), Verdict::Proven(Proof::Structure));
        }
        for none in ["MORGA699054SM9IJ", "MORGA657324SM9IJ", "MO9GA657054SM9IJ", "MORGA657054SM9I", ""] {
            assert_eq!(UkDrivingLicence.check(none.as_bytes()), Verdict::Refuted);
        }
    }
}
