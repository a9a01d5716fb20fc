//! What is known of a regex beside where to look for it.

use regex_syntax::hir::{Hir, HirKind};
use serde::{Deserialize, Serialize};

/// The group that selects the value.
pub(crate) const SECRET: &str = "secret";

/// What a regex is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shape {
    /// The index of the group that selects the value, if there is one.
    pub(crate) secret: Option<usize>,
    /// The length of its longest match, if there is one.
    pub(crate) longest: Option<usize>,
}

impl Shape {
    pub(crate) fn of(hir: &Hir) -> Self {
        Self { secret: group(hir, SECRET), longest: hir.properties().maximum_len() }
    }
}

/// The index of the group of that name.
fn group(hir: &Hir, name: &str) -> Option<usize> {
    match hir.kind() {
        HirKind::Capture(capture) if capture.name.as_deref() == Some(name) => Some(capture.index as usize),
        HirKind::Capture(capture) => group(&capture.sub, name),
        HirKind::Repetition(repetition) => group(&repetition.sub, name),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().find_map(|part| group(part, name)),
        _ => None,
    }
}
