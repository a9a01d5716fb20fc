//! `AKIA****XYZ`.

use super::MAX_KEPT;
use crate::{Keep, redact::preview};

/// As much of the start and the end as is kept, with four stars between them.
pub(super) fn mask(value: &[u8], Keep { keep_prefix, keep_suffix }: Keep) -> String {
    preview(value, Keep { keep_prefix: keep_prefix.min(MAX_KEPT), keep_suffix: keep_suffix.min(MAX_KEPT) })
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
    }
}
