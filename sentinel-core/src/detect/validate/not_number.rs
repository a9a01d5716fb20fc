//! Refuses values that are numbers, times and sizes.

use super::{Validator, Verdict};

/// Refuses decimal and hexadecimal numbers (`1073741837`, `-1.5e3`, `0x80090033`), numbers with a unit (`30s`, `64MB`, `100%`),
/// dates and times (`2024-05-31T10:00:00Z`), versions (`v1.2.3`) and IP addresses, perhaps with a port.
pub(super) struct NotNumber;

impl Validator for NotNumber {
    fn check(&self, value: &[u8]) -> Verdict {
        Verdict::refuted_if(is_constant(value) || is_measure(value) || is_digits_and_marks(value))
    }
}

/// `0x` and up to sixteen digits: longer ones are keys.
fn is_constant(value: &[u8]) -> bool {
    let digits = value.strip_prefix(b"0x").or_else(|| value.strip_prefix(b"0X"));
    digits.is_some_and(|digits| digits.len() <= 16 && digits.iter().all(u8::is_ascii_hexdigit))
}

/// Digits, then at most four letters or a percent sign.
fn is_measure(value: &[u8]) -> bool {
    let digits = value.iter().take_while(|byte| byte.is_ascii_digit() || b".,_+-".contains(byte)).count();
    let unit = &value[digits..];
    let short = unit.len() <= 4 && unit.iter().all(u8::is_ascii_alphabetic);
    value[..digits].iter().any(u8::is_ascii_digit) && (unit == b"%" || short)
}

/// Nothing but digits, what stands between the digits of dates and addresses, and single letters (`T`, `Z`, `v`, `e`).
fn is_digits_and_marks(value: &[u8]) -> bool {
    let apart = value.windows(2).all(|pair| !pair.iter().all(u8::is_ascii_alphabetic));
    let allowed = |byte: &u8| byte.is_ascii_digit() || b".,:=/+- TZve".contains(byte);
    apart && value.iter().all(allowed) && value.iter().any(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_refused_and_keys_are_not() {
        for number in [
            "1073741837",
            "0x80090033",
            "30s",
            "64MB",
            "100%",
            "2024-05-31T10:00:00Z",
            "v1.2.3",
            "10.0.0.1:8080",
            "-1.5e3",
        ] {
            assert_eq!(NotNumber.check(number.as_bytes()), Verdict::Refuted, "{number}");
        }
        for value in ["0x4c0883a69102937d6231471b5dbb6204", "19fk2", "a1b2c3", "", "Zebra99"] {
            assert_eq!(NotNumber.check(value.as_bytes()), Verdict::Plausible, "{value}");
        }
    }
}
