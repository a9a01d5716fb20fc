//! Refuses lists of bytes that are not key material.

use super::{Validator, Verdict};

/// Refuses a list of numbers, decimal or hexadecimal, that holds a number over 255 or under -128, that counts up or down
/// evenly, or of which fewer than two thirds differ.
pub(super) struct VariedBytes;

impl Validator for VariedBytes {
    fn check(&self, value: &[u8]) -> Verdict {
        let Some(bytes) = std::str::from_utf8(value).ok().and_then(numbers) else { return Verdict::Refuted };
        let differ: std::collections::BTreeSet<i32> = bytes.iter().copied().collect();
        let steps: std::collections::BTreeSet<i32> = bytes.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let printable = bytes.iter().all(|byte| (0..0x20).contains(byte));
        Verdict::refuted_if(differ.len() * 3 < bytes.len() * 2 || steps.len() * 2 < bytes.len() || printable)
    }
}

fn numbers(list: &str) -> Option<Vec<i32>> {
    list.split(',')
        .map(|item| {
            let item = item.trim().trim_start_matches("(byte)").trim().trim_end_matches("u8");
            let number = match item.strip_prefix("0x").or_else(|| item.strip_prefix("0X")) {
                Some(digits) => i32::from_str_radix(digits, 16),
                None => item.parse(),
            };
            number.ok().filter(|number| (-128..=255).contains(number))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_material_varies() {
        for varied in
            ["201, 7, 88, 154, 33, 240, 19, 76", "0x9c,0x41,0xe7,0x0b,0x52,0xd8", "-3, 99, (byte) 17, 120, -77"]
        {
            assert_eq!(VariedBytes.check(varied.as_bytes()), Verdict::Plausible, "{varied}");
        }
        for plain in
            ["1, 2, 3, 4, 5, 6", "0, 0, 0, 7, 9", "300, 7, 8, 19", "0x00,0x01,0x02,0x03", "1, 5, 3, 9, 2, 8", "x"]
        {
            assert_eq!(VariedBytes.check(plain.as_bytes()), Verdict::Refuted, "{plain}");
        }
    }
}
