//! What people may see of a value.

use crate::Keep;

const MASK: &str = "****";

/// `AKIA****XYZ`: as much of the start and the end as the rule keeps, and four stars between them.
/// A value of which more than half would show, or whose kept parts are not visible ASCII, gives four
/// stars only.
///
/// ```
/// use sentinel_core::{Keep, preview};
///
/// let keep = Keep { keep_prefix: 4, keep_suffix: 3 };
/// assert_eq!(preview("ABCD-efgh-ijkl-XYZ".as_bytes(), keep), "ABCD****XYZ");
/// assert_eq!(preview("short".as_bytes(), keep), "****");
/// ```
pub fn preview(value: &[u8], keep: Keep) -> String {
    let Keep { keep_prefix, keep_suffix } = keep;
    if keep_prefix.saturating_add(keep_suffix).saturating_mul(2) > value.len() {
        return MASK.to_owned();
    }
    let (prefix, suffix) = (&value[..keep_prefix], &value[value.len() - keep_suffix..]);
    let visible = |part| std::str::from_utf8(part).ok().filter(|part| part.bytes().all(|byte| byte.is_ascii_graphic()));
    let (Some(prefix), Some(suffix)) = (visible(prefix), visible(suffix)) else { return MASK.to_owned() };
    let mut preview = String::with_capacity(keep_prefix + MASK.len() + keep_suffix);
    for part in [prefix, MASK, suffix] {
        preview.push_str(part);
    }
    preview
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_most_half_of_a_value_shows() {
        let keep = Keep { keep_prefix: 4, keep_suffix: 4 };
        for length in 0..64 {
            let value = vec![b'x'; length];
            let shown = preview(&value, keep).replace(MASK, "").len();
            assert!(shown * 2 <= length);
        }
    }

    #[test]
    fn bytes_that_do_not_print_are_not_shown() {
        let keep = Keep { keep_prefix: 1, keep_suffix: 1 };
        for value in ["é234567890é", "\n234567890\u{1b}"] {
            assert_eq!(preview(value.as_bytes(), keep), MASK);
        }
        assert_eq!(preview(b"secret", Keep::default()), MASK);
    }
}
