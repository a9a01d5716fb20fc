//! Where in a match the group stands that selects the value.
//!
//! A search that tracks groups is many times slower than one that finds where a match ends. In `before(?P<secret>value)after`
//! it is seldom needed: when `after` has a fixed length, and only one end of what `before` can match leaves a text that
//! can be a value, the group is what lies between.

use std::{fmt, sync::Arc};

use regex_automata::{
    Anchored, Input, MatchKind,
    hybrid::dfa::{Cache, DFA},
};
use regex_syntax::hir::{Hir, HirKind};

use super::{
    caches::Spare,
    dfa::LazyDfa,
    from_end::{fixed_length, is_value, parts},
    looks::without_looks,
    plan::{AHEAD, ByteSet, first_bytes, last_bytes},
};
use crate::Span;

/// The group of one regex.
pub(super) struct Group {
    before: Before,
    /// Which bytes a value may start with.
    starts: [ByteSet; AHEAD],
    shortest: usize,
    longest: usize,
    /// How many bytes follow it in every match.
    after: usize,
}

enum Before {
    Nothing,
    Something(Box<Automaton>),
}

struct Automaton {
    dfa: LazyDfa,
    /// For each byte whether what it matches may end with it.
    last: Box<[bool; 256]>,
    /// How long it may be.
    longest: usize,
}

const CACHE_BYTES: usize = 128 << 10;

impl Group {
    /// None where the regex is not of that form.
    pub(super) fn new(hir: &Hir, spare: &Arc<Spare>) -> Option<Self> {
        let parts = parts(hir);
        let at = parts.iter().position(is_value)?;
        let HirKind::Capture(value) = parts[at].kind() else { return None };
        let after = fixed_length(&parts[at + 1..])?;
        let before = match &parts[..at] {
            [] => Before::Nothing,
            parts => Before::Something(Box::new(Automaton::new(parts, spare)?)),
        };
        let properties = value.sub.properties();
        let shortest = properties.minimum_len().filter(|shortest| *shortest > 0)?;
        let longest = properties.maximum_len().unwrap_or(usize::MAX);
        Some(Self { before, starts: first_bytes(&value.sub), shortest, longest, after })
    }

    /// The value in a match; none when it takes a search for groups to tell.
    pub(super) fn of(&self, text: &[u8], whole: Span) -> Option<Span> {
        let end = whole.end.checked_sub(self.after)?;
        let may_start = |start: &usize| {
            let value = &text[*start..end];
            (self.shortest..=self.longest).contains(&value.len())
                && value.iter().zip(&self.starts).all(|(byte, set)| set.contains(*byte))
        };
        let start = match &self.before {
            Before::Nothing => whole.start,
            Before::Something(automaton) => automaton.only_end(text, whole.start, end, may_start)?,
        };
        Some(Span::new(start, end))
    }
}

impl Automaton {
    fn new(parts: &[Hir], spare: &Arc<Spare>) -> Option<Self> {
        let (hir, last) = (&Hir::concat(parts.to_vec()), last_bytes(parts));
        let last = Box::new(std::array::from_fn(|byte| last.contains(byte as u8)));
        let longest = hir.properties().maximum_len().unwrap_or(usize::MAX);
        // These need a character after the place: without them every end is still found, and more.
        let whole_words = hir.properties().look_set().contains_word_unicode();
        let hir = if whole_words { without_looks(hir) } else { hir.clone() };
        let config = DFA::config().match_kind(MatchKind::All).cache_capacity(CACHE_BYTES);
        let dfa = LazyDfa::new(&hir, config, spare)?;
        Some(Self { dfa, last, longest })
    }

