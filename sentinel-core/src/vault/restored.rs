//! A text with its values back in it.

use std::fmt;

use crate::{Secret, Span};

/// A text with its values back in it: it cannot be printed by accident, and is overwritten when it is dropped.
pub struct Restored {
    pub(super) text: Secret,
    pub(super) tokens: Vec<RestoredToken>,
}

/// A value that was put back.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RestoredToken {
    /// The rule that had found it.
    pub rule: String,
    /// Where its token stood, in UTF-8 bytes.
    pub span: Span,
}

impl Restored {
    /// The text in clear. Every call is a place to look at in a review.
    pub fn expose(&self) -> &[u8] {
        self.text.expose()
    }

    /// The text in clear, where all that was put back is UTF-8, as with every value that was found in a string.
    pub fn expose_str(&self) -> Option<&str> {
        std::str::from_utf8(self.text.expose()).ok()
    }

    /// The text as a secret.
    pub fn into_secret(self) -> Secret {
        self.text
    }

    /// What was put back, in order.
    pub fn tokens(&self) -> &[RestoredToken] {
        &self.tokens
    }
}

impl fmt::Debug for Restored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Restored").field("text", &self.text).field("tokens", &self.tokens).finish()
    }
}
