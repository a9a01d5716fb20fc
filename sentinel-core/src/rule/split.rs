//! Examples hold tokens that look real. A mark inside each keeps every scanner, ours included,
//! from finding them in the files where they stand.

/// Stands inside tokens in examples and test vectors, and is removed when they are loaded.
pub const SPLIT_MARK: &str = "<|>";

/// The text without its split marks.
///
/// ```
/// assert_eq!(sentinel_core::unsplit("AK<|>IA"), "AKIA");
/// ```
pub fn unsplit(text: &str) -> String {
    text.replace(SPLIT_MARK, "")
}
