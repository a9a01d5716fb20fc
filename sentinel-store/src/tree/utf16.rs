//! UTF-16 with a byte order mark.

use super::TextEncoding::{self, Utf16Be, Utf16Le};

/// How many bytes the mark takes.
pub(super) const MARK: usize = 2;

/// What the byte order mark at the start says, if there is one.
pub(super) fn marked(bytes: &[u8]) -> Option<TextEncoding> {
    match bytes {
        [0xff, 0xfe, ..] => Some(Utf16Le),
        [0xfe, 0xff, ..] => Some(Utf16Be),
        _ => None,
    }
}

/// Appends `bytes`, which follow the mark, as UTF-8. What is no UTF-16 becomes U+FFFD.
pub(super) fn decode(bytes: &[u8], encoding: TextEncoding, text: &mut Vec<u8>) {
    let unit = |pair: &[u8]| match (pair, encoding) {
        (&[low, high], Utf16Le) | (&[high, low], Utf16Be) => u16::from_be_bytes([high, low]),
        // Half a unit at the end: nothing can make a pair with this.
        _ => 0xd800,
    };
    for letter in char::decode_utf16(bytes.chunks(2).map(unit)) {
        let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
        text.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

/// The most bytes that `decode` makes of so many.
pub(super) const fn decoded_most(bytes: usize) -> usize {
    bytes.div_ceil(2) * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], encoding: TextEncoding) -> String {
        let mut text = Vec::new();
        decode(bytes, encoding, &mut text);
        assert!(text.len() <= decoded_most(bytes.len()));
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn both_orders_give_the_same_text() {
        let text = "aé€🔑\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decoded(&little, Utf16Le), text);
        assert_eq!(decoded(&big, Utf16Be), text);
    }

    #[test]
    fn what_is_cut_or_alone_becomes_a_replacement_character() {
        assert_eq!(decoded(b"a\0b", Utf16Le), "a\u{fffd}");
        assert_eq!(decoded(b"\x3d\xd8a\0", Utf16Le), "\u{fffd}a");
        assert_eq!(decoded(b"\x3d\xd8\x11", Utf16Le), "\u{fffd}\u{fffd}");
        assert_eq!(decoded(b"", Utf16Be), "");
    }

    #[test]
    fn only_a_whole_mark_counts() {
        assert_eq!(marked(b"\xff\xfea\0"), Some(Utf16Le));
        assert_eq!(marked(b"\xfe\xff"), Some(Utf16Be));
        assert_eq!(marked(b"\xff"), None);
        assert_eq!(marked(b"\xef\xbb\xbfa"), None);
    }
}
