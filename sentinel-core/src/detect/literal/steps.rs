//! Where the states of an automaton lead to: tables that all threads read while states are made, each with more room than
//! the one before.

use std::sync::{
    OnceLock,
    atomic::{AtomicU32, Ordering},
};

/// The tables. States have the same numbers in all of them.
pub(super) struct Steps {
    first: Table,
    larger: [OnceLock<Table>; LARGER.len()],
}

/// So many states are in the first table at most, and in each that follows. Most automata have few, and there are many of
/// them: the first tables of all take less than those of the busiest.
const FIRST: usize = 32;
const LARGER: [usize; 3] = [80, 320, 1280];

/// A row for each state: the steps that lead out of it, and what is told of it.
pub(super) struct Table {
    words: Box<[AtomicU32]>,
    /// How many steps lead out of a state.
    classes: usize,
}

/// What is told of a state: a bit for each regex that has matched, and for each that still may.
#[derive(Clone, Copy)]
pub(super) struct Told {
    pub(super) matched: u64,
    pub(super) live: u64,
}

impl Told {
    const WORDS: usize = 4;
}

/// Where the row of a state starts, so that to go on takes an addition, and whether a match ends there or none can; or that
/// there is no room for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step(u32);

impl Step {
    const TELLS: u32 = 1 << 31;
    pub(super) const NO_ROOM: Self = Self(u32::MAX);

    #[inline]
    fn row(self) -> usize {
        (self.0 & !Self::TELLS) as usize
    }

    #[inline]
    pub(super) fn tells(self) -> bool {
        self.0 & Self::TELLS != 0
    }

    /// None when it is not made yet.
    #[inline]
    pub(super) fn known(slot: &AtomicU32) -> Option<Self> {
        // No row starts at zero.
        Some(Self(slot.load(Ordering::Acquire))).filter(|step| step.0 != 0)
    }

    /// Whoever sees it sees what is told of the state, and the table that has it.
    pub(super) fn store(self, slot: &AtomicU32) {
        slot.store(self.0, Ordering::Release);
    }
}

impl Steps {
    /// For automata with so many steps out of a state.
    pub(super) fn new(classes: usize) -> Self {
        Self { first: Table::new(FIRST, classes), larger: [const { OnceLock::new() }; LARGER.len()] }
    }

    /// The table with room for every state whose step was seen before.
    #[inline]
    pub(super) fn newest(&self) -> &Table {
        self.larger.iter().rev().find_map(OnceLock::get).unwrap_or(&self.first)
    }

    /// Makes a table with more room; false when there is none. One thread at a time makes tables and states.
    pub(super) fn grow(&self) -> bool {
        let larger = self.larger.iter().zip(LARGER).find(|(table, _)| table.get().is_none());
        larger.is_some_and(|(table, room)| table.set(self.newest().with_room(room)).is_ok())
    }
}

impl Table {
    fn new(room: usize, classes: usize) -> Self {
        // The first row is nobody's.
        let words = (0..(1 + room) * (classes + Told::WORDS)).map(|_| AtomicU32::new(0)).collect();
        Self { words, classes }
    }

    /// The same, with room for so many states.
    fn with_room(&self, room: usize) -> Self {
        let table = Self::new(room, self.classes);
        for (new, old) in table.words.iter().zip(&self.words) {
            new.store(old.load(Ordering::Acquire), Ordering::Relaxed);
        }
        table
    }

    pub(super) fn room(&self) -> usize {
        self.words.len() / self.width() - 1
    }

    fn width(&self) -> usize {
        self.classes + Told::WORDS
    }

    /// True when there is room for that state.
    pub(super) fn holds(&self, step: Step) -> bool {
        step.row() < self.words.len()
    }

    /// The number of a state, from zero on.
    pub(super) fn state(&self, step: Step) -> usize {
        step.row() / self.width() - 1
    }

    /// The step to a state, of which this is told.
    pub(super) fn step_to(&self, state: usize, told: Told) -> Step {
        let row = (1 + state) * self.width();
        for (word, number) in self.words[row + self.classes..].iter().zip(told.words()) {
            word.store(number, Ordering::Relaxed);
        }
        let tells = told.matched != 0 || told.live == 0;
        Step(row as u32 | if tells { Step::TELLS } else { 0 })
    }

    #[inline]
    pub(super) fn next(&self, step: Step, class: usize) -> &AtomicU32 {
        &self.words[step.row() + class]
    }

    #[inline]
    pub(super) fn told(&self, step: Step) -> Told {
        let words = self.words[step.row() + self.classes..].first_chunk().expect("each row ends with what is told");
        Told::of(words.each_ref().map(|word: &AtomicU32| word.load(Ordering::Relaxed)))
    }
}

impl Told {
    #[inline]
    fn of([matched, matched_high, live, live_high]: [u32; Self::WORDS]) -> Self {
        let both = |low: u32, high: u32| u64::from(high) << 32 | u64::from(low);
        Self { matched: both(matched, matched_high), live: both(live, live_high) }
    }

    fn words(self) -> [u32; Self::WORDS] {
        let Self { matched, live } = self;
        [matched as u32, (matched >> 32) as u32, live as u32, (live >> 32) as u32]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_of_a_state_and_where_it_leads_are_the_same_in_larger_tables() {
        let steps = Steps::new(3);
        let told = |state: usize| Told { matched: (state as u64) << 30, live: u64::MAX - state as u64 };
        let made: Vec<Step> = (0..FIRST).map(|state| steps.newest().step_to(state, told(state))).collect();
        (1..FIRST).for_each(|state| made[state].store(steps.newest().next(made[state - 1], state % 3)));
        for _ in 0..=LARGER.len() {
            let table = steps.newest();
            for (state, step) in made.iter().enumerate() {
                let Told { matched, live } = table.told(*step);
                assert_eq!((table.state(*step), matched, live), (state, told(state).matched, told(state).live));
                assert_eq!(step.tells(), state > 0);
                assert!(state == 0 || Step::known(table.next(made[state - 1], state % 3)) == Some(*step));
            }
            steps.grow();
        }
        assert!(!steps.grow() && !steps.newest().holds(Step::NO_ROOM));
    }
}
