//! What every check of a number must show.

use super::{Validator, Verdict};
use crate::Proof;

/// A number that holds is proven, and refused with any other digit at any place.
pub(super) fn assert_guards_every_digit(validator: &dyn Validator, valid: &str) {
    assert_eq!(validator.check(valid.as_bytes()), Verdict::Proven(Proof::Checksum));
    let places = valid.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at);
    places.for_each(|at| assert_guards_place(validator, valid, at));
    assert_refuses_noise(validator);
}

/// A number that holds is proven, and refused with any other digit at the place of its check digit.
pub(super) fn assert_guards_place(validator: &dyn Validator, valid: &str, at: usize) {
    assert_eq!(validator.check(valid.as_bytes()), Verdict::Proven(Proof::Checksum));
    for digit in (b'0'..=b'9').filter(|digit| *digit != valid.as_bytes()[at]) {
        let mut broken = valid.as_bytes().to_vec();
        broken[at] = digit;
        assert_eq!(validator.check(&broken), Verdict::Refuted, "digit {} at {at}", char::from(digit));
    }
    assert_refuses_noise(validator);
}

/// As [`assert_guards_place`] for the last digit.
pub(super) fn assert_guards_last(validator: &dyn Validator, valid: &str) {
    assert_guards_place(validator, valid, valid.len() - 1);
}

/// Nothing, too little, too much and no digits are refused, and nothing panics.
fn assert_refuses_noise(validator: &dyn Validator) {
    let noise: [&[u8]; 9] = [
        b"",
        b"-",
        b"1",
        b"\xff\xfe",
        b"abcdefghijk",
        b"00000000000",
        b"1111111111",
        b"0000000000000000000000000000000000000",
        "ÄÖÜßéèêëñ".as_bytes(),
    ];
    for value in noise {
        assert_eq!(validator.check(value), Verdict::Refuted);
    }
}
