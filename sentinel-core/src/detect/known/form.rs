//! The forms in which a value stands in a text without an escape: raw, hexadecimal, base64.

use crate::Encoding;

/// One form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    Raw,
    /// Two digits a byte, in any case.
    Hex,
    /// Either alphabet. The value starts so many bits (0, 2 or 4) inside the first digit, which depends on how many
    /// bytes were encoded before it.
    Base64 {
        skip: u8,
    },
}

/// The digits of base64 and of base64url.
pub(super) const ALPHABETS: [&[u8; 64]; 2] = [
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
];

impl Form {
    pub(super) const ALL: [Self; 5] =
        [Self::Raw, Self::Hex, Self::Base64 { skip: 0 }, Self::Base64 { skip: 2 }, Self::Base64 { skip: 4 }];

    pub(super) fn encoding(self) -> Option<Encoding> {
        match self {
            Self::Raw => None,
            Self::Hex => Some(Encoding::Hex),
            Self::Base64 { .. } => Some(Encoding::Base64),
        }
    }

    /// How many bytes of text a value of `length` bytes takes.
    pub(super) fn width(self, length: usize) -> usize {
        match self {
            Self::Raw => length,
            Self::Hex => 2 * length,
            Self::Base64 { skip } => (usize::from(skip) + 8 * length).div_ceil(6),
        }
    }

    /// Which bytes of that text the value alone decides: from one offset to before another. The digits of base64 at
    /// its ends may hold bits of its neighbours.
    pub(super) fn decided(self, length: usize) -> (usize, usize) {
        match self {
            Self::Raw | Self::Hex => (0, self.width(length)),
            Self::Base64 { skip } => (usize::from(skip > 0), (usize::from(skip) + 8 * length) / 6),
        }
    }

    /// The character at `at`, which the value decides.
    pub(super) fn character(self, value: &[u8], at: usize, alphabet: &[u8; 64]) -> u8 {
        match self {
            Self::Raw => value[at],
            Self::Hex => {
                let byte = value[at / 2];
                let digit = if at.is_multiple_of(2) { byte >> 4 } else { byte & 15 };
                b"0123456789abcdef"[usize::from(digit)]
            }
            Self::Base64 { skip } => {
                let bit = 6 * at - usize::from(skip);
                let [high, low] = [bit / 8, bit / 8 + 1].map(|at| u16::from(value.get(at).copied().unwrap_or(0)));
                alphabet[usize::from((high << 8 | low) >> (10 - bit % 8) & 63)]
            }
        }
    }

    /// The byte `at` of the value that stands in `text`; none where no value can stand.
    pub(super) fn byte(self, text: &[u8], at: usize) -> Option<u8> {
        match self {
            Self::Raw => text.get(at).copied(),
            Self::Hex => {
                let digit = |at| char::from(*text.get(at)?).to_digit(16);
                Some((digit(2 * at)? << 4 | digit(2 * at + 1)?) as u8)
            }
            Self::Base64 { skip } => {
                let bit = usize::from(skip) + 8 * at;
                let digit = |at| digit_of_base64(*text.get(at)?);
                // Eight bits from an even bit on: never more than two digits.
                let two = digit(bit / 6)? << 6 | digit(bit / 6 + 1)?;
                Some((two >> (4 - bit % 6)) as u8)
            }
        }
    }
}

fn digit_of_base64(character: u8) -> Option<u16> {
    Some(u16::from(match character {
        b'A'..=b'Z' => character - b'A',
        b'a'..=b'z' => character - b'a' + 26,
        b'0'..=b'9' => character - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use ::base64::{
        Engine,
        engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
    };

    use super::*;

    /// What the library writes for `before` bytes, the value and `after` bytes, from the value's first digit on.
    fn encoded(engine: &impl Engine, value: &[u8], before: usize, after: usize) -> Vec<u8> {
        let whole = [&[0xa5_u8, 0x5a][..before], value, &[0xc3, 0x3c][..after]].concat();
        engine.encode(whole).into_bytes().split_off(8 * before / 6)
    }

    #[test]
    fn base64_is_read_and_written_as_the_library_does() {
        for length in 8..20_u8 {
            let value: Vec<u8> = (0..length).map(|byte| byte.wrapping_mul(89) ^ 0xfb).collect();
            for (before, skip) in [(0, 0), (1, 2), (2, 4)] {
                let form = Form::Base64 { skip };
                for after in 0..3 {
                    let written = [
                        encoded(&STANDARD_NO_PAD, &value, before, after),
                        encoded(&URL_SAFE_NO_PAD, &value, before, after),
                    ];
                    for (text, alphabet) in written.iter().zip(ALPHABETS) {
                        let text = &text[..form.width(value.len())];
                        let read: Vec<u8> = (0..value.len()).map(|at| form.byte(text, at).unwrap()).collect();
                        assert_eq!(read, value);
                        let (from, to) = form.decided(value.len());
                        let decided: Vec<u8> = (from..to).map(|at| form.character(&value, at, alphabet)).collect();
                        assert_eq!(decided, text[from..to]);
                    }
                }
            }
        }
    }

    #[test]
    fn hexadecimal_is_read_in_any_case() {
        let form = Form::Hex;
        let read: Vec<u8> = (0..3).map(|at| form.byte(b"aF09Fa", at).unwrap()).collect();
        assert_eq!(read, [0xaf, 0x09, 0xfa]);
        let written: Vec<u8> = (0..6).map(|at| form.character(&read, at, ALPHABETS[0])).collect();
        assert_eq!(written, b"af09fa");
        assert_eq!(form.byte(b"a", 0), None);
        assert_eq!(form.byte(b"ag", 0), None);
    }
}
