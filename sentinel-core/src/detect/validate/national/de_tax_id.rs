//! The check digit of German tax identification numbers.

use super::{Validator, Verdict, checked, mod_11_10};

/// ISO 7064 MOD 11,10 over eleven digits. The first is not 0, and of the first ten exactly one digit occurs twice or
/// three times. Source: Bundeszentralamt für Steuern, "Steuerliche Identifikationsnummer".
pub(super) struct DeTaxId;

impl Validator for DeTaxId {
    fn check(&self, value: &[u8]) -> Verdict {
        checked(value, |digits: &[u32; 11]| digits[0] > 0 && one_digit_repeats(&digits[..10]) && mod_11_10(digits))
    }
}

fn one_digit_repeats(digits: &[u32]) -> bool {
    let counts = (0..10).map(|digit| digits.iter().filter(|known| **known == digit).count());
    let repeated: Vec<usize> = counts.filter(|count| *count > 1).collect();
    matches!(repeated[..], [2 | 3])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_every_digit;

    #[test]
    fn every_other_digit_is_refused() {
        assert_guards_every_digit(&DeTaxId, concat!("86095", "742719"));
    }
}
