//! A regex as an automaton that is made as it is walked, from where a match starts on: the least that a search needs.

use std::sync::Arc;

use regex_automata::{
    hybrid::dfa::{Cache, Config, DFA},
    nfa::thompson,
};
use regex_syntax::hir::Hir;

use super::{
    caches::{Caches, Spare},
    engine::NFA_BYTES,
};

/// The automaton, and what walks of it work in.
pub(super) struct LazyDfa {
    dfa: DFA,
    caches: Caches<Cache>,
}

impl LazyDfa {
    /// None when the regex is too large, or looks at what an automaton does not tell.
    pub(super) fn new(hir: &Hir, config: Config, spare: &Arc<Spare>) -> Option<Self> {
        let captures = thompson::WhichCaptures::None;
        let of_nfa = thompson::Config::new().utf8(false).which_captures(captures).nfa_size_limit(Some(NFA_BYTES));
        let nfa = thompson::Compiler::new().configure(of_nfa).build_from_hir(hir).ok()?;
        let dfa = DFA::builder().configure(config.skip_cache_capacity_check(true)).build_from_nfa(nfa).ok()?;
        Some(Self { dfa, caches: Caches::new(spare) })
    }

    /// Walks. No walk may be part of another of the same automaton.
    #[inline]
    pub(super) fn with<T>(&self, walk: impl FnOnce(&DFA, &mut Cache) -> T) -> T {
        self.caches.with(|| self.dfa.create_cache(), |cache| walk(&self.dfa, cache))
    }
}
