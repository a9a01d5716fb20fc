//! Regexes of other engines in the syntax of ours: translated where that is exact, and otherwise left to be judged
//! when they are compiled.

mod go;
mod pcre;

pub(super) use self::{go::from_go, pcre::from_pcre};

/// A regex in our syntax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Translated {
    pub(super) regex: String,
    /// True when it has to be read with Unicode's classes.
    pub(super) unicode: bool,
    /// What it matches that the original does not, or the other way round.
    pub(super) differences: Vec<&'static str>,
}
