//! Tells when the end of a regex's match, or its failure, no longer depends on what follows.

use std::{fmt, sync::Arc};

use regex_automata::{
    Anchored, Input, MatchKind,
    hybrid::{
        LazyStateID,
        dfa::{Cache, DFA},
    },
};
use regex_syntax::hir::Hir;

use super::{LOOK, left::MARK};
use crate::{
    Error, ErrorKind, Result,
    detect::{caches::Spare, dfa::LazyDfa, looks::without_looks},
};

/// A regex as an automaton that is run from one offset on until it is dead.
pub(super) struct Automaton {
    dfa: LazyDfa,
    /// How many bytes past the place where it is dead the regex itself may look.
    look: usize,
}

/// Walks of an automaton, one after another.
pub(super) struct Walk<'a> {
    dfa: &'a DFA,
    cache: &'a mut Cache,
    look: usize,
}

/// What running an automaton shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Nothing after `at` counts. `matched`: where a first match was seen, if any was.
    Dead { at: usize, matched: Option<usize> },
    /// What follows may count.
    Alive { matched: Option<usize> },
}

const CACHE_BYTES: usize = 256 << 10;

impl Automaton {
    /// # Errors
    ///
    /// `InvalidRule` when the regex is too large for an automaton.
    pub(super) fn new(hir: &Hir, spare: &Arc<Spare>) -> Result<Self> {
        let (hir, kind, look) = match hir.properties().look_set().contains_word_unicode() {
            // These need a character after the place: without them every match is still found, and more.
            true => (without_looks(hir), MatchKind::All, LOOK),
            false => (hir.clone(), MatchKind::LeftmostFirst, 0),
        };
        let config = DFA::config().match_kind(kind).cache_capacity(CACHE_BYTES);
        let too_large = || Error::new(ErrorKind::InvalidRule, "compile rule", "the regex is too large for a stream");
        Ok(Self { dfa: LazyDfa::new(&hir, config, spare).ok_or_else(too_large)?, look })
    }

    /// Walks. No walk may be part of another of the same automaton.
    pub(super) fn with<T>(&self, walks: impl FnOnce(&mut Walk<'_>) -> T) -> T {
        self.dfa.with(|dfa, cache| walks(&mut Walk { dfa, cache, look: self.look }))
    }

    /// One walk, as [`Walk::run`].
    pub(super) fn run(&self, text: &[u8], start: usize) -> Fate {
        self.with(|walk| walk.run(text, start))
    }
}

impl Walk<'_> {
    /// Runs from `start` to the end of `text`, which goes on, or until it is dead.
    pub(super) fn run(&mut self, text: &[u8], start: usize) -> Fate {
        let Self { dfa, cache, .. } = self;
        let mut matched = None;
        let input = Input::new(text).range(start..).anchored(Anchored::Yes);
        let Ok(mut state) = dfa.start_state_forward(cache, &input) else { return Fate::Alive { matched } };
        if state.is_dead() {
            return Fate::Dead { at: start, matched };
        }
        for (at, &byte) in (start..).zip(&text[start..]) {
            let Ok(next) = dfa.next_state(cache, state, byte) else { return Fate::Alive { matched } };
            state = next;
            if state.is_tagged() {
                if state.is_match() {
                    matched = matched.or(Some(at + 1));
                } else if state.is_dead() {
                    // All assertions looked no farther than at the character that this byte is of.
                    if !byte.is_ascii() && at + self.look > text.len() {
                        return Fate::Alive { matched };
                    }
                    return Fate::Dead { at: at + 1, matched };
                } else if state.is_quit() {
                    return Fate::Alive { matched };
                }
            }
        }
        // A match shows one byte after its end: nothing may be left to wait for, or nothing that could prevent it.
        let next = if text.last().is_some_and(u8::is_ascii) { next_states(dfa, cache, state) } else { Next::Some };
        match next {
            Next::Dead if state.is_match() => Fate::Dead { at: text.len(), matched },
            Next::Match => Fate::Alive { matched: matched.or(Some(text.len())) },
            _ => Fate::Alive { matched },
        }
    }

    /// How many bytes it takes to be dead, without a match, whether or not a [mark](MARK) stands at `upto` or after in
    /// place of what the text has there; none when it may live.
    pub(super) fn dies(&mut self, text: &[u8], start: usize, upto: usize) -> Option<usize> {
        let Self { dfa, cache, .. } = self;
        let clears = cache.clear_count();
        let input = Input::new(text).range(start..).anchored(Anchored::Yes);
        let mut state = dfa.start_state_forward(cache, &input).ok()?;
        for (at, &byte) in (start..).zip(&text[start..]) {
            if state.is_dead() {
                return (self.look == 0).then_some(at - start);
            }
            if at >= upto && !dfa.next_state(cache, state, MARK).ok()?.is_dead() {
                return None;
            }
            // A cache that was cleared does not know the state any more.
            state = dfa.next_state(cache, state, byte).ok().filter(|_| cache.clear_count() == clears)?;
            if state.is_match() || state.is_quit() {
                return None;
            }
        }
        (state.is_dead() && self.look == 0).then_some(text.len() - start)
    }
}

/// What the next state is, whatever byte comes.
fn next_states(dfa: &DFA, cache: &mut Cache, state: LazyStateID) -> Next {
    // A cache that is full is cleared, and no longer knows the state.
    let clears = cache.clear_count();
    let (mut dead, mut matches) = (true, true);
    for byte in dfa.byte_classes().representatives(0..=u8::MAX).filter_map(|unit| unit.as_u8()) {
        match dfa.next_state(cache, state, byte) {
            Ok(next) if cache.clear_count() == clears => {
                dead &= next.is_dead();
                matches &= next.is_match();
            }
            _ => return Next::Some,
        }
        if !dead && !matches {
            return Next::Some;
        }
    }
    if dead { Next::Dead } else { Next::Match }
}

/// What all the states are that may follow.
#[derive(Clone, Copy)]
enum Next {
    Dead,
    Match,
    Some,
}

impl fmt::Debug for Automaton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Automaton").finish_non_exhaustive()
    }
}
