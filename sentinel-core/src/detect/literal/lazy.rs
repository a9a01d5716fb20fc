//! An automaton over the starts of several regexes that is made as it is walked, and shared by all threads: of what the
//! automaton of rules with long lists of words would be, texts need little.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError, atomic::AtomicU32},
};

use regex_syntax::hir::Hir;

use super::{
    reach::{Behind, Left, Reach},
    steps::{Step, Steps, Table, Told},
};

/// The automaton. What of it was made tells what texts had after a literal: it is never shown.
pub(super) struct Lazy {
    reach: Reach,
    /// For each byte its class; the class past the last is for the end of the text.
    classes: [u8; 256],
    end: usize,
    /// The last is empty.
    openings: [Opening; 4],
    /// By state and class.
    steps: Steps,
    making: Mutex<Making>,
}

/// The first bytes of what texts mostly have where the automaton is walked: what is left after them is told at once.
struct Opening {
    bytes: u64,
    mask: u64,
    length: usize,
    /// For what may stand before, where to go on.
    starts: [AtomicU32; Behind::COUNT],
}

/// The states that were made, with their numbers.
#[derive(Default)]
struct Making {
    states: Vec<Arc<Left>>,
    numbers: HashMap<Arc<Left>, Step>,
}

/// Bytes: what is not told after so many may match.
pub(crate) const LOOKS_AHEAD: usize = 48;

impl Lazy {
    /// An automaton that is walked where `literal` stands, as it is, in capitals or with one more often than not. None when the
    /// regexes are too large.
    pub(super) fn new(regexes: &[Hir], literal: &[u8]) -> Option<Self> {
        let reach = Reach::new(regexes)?;
        let classes = reach.classes();
        let end = usize::from(classes.iter().copied().max().unwrap_or(0)) + 1;
        Some(Self {
            reach,
            classes,
            end,
            openings: [literal, &literal.to_ascii_uppercase(), &with_capital(literal), &[]].map(Opening::new),
            steps: Steps::new(end + 1),
            making: Mutex::default(),
        })
    }

    /// A bit for each regex that may match at `at`, and how many bytes from there on decided.
    pub(super) fn alive(&self, text: &[u8], at: usize, before: Option<u8>) -> (u64, usize) {
        let (behind, text) = (Behind::of(before), &text[at..]);
        let opening = self.opening(text);
        let slot = &opening.starts[behind as usize];
        let mut step = Step::known(slot).unwrap_or_else(|| self.make_start(slot, behind, opening));
        if step == Step::NO_ROOM {
            return (u64::MAX, opening.length);
        }
        let table = self.steps.newest();
        let (mut matched, mut looked) = (0, opening.length);
        let mut ahead = text[opening.length..].iter();
        while looked < LOOKS_AHEAD {
            if step.tells() {
                let told = table.told(step);
                matched |= told.matched;
                if told.live & !matched == 0 {
                    return (matched, looked);
                }
            }
            let byte = ahead.next().copied();
            let class = byte.map_or(self.end, |byte| usize::from(self.classes[usize::from(byte)]));
            let next = Step::known(table.next(step, class)).unwrap_or_else(|| self.make(table, step, class, byte));
            looked += 1;
            if next == Step::NO_ROOM {
                break;
            }
            step = next;
        }
        let told = table.told(step);
        (matched | told.matched | told.live, looked)
    }

    #[inline]
    fn opening(&self, text: &[u8]) -> &Opening {
        let [forms @ .., none] = &self.openings;
        let Some(head) = text.first_chunk() else { return none };
        let head = u64::from_le_bytes(*head);
        forms.iter().find(|opening| head & opening.mask == opening.bytes).unwrap_or(none)
    }

    /// Makes the state after an opening.
    #[cold]
    fn make_start(&self, slot: &AtomicU32, behind: Behind, opening: &Opening) -> Step {
        let making = &mut *self.making.lock().unwrap_or_else(PoisonError::into_inner);
        let left = self.reach.after(behind, &opening.bytes.to_le_bytes()[..opening.length]);
        let step = self.number(making, left);
        step.store(slot);
        step
    }

    /// Makes what a state leads to. There is no room for it where only a newer table than the one that is read has some.
    #[cold]
    fn make(&self, read: &Table, from: Step, class: usize, byte: Option<u8>) -> Step {
        let making = &mut *self.making.lock().unwrap_or_else(PoisonError::into_inner);
        let left = self.reach.next(&making.states[read.state(from)], byte);
        let step = self.number(making, left);
        step.store(self.steps.newest().next(from, class));
        if read.holds(step) { step } else { Step::NO_ROOM }
    }

    fn number(&self, making: &mut Making, left: Left) -> Step {
        let Making { states, numbers } = making;
        if let Some(step) = numbers.get(&left) {
            return *step;
        }
        if states.len() == self.steps.newest().room() && !self.steps.grow() {
            return Step::NO_ROOM;
        }
        let told = Told { matched: left.matched, live: left.live };
        let step = self.steps.newest().step_to(states.len(), told);
        let left = Arc::new(left);
        states.push(Arc::clone(&left));
        numbers.insert(left, step);
        step
    }
}

fn with_capital(literal: &[u8]) -> Vec<u8> {
    let mut literal = literal.to_vec();
    literal.iter_mut().take(1).for_each(|first| first.make_ascii_uppercase());
    literal
}

