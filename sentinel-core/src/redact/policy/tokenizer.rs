//! What `tokenize` asks a vault for.

use std::fmt;

use crate::Result;

/// Gives tokens for values, so that who may can have the value back: a vault.
///
/// A token is a text `«sn:…»` of at most [`MAX_TOKEN_BYTES`] bytes, with printable ASCII inside.
/// Another text works too, but is treated like any text: where a rule finds it, a placeholder takes its place.
///
/// A panic in it counts as an error of the kind `Internal`, or as a token that it did not give.
pub trait Tokenizer: Send + Sync {
    /// The token for a value that a rule found: the same one for the same rule and value. It may be called for a value
    /// more than once, and for one of which the token is then not used.
    ///
    /// # Errors
    ///
    /// Any, and the text is withheld: `[REDACTED:LIMIT]` stands for it when the kind is `LimitExceeded`, as where the
    /// vault is full, else `[REDACTED:ERROR]`. The error must not hold the value.
    fn tokenize(&self, rule: &str, value: &[u8]) -> Result<String>;

    /// True for a token, from `«` to `»`, that this tokenizer gave; redaction leaves it as it is. What only looks like
    /// one is scanned as any text.
    fn recognises(&self, token: &str) -> bool;
}

/// The longest token, in bytes.
pub const MAX_TOKEN_BYTES: usize = 192;

/// What tokens start with.
pub(crate) const TOKEN_OPEN: &str = "«sn:";
/// What tokens end with.
pub(crate) const TOKEN_CLOSE: &str = "»";

impl fmt::Debug for dyn Tokenizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokenizer")
    }
}
