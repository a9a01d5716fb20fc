//! A compiled regex, and what searches by it work in.

use std::{fmt, sync::Arc};

use regex_automata::{
    Anchored, Input,
    meta::{Cache, Regex},
};
use regex_syntax::hir::Hir;

use super::{
    caches::{Caches, Spare},
    engine::linear_regex,
};
use crate::{Result, Span};

/// Searches by one regex.
pub(crate) struct Searcher {
    regex: Regex,
    caches: Caches<Cache>,
}

impl Searcher {
    pub(crate) fn new(hir: &Hir, spare: &Arc<Spare>) -> Result<Self> {
        Ok(Self { regex: linear_regex(hir)?, caches: Caches::new(spare) })
    }

    /// True when there is a match.
    pub(crate) fn is_match(&self, input: Input<'_>) -> bool {
        let input = input.earliest(true);
        self.with(|regex, cache| regex.search_half_with(cache, &input)).is_some()
    }

    /// The leftmost match, or the one that starts where the range does, when the input is anchored. Where it stands is
    /// found fast; its groups then only inside it, and only when they are asked for.
    #[inline]
    pub(crate) fn find(&self, input: &Input<'_>) -> Option<Span> {
        self.with(|regex, cache| match input.get_anchored() {
            Anchored::No => regex.search_with(cache, input).map(|found| Span::new(found.start(), found.end())),
            _ => regex.search_half_with(cache, input).map(|end| Span::new(input.start(), end.offset())),
        })
    }

    /// Where the group stands in that match.
    pub(crate) fn group(&self, input: &Input<'_>, group: usize) -> Option<Span> {
        let mut groups = self.regex.create_captures();
        self.with(|regex, cache| regex.search_captures_with(cache, input, &mut groups));
        groups.get_group(group).map(|group| Span::new(group.start, group.end))
    }

    #[inline]
    fn with<T>(&self, search: impl FnOnce(&Regex, &mut Cache) -> T) -> T {
        self.caches.with(|| self.regex.create_cache(), |cache| search(&self.regex, cache))
    }
}

impl fmt::Debug for Searcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Searcher").finish_non_exhaustive()
    }
}