impl Opening {
    fn new(literal: &[u8]) -> Self {
        let mut bytes = [0; 8];
        let length = literal.len().min(bytes.len());
        bytes[..length].copy_from_slice(&literal[..length]);
        let mask = if length == 8 { u64::MAX } else { (1 << (8 * length)) - 1 };
        let starts = [const { AtomicU32::new(0) }; Behind::COUNT];
        Self { bytes: u64::from_le_bytes(bytes), mask, length, starts }
    }
}

impl fmt::Debug for Lazy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lazy").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex_automata::{Anchored, Input, meta::Regex};

    use super::*;

    fn read(regexes: &[&str]) -> Vec<Hir> {
        let parse = |regex: &&str| regex_syntax::ParserBuilder::new().utf8(false).build().parse(regex).unwrap();
        regexes.iter().map(parse).collect()
    }

    #[test]
    fn what_was_walked_is_not_shown() {
        let lazy = Lazy::new(&read(&[r"key=\b[a-z]+x"]), b"key").unwrap();
        let fresh = format!("{lazy:?}");
        lazy.alive(b"key=hunter", 0, Some(b'q'));
        assert_eq!(format!("{lazy:?}"), fresh);
    }

    #[test]
    fn what_can_no_longer_match_is_turned_down() {
        let regexes = ["key=[0-9]{4}", r"key\b", "key$", "(?m)key$", r"(?-u:\b)key[a-z]{60}", "ke(?:y=1)?"];
        let lazy = Lazy::new(&read(&regexes), b"key").unwrap();
        let long = format!("key{}", "x".repeat(LOOKS_AHEAD - 3));
        let table: [(&str, Option<u8>, &[usize]); 8] = [
            ("key=1234", None, &[0, 1, 5]),
            ("key=12x4", None, &[1, 5]),
            ("key", Some(b'.'), &[1, 2, 3, 5]),
            ("key\nkey", Some(b'a'), &[1, 3, 5]),
            ("keys", None, &[5]),
            // Not told within so few bytes.
            (&long, None, &[4, 5]),
            (&long, Some(b'a'), &[5]),
            ("k", None, &[]),
        ];
        // Twice: what is made, and what is known.
        for (text, before, expected) in table.iter().chain(&table) {
            let (alive, _) = lazy.alive(text.as_bytes(), 0, *before);
            let alive: Vec<usize> = (0..64).filter(|bit| alive >> bit & 1 == 1).collect();
            assert_eq!(&alive, expected, "{text:?} after {before:?}");
        }
    }

    /// Some that take more states than there is room for.
    const GREEDY: [&str; 8] = [
        "[ab]*a[ab]{9}c",
        "[ab]*b[abc]{11}c",
        "(?:a|bb){3,9}(?:c|é)",
        r"a\b.?",
        r"(?m)^[ab]+$",
        r"[ab]+\B[c ]",
        r"(?s).{1,12}\z",
        "a(?:b(?:c(?:a(?:b)?)?)?)?",
    ];

    fn matchers() -> Vec<Regex> {
        read(&GREEDY).iter().map(|hir| Regex::builder().build_from_hir(hir).unwrap()).collect()
    }

    /// True when none of those that match at `at` is turned down.
    fn nothing_is_lost(lazy: &Lazy, matchers: &[Regex], text: &[u8], at: usize) -> bool {
        let (alive, _) = lazy.alive(text, at, at.checked_sub(1).map(|before| text[before]));
        let input = Input::new(text).range(at..).anchored(Anchored::Yes);
        matchers.iter().enumerate().all(|(bit, matcher)| alive >> bit & 1 == 1 || !matcher.is_match(input.clone()))
    }

    fn has_no_room(lazy: &Lazy) -> bool {
        lazy.making.lock().unwrap().states.len() == lazy.steps.newest().room() && !lazy.steps.grow()
    }

    #[test]
    fn nothing_that_matches_is_turned_down() {
        let (lazy, matchers) = (Lazy::new(&read(&GREEDY), b"ab").unwrap(), matchers());
        let config = ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() };
        proptest!(config, |(text in "[abcé \n]{0,20}[abc]{0,30}", at in 0..40_usize)| {
            let text = text.as_bytes();
            prop_assert!(nothing_is_lost(&lazy, &matchers, text, at.min(text.len())));
        });
    }

    #[test]
    fn threads_that_make_states_turn_nothing_down_even_when_there_is_no_room() {
        for round in 0..8_u64 {
            let (lazy, matchers) = (Lazy::new(&read(&GREEDY), b"ab").unwrap(), matchers());
            std::thread::scope(|scope| {
                for thread in 1..=4 {
                    let (lazy, matchers) = (&lazy, &matchers);
                    scope.spawn(move || {
                        let mut state = (round * 4 + thread).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                        for _ in 0..1000 {
                            let text: Vec<u8> = (0..24)
                                .map(|_| {
                                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                                    b"aabbbc "[(state >> 40) as usize % 7]
                                })
                                .collect();
                            assert!(nothing_is_lost(lazy, matchers, &text, (state >> 60) as usize));
                        }
                    });
                }
            });
            assert!(has_no_room(&lazy));
        }
    }
}
