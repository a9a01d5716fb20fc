//! Turns down, within a few bytes, what cannot become a match: one small automaton for all the rules
//! that are looked for at the same place, built when it is first needed.

use std::sync::{Arc, OnceLock};

use regex_automata::{
    Anchored,
    dfa::{Automaton, StartKind, dense},
    nfa::thompson,
    util::start,
};
use regex_syntax::{ParserBuilder, hir::Hir};

use super::Candidate;
use crate::detect::plan::{DEPTH, Outlook};

/// The rules that are looked for at one place.
#[derive(Debug, Default)]
pub(super) struct Follow {
    rules: Vec<(u32, Arc<Outlook>)>,
    /// For each group of rules; none where it would be too large: then nothing is turned down.
    automata: OnceLock<Vec<Option<Automata>>>,
}

type Automata = dense::DFA<Vec<u32>>;

/// An automaton tells so many rules apart, a bit each.
const GROUP: usize = 64;
const MOST_BYTES: usize = 64 << 10;

impl Follow {
    pub(super) fn add(&mut self, rule: u32, outlook: &Arc<Outlook>) {
        if !self.rules.iter().any(|(known, _)| *known == rule) {
            self.rules.push((rule, Arc::clone(outlook)));
        }
    }

    pub(super) fn outlooks(&self) -> impl Iterator<Item = &Outlook> {
        self.rules.iter().map(|(_, outlook)| &**outlook)
    }

    /// Adds the rules that may match at `at`.
    pub(super) fn at(&self, text: &[u8], at: usize, found: &mut Vec<Candidate>) {
        let before = at.checked_sub(1).map(|at| text[at]);
        let may = |outlook: &Outlook| before.is_none_or(|byte| outlook.before.contains(byte));
        if !self.outlooks().any(may) {
            return;
        }
        let automata = self.automata.get_or_init(|| self.rules.chunks(GROUP).map(automaton).collect());
        for (group, automaton) in self.rules.chunks(GROUP).zip(automata) {
            let alive = automaton.as_ref().map_or(u64::MAX, |automaton| alive(automaton, text, at, before));
            if alive != 0 {
                let here = group.iter().enumerate().filter(|(bit, (_, outlook))| alive >> bit & 1 == 1 && may(outlook));
                found.extend(here.map(|(_, (rule, _))| Candidate { rule: *rule, start: at }));
            }
        }
    }
}

/// A bit for each rule that may match at `at`.
fn alive(automaton: &Automata, text: &[u8], at: usize, before: Option<u8>) -> u64 {
    let start = start::Config::new().look_behind(before).anchored(Anchored::Yes);
    let Ok(mut state) = automaton.start_state(&start) else { return u64::MAX };
    let mut matched = 0;
    let ahead = &text[at..text.len().min(at + DEPTH + 1)];
    for byte in ahead {
        state = automaton.next_state(state, *byte);
        if automaton.is_special_state(state) {
            if automaton.is_match_state(state) {
                matched |= matches(automaton, state);
            } else if automaton.is_dead_state(state) {
                return matched;
            } else if automaton.is_quit_state(state) {
                return u64::MAX;
            }
        }
    }
    if ahead.len() > DEPTH {
        // Whatever goes on past the depth may match.
        return u64::MAX;
    }
    state = automaton.next_eoi_state(state);
    if automaton.is_match_state(state) { matched | matches(automaton, state) } else { matched }
}

fn matches(automaton: &Automata, state: regex_automata::util::primitives::StateID) -> u64 {
    (0..automaton.match_len(state)).map(|index| 1 << automaton.match_pattern(state, index).as_usize()).sum()
}

fn automaton(rules: &[(u32, Arc<Outlook>)]) -> Option<Automata> {
    let parse = |regex: &str| ParserBuilder::new().utf8(false).build().parse(regex).ok();
    let starts: Vec<Hir> = rules.iter().map(|(_, outlook)| parse(&outlook.start)).collect::<Option<_>>()?;
    let config = thompson::Config::new()
        .utf8(false)
        .which_captures(thompson::WhichCaptures::None)
        .nfa_size_limit(Some(4 * MOST_BYTES));
    let nfa = thompson::Compiler::new().configure(config).build_many_from_hir(&starts).ok()?;
    let config = dense::Config::new()
        .match_kind(regex_automata::MatchKind::All)
        .start_kind(StartKind::Anchored)
        .accelerate(false)
        .minimize(false)
        .dfa_size_limit(Some(MOST_BYTES))
        .determinize_size_limit(Some(8 * MOST_BYTES));
    dense::Builder::new().configure(config).build_from_nfa(&nfa).ok()
}
