//! The digits of tokens: base32 in Crockford's alphabet, which has no `I`, `L`, `O` and `U`, is read in either case, and
//! takes `I` and `L` for `1` and `O` for `0`. Ten bytes are sixteen digits, without padding.

const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What one digit stands for; none for what is no digit.
pub(super) fn value(digit: u8) -> Option<u8> {
    let digit = match digit.to_ascii_uppercase() {
        b'I' | b'L' => b'1',
        b'O' => b'0',
        digit => digit,
    };
    DIGITS.iter().position(|known| *known == digit).map(|at| at as u8)
}

/// True for a digit as it is written.
pub(super) fn is_written(digit: u8) -> bool {
    DIGITS.contains(&digit)
}

/// The digits of bytes whose bits are a multiple of five.
pub(super) fn written(bytes: &[u8]) -> String {
    let bit = |at: usize| bytes[at / 8] >> (7 - at % 8) & 1;
    (0..bytes.len() * 8)
        .step_by(5)
        .map(|at| char::from(DIGITS[usize::from((0..5).fold(0, |digit, offset| digit << 1 | bit(at + offset)))]))
        .collect()
}

/// The bytes of sixteen digits' values.
pub(super) fn read(values: &[u8; 16]) -> [u8; 10] {
    let mut bytes = [0; 10];
    for (at, value) in values.iter().enumerate() {
        for offset in 0..5 {
            let bit = 5 * at + offset;
            bytes[bit / 8] |= (value >> (4 - offset) & 1) << (7 - bit % 8);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for seed in 0..=255_u8 {
            let bytes: [u8; 10] =
                std::array::from_fn(|at| seed.wrapping_mul(31).wrapping_add((at as u8).wrapping_mul(73)));
            let digits = written(&bytes);
            assert!(digits.bytes().all(is_written));
            let values: Vec<u8> = digits.bytes().map(|digit| value(digit.to_ascii_lowercase()).unwrap()).collect();
            assert_eq!(read(&values.try_into().unwrap()), bytes);
        }
    }

    #[test]
    fn letters_that_look_like_digits_are_digits() {
        assert_eq!([b'I', b'l', b'o', b'O'].map(value), [Some(1), Some(1), Some(0), Some(0)]);
        assert_eq!([b'u', b'U', b'-', b':'].map(value), [None; 4]);
    }
}
