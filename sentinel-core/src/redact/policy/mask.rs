//! `AKIA****XYZ`.

use super::MAX_KEPT;
use crate::{Keep, redact::preview};

/// As much of the start and the end as is kept, with four stars between them. What would break the text around it, as half
/// an escape does, is not kept.
pub(super) fn mask(value: &[u8], Keep { keep_prefix, keep_suffix }: Keep) -> String {
    let shown = preview(value, Keep { keep_prefix: keep_prefix.min(MAX_KEPT), keep_suffix: keep_suffix.min(MAX_KEPT) });
    if shown.contains(BREAKING) { preview(value, Keep::default()) } else { shown }
}

const BREAKING: [char; 9] = ['\\', '"', '\'', '`', '%', '&', '<', '>', '['];

/// True for what a mask may be: four stars, and at most so much as is kept around them.
pub(super) fn is_mask(text: &[u8]) -> bool {
    // What is kept may be stars, too.
    let mut stars = text.windows(4).take(MAX_KEPT + 1).enumerate().filter(|(_, four)| *four == b"****");
    stars.any(|(at, _)| text.len() - at - 4 <= MAX_KEPT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_five_bytes_of_either_end_show() {
        let keep = Keep { keep_prefix: 40, keep_suffix: 40 };
        assert_eq!(mask(concat!("ghp_", "0123456789", "0123456789", "0123456789").as_bytes(), keep), "ghp_0****56789");
        assert_eq!(mask(b"short", keep), "****");
        assert_eq!(mask(b"", Keep::default()), "****");
        for value in ["****aaaaaaaaaaaaaaaa", "a****bbbbbbbbb****c", "*********"] {
            let masked = mask(value.as_bytes(), Keep { keep_prefix: 5, keep_suffix: 5 });
            assert!(is_mask(masked.as_bytes()), "{masked}");
        }
        for breaking in ["ab\\", "a\"b", "a%4", "&qu"] {
            assert_eq!(
                mask(format!("{breaking}{}", "x".repeat(20)).as_bytes(), Keep { keep_prefix: 3, keep_suffix: 0 }),
                "****"
            );
        }
    }
}
