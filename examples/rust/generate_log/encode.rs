//! The encodings and the checksum that real tokens are made with.

pub(crate) const BASE62: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
pub(crate) const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
pub(crate) const BASE64_URL: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
pub(crate) const BASE32: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Standard base64, padded.
pub(crate) fn base64(bytes: &[u8]) -> String {
    let padding = (3 - bytes.len() % 3) % 3;
    digits(bytes, 6, BASE64) + &"=".repeat(padding)
}

/// URL-safe base64 without padding.
pub(crate) fn base64_url(bytes: &[u8]) -> String {
    digits(bytes, 6, BASE64_URL)
}

/// Base32 without padding.
pub(crate) fn base32(bytes: &[u8]) -> String {
    digits(bytes, 5, BASE32)
}

/// A number in base 62, left-padded with zeros to `width`.
pub(crate) fn base62(mut number: u32, width: usize) -> String {
    let mut text = vec![b'0'; width];
    for place in text.iter_mut().rev() {
        *place = BASE62.as_bytes()[number as usize % 62];
        number /= 62;
    }
    text.into_iter().map(char::from).collect()
}

/// The CRC-32 of zip and Ethernet.
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 })
    })
}

/// The bits of `bytes` in groups of `width`, the last one filled with zeros.
fn digits(bytes: &[u8], width: u32, alphabet: &str) -> String {
    let letters = alphabet.as_bytes();
    let mask = (1 << width) - 1;
    let (mut text, mut held, mut count) = (String::new(), 0_u32, 0);
    for byte in bytes {
        held = (held << 8 | u32::from(*byte)) & 0xffff;
        count += 8;
        while count >= width {
            count -= width;
            text.push(char::from(letters[(held >> count & mask) as usize]));
        }
    }
    if count > 0 {
        text.push(char::from(letters[(held << (width - count) & mask) as usize]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_answers() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(base64(b"foob"), "Zm9vYg==");
        assert_eq!(base64_url(&[0xfb, 0xff]), "-_8");
        assert_eq!(base32(b"fooba"), "MZXW6YTB");
        assert_eq!(base62(3843, 6), "0000zz");
    }
}