    /// The end, before `end`, of a match from `start` that may be the right one, if there is only one.
    fn only_end(&self, text: &[u8], start: usize, end: usize, may_be: impl Fn(&usize) -> bool) -> Option<usize> {
        // Past the last byte that it may end with there is no end: most values hold none.
        let far = end.min(start.saturating_add(self.longest));
        let last = text[start..far].iter().rposition(|byte| self.last[usize::from(*byte)]);
        let end = end.min(start + last.map_or(1, |last| last + 2));
        self.dfa.with(|dfa, cache| only_end(dfa, cache, text, Span::new(start, end), may_be))
    }
}

fn only_end(dfa: &DFA, cache: &mut Cache, text: &[u8], span: Span, may_be: impl Fn(&usize) -> bool) -> Option<usize> {
    let input = Input::new(text).range(span.start..).anchored(Anchored::Yes);
    let mut state = dfa.start_state_forward(cache, &input).ok()?;
    let mut only = None;
    for (at, &byte) in (span.start..).zip(span.of(text)) {
        state = dfa.next_state(cache, state, byte).ok()?;
        if state.is_tagged() {
            // A match shows one byte after its end.
            if state.is_match() && may_be(&at) && only.replace(at).is_some() {
                return None;
            }
            if state.is_dead() {
                break;
            }
            if state.is_quit() {
                return None;
            }
        }
    }
    only
}

impl fmt::Debug for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Group").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use regex_automata::Input;

    use super::*;
    use crate::{
        builtin_packs,
        detect::{
            engine::{linear_regex, parse},
            plan::SECRET,
        },
    };

    /// Where a search for groups sees it, and where it is seen without, in the first match.
    fn both(hir: &Hir, text: &[u8]) -> Option<(Span, Option<Span>)> {
        let regex = linear_regex(hir).unwrap();
        let mut groups = regex.create_captures();
        regex.search_captures(&Input::new(text), &mut groups);
        let span = |span: regex_automata::Span| Span::new(span.start, span.end);
        let whole = span(groups.get_group(0)?);
        Some((span(groups.get_group_by_name(SECRET)?), Group::new(hir, &Arc::default())?.of(text, whole)))
    }

    #[test]
    fn the_value_is_where_a_search_for_groups_sees_it() {
        let rules = builtin_packs().iter().flat_map(|pack| pack.patterns().unwrap().patterns.into_values());
        let (mut told, mut all) = (0, 0);
        for rule in rules {
            let Ok(hir) = parse(&rule.regex, rule.unicode) else { continue };
            for text in rule.examples.iter().chain(&rule.counterexamples) {
                if let Some((value, without)) = both(&hir, text.as_bytes()) {
                    all += 1;
                    told += usize::from(without.is_some());
                    assert!(without.is_none_or(|without| without == value), "{}", rule.description);
                }
            }
        }
        assert!(all > 1000 && told * 10 > all * 8, "{told} of {all}");
    }

    #[test]
    fn where_there_is_a_choice_nothing_is_told() {
        for (regex, text, told) in [
            ("a=(?P<secret>[b-d]+)", "a=bcd", true),
            ("a=[\"']?(?P<secret>[b-d]+)", "a='bcd", true),
            ("a=b?(?P<secret>[b-d]+)", "a=bcd", false),
            ("a=(?P<secret>[b-d]+)[;,]", "a=bcd;", true),
            ("a=(?P<secret>[b-d]+);?", "a=bcd;", false),
            ("(?:a=(?P<secret>[b-d]+)|x)", "a=bcd", false),
            ("(?P<secret>[b-d]+)", "bcd", true),
            (r"\ba(?:=|: )(?P<secret>[ b-d]{3})", "a: bcd", true),
            (r"\ba(?:=|:|: )(?P<secret>[ b-d]{3,4})", "a: bcd", false),
        ] {
            let hir = parse(regex, true).unwrap();
            let seen = both(&hir, text.as_bytes()).and_then(|(value, without)| Some((value, without?)));
            assert_eq!(seen.is_some(), told, "{regex}");
            assert!(seen.is_none_or(|(value, without)| value == without), "{regex}");
        }
    }
}
