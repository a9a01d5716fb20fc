//! Turns down, within a few bytes, what cannot become a match: one automaton for all the rules that are looked for at the
//! same place, made when it is first needed.

use std::sync::{Arc, OnceLock};

use regex_syntax::hir::Hir;

use super::{Candidate, lazy::Lazy, reach::MOST_REGEXES, sweep::Sweep};
use crate::{
    bits::ones,
    detect::plan::{ByteSet, Outlook},
};

/// The rules that are looked for at one place.
#[derive(Debug, Default)]
pub(super) struct Follow {
    rules: Vec<(u32, Arc<Outlook>)>,
    /// What may stand before any of them.
    before: ByteSet,
    /// For each group of rules; none where it would be too large: then nothing is turned down.
    automata: OnceLock<Vec<Option<Lazy>>>,
}

/// Tells what a match of a rule starts with where it is looked for.
pub(crate) trait Starts {
    /// None when it cannot be told.
    fn start(&self, rule: u32) -> Option<Hir>;
}

/// For tests of all else that a pass finds.
#[cfg(test)]
pub(crate) struct NoRules;

#[cfg(test)]
impl Starts for NoRules {
    fn start(&self, _: u32) -> Option<Hir> {
        None
    }
}

impl Follow {
    pub(super) fn add(&mut self, rule: u32, outlook: &Arc<Outlook>) {
        if !self.rules.iter().any(|(known, _)| *known == rule) {
            self.rules.push((rule, Arc::clone(outlook)));
            self.before = self.before.union(outlook.before);
        }
    }

    /// True when with the rules of the other one automaton is enough for all.
    pub(super) fn has_room(&self, other: &Self) -> bool {
        self.rules.len() + other.rules.len() <= MOST_REGEXES
    }

    /// Adds the rules of the other.
    pub(super) fn join(&mut self, other: Self) {
        other.rules.iter().for_each(|(rule, outlook)| self.add(*rule, outlook));
    }

    pub(super) fn outlooks(&self) -> impl Iterator<Item = &Outlook> {
        self.rules.iter().map(|(_, outlook)| &**outlook)
    }

    /// Adds the rules that may match at `at`, where `literal` stands in some form.
    pub(super) fn at(&self, text: &[u8], at: usize, literal: &[u8], sweep: &mut Sweep<'_>) {
        let before = at.checked_sub(1).map(|at| text[at]);
        if before.is_some_and(|byte| !self.before.contains(byte)) {
            return;
        }
        let Sweep { starts, candidates, echoes, .. } = sweep;
        let this = std::ptr::from_ref(self).addr();
        let mut heard = echoes.place(this, literal.len(), text, at);
        if heard.as_mut().is_some_and(|heard| heard.repeat(this, text, at, candidates)) {
            return;
        }
        let first = candidates.len();
        let automata =
            self.automata.get_or_init(|| self.groups().map(|rules| automaton(rules, literal, *starts)).collect());
        let mut looked = 0;
        for (rules, automaton) in self.groups().zip(automata) {
            let all = u64::MAX >> (MOST_REGEXES - rules.len());
            let (alive, bytes) = automaton.as_ref().map_or((all, 0), |automaton| automaton.alive(text, at, before));
            looked = looked.max(bytes);
            for (rule, outlook) in ones(all & alive).map(|index| &rules[index]) {
                if before.is_none_or(|byte| outlook.before.contains(byte)) {
                    candidates.push(Candidate { rule: *rule, start: at });
                }
            }
        }
        if let Some(heard) = heard {
            heard.note(this, at, looked, first..candidates.len());
        }
    }

    fn groups(&self) -> std::slice::Chunks<'_, (u32, Arc<Outlook>)> {
        self.rules.chunks(MOST_REGEXES)
    }
}

fn automaton(rules: &[(u32, Arc<Outlook>)], literal: &[u8], starts: &dyn Starts) -> Option<Lazy> {
    let starts: Vec<Hir> = rules.iter().map(|(rule, _)| starts.start(*rule)).collect::<Option<_>>()?;
    Lazy::new(&starts, literal)
}
