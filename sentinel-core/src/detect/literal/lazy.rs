//! An automaton over the starts of several regexes that is made as it is walked, and shared by all threads: of what the
//! automaton of rules with long lists of words would be, texts need little.

use std::{
    collections::HashMap,
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU16, AtomicU64, Ordering},
    },
};

use regex_syntax::hir::Hir;

use super::reach::{Behind, Left, Reach};

/// The automaton. What of it was made tells what texts had after a literal: it is never shown.
pub(super) struct Lazy {
    reach: Reach,
    /// For each byte its class; the class past the last is for the end of the text.
    classes: [u8; 256],
    end: usize,
    /// The last is empty.
    openings: [Opening; 4],
    /// For each state and class where it leads to.
    next: Box<[AtomicU16]>,
    /// Of each state.
    matched: Box<[AtomicU64; MOST_STATES]>,
    live: Box<[AtomicU64; MOST_STATES]>,
    making: Mutex<Making>,
}

/// The first bytes of what texts mostly have where the automaton is walked: what is left after them is told at once.
struct Opening {
    bytes: u64,
    mask: u64,
    length: usize,
    /// For what may stand before, where to go on.
    starts: [AtomicU16; Behind::COUNT],
}

/// The states that were made, with their numbers.
#[derive(Default)]
struct Making {
    states: Vec<Arc<Left>>,
    numbers: HashMap<Arc<Left>, u16>,
}

const MOST_STATES: usize = 320;

/// Bytes: what is not told after so many may match.
pub(crate) const LOOKS_AHEAD: usize = 20;

/// The number of a state, counted from one, and whether a match ends there or none can; or that there is no room for it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Step(u16);

impl Step {
    const TELLS: u16 = 1 << 15;
    const NO_ROOM: Self = Self(u16::MAX);

    fn state(self) -> usize {
        usize::from(self.0 & !Self::TELLS) - 1
    }

    fn tells(self) -> bool {
        self.0 & Self::TELLS != 0
    }

    /// None when it is not made yet.
    #[inline]
    fn known(slot: &AtomicU16) -> Option<Self> {
        Some(Self(slot.load(Ordering::Acquire))).filter(|step| step.0 != 0)
    }
}

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
            next: (0..MOST_STATES * (end + 1)).map(|_| AtomicU16::new(0)).collect(),
            matched: Box::new([const { AtomicU64::new(0) }; MOST_STATES]),
            live: Box::new([const { AtomicU64::new(0) }; MOST_STATES]),
            making: Mutex::default(),
        })
    }

    /// A bit for each regex that may match at `at`.
    pub(super) fn alive(&self, text: &[u8], at: usize, before: Option<u8>) -> u64 {
        let (behind, text) = (Behind::of(before), &text[at..]);
        let opening = self.opening(text);
        let slot = &opening.starts[behind as usize];
        let make = || self.make(slot, |_| self.reach.after(behind, &opening.bytes.to_le_bytes()[..opening.length]));
        let mut step = Step::known(slot).unwrap_or_else(make);
        if step == Step::NO_ROOM {
            return u64::MAX;
        }
        let mut matched = 0;
        let mut ahead = text[opening.length..].iter();
        for _ in opening.length..LOOKS_AHEAD {
            if step.tells() {
                matched |= self.matched[step.state()].load(Ordering::Relaxed);
                if self.live[step.state()].load(Ordering::Relaxed) & !matched == 0 {
                    return matched;
                }
            }
            let byte = ahead.next().copied();
            let class = byte.map_or(self.end, |byte| usize::from(self.classes[usize::from(byte)]));
            let slot = &self.next[step.state() * (self.end + 1) + class];
            let next = || self.make(slot, |states| self.reach.next(&states[step.state()], byte));
            match Step::known(slot).unwrap_or_else(next) {
                Step::NO_ROOM => break,
                next => step = next,
            }
        }
        let state = step.state();
        matched | self.matched[state].load(Ordering::Relaxed) | self.live[state].load(Ordering::Relaxed)
    }

    #[inline]
    fn opening(&self, text: &[u8]) -> &Opening {
        let [forms @ .., none] = &self.openings;
        let Some(head) = text.first_chunk() else { return none };
        let head = u64::from_le_bytes(*head);
        forms.iter().find(|opening| head & opening.mask == opening.bytes).unwrap_or(none)
    }

    /// Makes what a slot leads to.
    #[cold]
    fn make(&self, slot: &AtomicU16, left: impl FnOnce(&[Arc<Left>]) -> Left) -> Step {
        let Making { states, numbers } = &mut *self.making.lock().unwrap_or_else(PoisonError::into_inner);
        let left = left(states);
        let number = match numbers.get(&left) {
            Some(number) => *number,
            None if states.len() == MOST_STATES => Step::NO_ROOM.0,
            None => {
                let (matched, live) = (left.matched, left.live);
                self.matched[states.len()].store(matched, Ordering::Relaxed);
                self.live[states.len()].store(live, Ordering::Relaxed);
                let left = Arc::new(left);
                states.push(Arc::clone(&left));
                let tells = if matched != 0 || live == 0 { Step::TELLS } else { 0 };
                let number = states.len() as u16 | tells;
                numbers.insert(left, number);
                number
            }
        };
        // What is told of the state is seen by whoever sees its number.
        slot.store(number, Ordering::Release);
        Step(number)
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
        let starts = [const { AtomicU16::new(0) }; Behind::COUNT];
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
        let regexes = ["key=[0-9]{4}", r"key\b", "key$", "(?m)key$", r"(?-u:\b)key[a-z]{30}", "ke(?:y=1)?"];
        let lazy = Lazy::new(&read(&regexes), b"key").unwrap();
        let long = format!("key{}", "x".repeat(29));
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
            let alive = lazy.alive(text.as_bytes(), 0, *before);
            let alive: Vec<usize> = (0..64).filter(|bit| alive >> bit & 1 == 1).collect();
            assert_eq!(&alive, expected, "{text:?} after {before:?}");
        }
    }

    #[test]
    fn nothing_that_matches_is_turned_down_however_many_states_it_takes() {
        let regexes = [
            "[ab]*a[ab]{9}c",
            "[ab]*b[abc]{11}c",
            "(?:a|bb){3,9}(?:c|é)",
            r"a\b.?",
            r"(?m)^[ab]+$",
            r"[ab]+\B[c ]",
            r"(?s).{1,12}\z",
            "a(?:b(?:c(?:a(?:b)?)?)?)?",
        ];
        let hirs = read(&regexes);
        let lazy = Lazy::new(&hirs, b"ab").unwrap();
        let matchers: Vec<Regex> = hirs.iter().map(|hir| Regex::builder().build_from_hir(hir).unwrap()).collect();
        let config = ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() };
        proptest!(config, |(text in "[abcé \n]{0,20}[abc]{0,30}", at in 0..40_usize)| {
            let text = text.as_bytes();
            let at = at.min(text.len());
            let alive = lazy.alive(text, at, at.checked_sub(1).map(|before| text[before]));
            for (bit, matcher) in matchers.iter().enumerate() {
                let matches = matcher.is_match(Input::new(text).range(at..).anchored(Anchored::Yes));
                prop_assert!(!matches || alive >> bit & 1 == 1, "{}", regexes[bit]);
            }
        });
        assert_eq!(lazy.making.lock().unwrap().states.len(), MOST_STATES);
    }
}
