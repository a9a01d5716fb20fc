//! What can be done with a value.

use crate::{Keep, words::words};

words! {
    /// What was done with a value, as it stands in policies, evidence and counts.
    TreatmentKind {
        /// The start and the end stay: `AKIA****XYZ`.
        Mask = "mask",
        /// `[REDACTED:RULE]`.
        Placeholder = "placeholder",
        /// `[RULE:key:digest]`.
        Pseudonym = "pseudonym",
        /// A value of the same shape.
        Format = "format",
        /// A token that a vault gave.
        Tokenize = "tokenize",
        /// Nothing stands in its place.
        Remove = "remove",
        /// The whole text is withheld.
        Block = "block",
        /// What the host's own function gave.
        Callback = "callback",
    }
}

/// What a [`Policy`](super::Policy) does with a value.
///
/// What `Mask`, `Format`, `Remove` and `Callback` give is text like any other: where a rule finds it in the result,
/// alone or with what stands around it, a placeholder takes its place, so that a redacted text scans clean. The others
/// are recognised by their form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Treatment {
    /// The start and the end stay, with `****` between them: as much as is said here or, without, as the rule's
    /// `redact` says, and never more than [`MAX_KEPT`] bytes of either. Of a value of which more than half would show,
    /// that was found in an encoding, or that overlaps another, nothing stays; nor do quotes or parts of escapes.
    Mask(Option<Keep>),
    /// `[REDACTED:RULE]`.
    #[default]
    Placeholder,
    /// `[REDACTED:RULE#1]`: the values of a rule are numbered in the order in which they come; in one call, or one
    /// stream, the same value has the same number.
    NumberedPlaceholder,
    /// `[RULE:key:digest]`, the same for the same value, key and rule, everywhere: see
    /// [`Policy::pseudonym_key`](super::Policy::pseudonym_key).
    Pseudonym,
    /// The same shape: digits become digits and letters `x` or `X`, a card number keeps its first six and last four
    /// digits, an e-mail address its domain. The value cannot be had back. What was found in an encoding, holds a
    /// backslash, or is punctuation alone, gets a placeholder.
    Format,
    /// A token from [`Policy::tokenizer`](super::Policy::tokenizer); the vault can give the value back.
    Tokenize,
    /// Nothing.
    Remove,
    /// The whole text is withheld: [`WITHHELD_BLOCKED`](crate::WITHHELD_BLOCKED) stands for it.
    Block,
    /// What [`Policy::callback`](super::Policy::callback) gives.
    Callback,
}

/// The most bytes of a value's start, and of its end, that a mask shows.
pub const MAX_KEPT: usize = 5;

impl Treatment {
    /// The word for it.
    pub const fn kind(self) -> TreatmentKind {
        match self {
            Self::Mask(_) => TreatmentKind::Mask,
            Self::Placeholder | Self::NumberedPlaceholder => TreatmentKind::Placeholder,
            Self::Pseudonym => TreatmentKind::Pseudonym,
            Self::Format => TreatmentKind::Format,
            Self::Tokenize => TreatmentKind::Tokenize,
            Self::Remove => TreatmentKind::Remove,
            Self::Block => TreatmentKind::Block,
            Self::Callback => TreatmentKind::Callback,
        }
    }

    /// What takes its place where its result is found again: a form that is recognised.
    pub(crate) const fn recognised(self) -> Self {
        match self {
            Self::NumberedPlaceholder | Self::Pseudonym | Self::Tokenize => self,
            _ => Self::Placeholder,
        }
    }
}
