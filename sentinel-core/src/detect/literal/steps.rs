//! Where the states of an automaton lead to: tables that all threads read while states are made, each with more room than
//! the one before.

use std::sync::{
    OnceLock,
    atomic::{AtomicU16, AtomicU64, Ordering},
};

/// The tables. States have the same numbers in all of them.
pub(super) struct Steps {
    first: Table,
    larger: [OnceLock<Table>; LARGER.len()],
}

/// So many states are in the first table at most, and in each that follows. Most texts need few; a first table that has room
/// for all would not fit where it is read fast.
const FIRST: usize = 320;
const LARGER: [usize; 2] = [640, 1280];

pub(super) struct Table {
    next: Box<[AtomicU16]>,
    told: Box<[Told]>,
    /// How many steps lead out of a state.
    width: usize,
}

/// What is told of a state.
#[derive(Default)]
pub(super) struct Told {
    pub(super) matched: AtomicU64,
    pub(super) live: AtomicU64,
}

/// The number of a state, counted from one, and whether a match ends there or none can; or that there is no room for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step(u16);

impl Step {
    const TELLS: u16 = 1 << 15;
    pub(super) const NO_ROOM: Self = Self(u16::MAX);

    pub(super) fn new(state: usize, tells: bool) -> Self {
        Self((state + 1) as u16 | if tells { Self::TELLS } else { 0 })
    }

    #[inline]
    pub(super) fn state(self) -> usize {
        usize::from(self.0 & !Self::TELLS) - 1
    }

    #[inline]
    pub(super) fn tells(self) -> bool {
        self.0 & Self::TELLS != 0
    }

    /// None when it is not made yet.
    #[inline]
    pub(super) fn known(slot: &AtomicU16) -> Option<Self> {
        Some(Self(slot.load(Ordering::Acquire))).filter(|step| step.0 != 0)
    }

    /// Whoever sees the number sees what is told of the state, and the table that has it.
    pub(super) fn store(self, slot: &AtomicU16) {
        slot.store(self.0, Ordering::Release);
    }
}

impl Steps {
    /// For automata with so many steps out of a state.
    pub(super) fn new(width: usize) -> Self {
        Self { first: Table::new(FIRST, width), larger: [const { OnceLock::new() }; LARGER.len()] }
    }

    /// The table with room for every state whose number was seen before.
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
    fn new(room: usize, width: usize) -> Self {
        let next = (0..room * width).map(|_| AtomicU16::new(0)).collect();
        Self { next, told: (0..room).map(|_| Told::default()).collect(), width }
    }

    /// The same, with room for so many states.
    fn with_room(&self, room: usize) -> Self {
        let table = Self::new(room, self.width);
        for (new, old) in table.next.iter().zip(&self.next) {
            new.store(old.load(Ordering::Acquire), Ordering::Relaxed);
        }
        for (new, old) in table.told.iter().zip(&self.told) {
            new.tell(old.matched.load(Ordering::Relaxed), old.live.load(Ordering::Relaxed));
        }
        table
    }

    pub(super) fn room(&self) -> usize {
        self.told.len()
    }

    #[inline]
    pub(super) fn next(&self, step: Step, class: usize) -> &AtomicU16 {
        &self.next[step.state() * self.width + class]
    }

    #[inline]
    pub(super) fn told(&self, state: usize) -> &Told {
        &self.told[state]
    }
}

impl Told {
    pub(super) fn tell(&self, matched: u64, live: u64) {
        self.matched.store(matched, Ordering::Relaxed);
        self.live.store(live, Ordering::Relaxed);
    }
}
