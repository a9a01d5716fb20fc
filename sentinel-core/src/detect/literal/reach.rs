//! What of several regexes is left of a match at a place, byte by byte: sets of the states of their automaton.

use regex_automata::{
    nfa::thompson::{Compiler, Config, NFA, State, WhichCaptures},
    util::{
        look::Look,
        primitives::{PatternID, StateID},
    },
};
use regex_syntax::hir::Hir;

/// The regexes.
#[derive(Debug)]
pub(super) struct Reach {
    nfa: NFA,
    /// For each state the bit of its regex.
    regexes: Vec<u64>,
}

/// What may still become a match after some bytes, and what has.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Left {
    /// In order. Assertions are told when the next byte is known.
    states: Vec<StateID>,
    /// Where there are assertions, what they see of the last byte.
    behind: Option<Behind>,
    /// A bit for each regex of which a match ended at the last byte, or before it.
    pub(super) matched: u64,
    /// A bit for each other regex of which a match may go on.
    pub(super) live: u64,
}

/// What assertions see of the byte before a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Behind {
    /// The text starts here.
    Nothing,
    Word,
    LineFeed,
    CarriageReturn,
    OtherAscii,
    PastAscii,
}

impl Behind {
    pub(super) const COUNT: usize = 6;

    #[inline]
    pub(super) fn of(byte: Option<u8>) -> Self {
        match byte {
            None => Self::Nothing,
            Some(b'\n') => Self::LineFeed,
            Some(b'\r') => Self::CarriageReturn,
            Some(b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z') => Self::Word,
            Some(0x80..) => Self::PastAscii,
            Some(_) => Self::OtherAscii,
        }
    }

    /// A byte that is seen as those are.
    fn byte(self) -> Option<u8> {
        match self {
            Self::Nothing => None,
            Self::Word => Some(b'a'),
            Self::LineFeed => Some(b'\n'),
            Self::CarriageReturn => Some(b'\r'),
            Self::OtherAscii => Some(b' '),
            Self::PastAscii => Some(0x80),
        }
    }
}

/// So many regexes are told apart, a bit each.
pub(super) const MOST_REGEXES: usize = u64::BITS as usize;

const NFA_BYTES: usize = 4 << 20;

impl Reach {
    /// None when the regexes are too large.
    pub(super) fn new(regexes: &[Hir]) -> Option<Self> {
        assert!(regexes.len() <= MOST_REGEXES);
        let config = Config::new().utf8(false).which_captures(WhichCaptures::None).nfa_size_limit(Some(NFA_BYTES));
        let nfa = Compiler::new().configure(config).build_many_from_hir(regexes).ok()?;
        let mut reach = Self { regexes: vec![0; nfa.states().len()], nfa };
        let patterns = 0..reach.nfa.pattern_len();
        let starts = patterns.map(|pattern| reach.nfa.start_pattern(PatternID::new(pattern).ok()?));
        for (pattern, start) in starts.collect::<Option<Vec<_>>>()?.into_iter().enumerate() {
            reach.mark(start, 1 << pattern);
        }
        Some(reach)
    }

    /// The class of each byte: bytes of one class are not told apart.
    pub(super) fn classes(&self) -> [u8; 256] {
        std::array::from_fn(|byte| self.nfa.byte_classes().get(byte as u8))
    }

    /// What is left after the bytes of `opening`, with what matched on the way.
    pub(super) fn after(&self, behind: Behind, opening: &[u8]) -> Left {
        opening.iter().fold(self.start(behind), |left, byte| {
            let next = self.next(&left, Some(*byte));
            Left { matched: left.matched | next.matched, ..next }
        })
    }

    /// What is left before the first byte.
    fn start(&self, behind: Behind) -> Left {
        let mut step = Step::new(self, behind);
        self.nfa.patterns().filter_map(|pattern| self.nfa.start_pattern(pattern)).for_each(|state| step.reach(state));
        step.left()
    }

    /// What is left after one more byte, or at the end of the text.
    pub(super) fn next(&self, left: &Left, byte: Option<u8>) -> Left {
        // Where there are no assertions, none asks.
        let mut here = Step::new(self, left.behind.unwrap_or(Behind::Nothing));
        left.states.iter().for_each(|state| here.reach_seeing(*state, byte));
        let mut step = Step::new(self, Behind::of(byte));
        step.matched = here.matched;
        if let Some(byte) = byte {
            here.states.iter().filter_map(|state| self.over(*state, byte)).for_each(|state| step.reach(state));
        }
        step.left()
    }

    fn over(&self, state: StateID, byte: u8) -> Option<StateID> {
        match self.nfa.state(state) {
            State::ByteRange { trans } => trans.matches_byte(byte).then_some(trans.next),
            State::Sparse(transitions) => transitions.matches_byte(byte),
            State::Dense(transitions) => transitions.matches_byte(byte),
            _ => None,
        }
    }

    fn mark(&mut self, start: StateID, regex: u64) {
        let mut queue = vec![start];
        while let Some(state) = queue.pop() {
            let known = &mut self.regexes[state.as_usize()];
            if *known & regex != 0 {
                continue;
            }
            *known |= regex;
            match self.nfa.state(state) {
                State::ByteRange { trans } => queue.push(trans.next),
                State::Sparse(transitions) => queue.extend(transitions.transitions.iter().map(|to| to.next)),
                State::Dense(transitions) => {
                    queue.extend((0..=u8::MAX).filter_map(|byte| transitions.matches_byte(byte)))
                }
                other => queue.extend(without_byte(other)),
            }
        }
    }

    /// True when the assertion holds between the bytes; past ASCII, where it takes more than a byte to tell, also when it
    /// may not.
    fn holds(&self, look: Look, behind: Behind, ahead: Option<u8>) -> bool {
        let behind = behind.byte();
        let bytes: Vec<u8> = behind.into_iter().chain(ahead).collect();
        !bytes.is_ascii() || self.nfa.look_matcher().matches(look, &bytes, usize::from(behind.is_some()))
    }
}

/// Where a state leads to without a byte.
fn without_byte(state: &State) -> Vec<StateID> {
    match state {
        State::Look { next, .. } | State::Capture { next, .. } => vec![*next],
        State::Union { alternates } => alternates.to_vec(),
        State::BinaryUnion { alt1, alt2 } => vec![*alt1, *alt2],
        _ => Vec::new(),
    }
}

/// The states at one place.
struct Step<'r> {
    reach: &'r Reach,
    behind: Behind,
    seen: Vec<bool>,
    states: Vec<StateID>,
    asserts: bool,
    matched: u64,
}

impl<'r> Step<'r> {
    fn new(reach: &'r Reach, behind: Behind) -> Self {
        let seen = vec![false; reach.regexes.len()];
        Self { reach, behind, seen, states: Vec::new(), asserts: false, matched: 0 }
    }

    /// Adds a state and those it leads to, up to assertions.
    fn reach(&mut self, state: StateID) {
        self.go(state, |_, _| None);
    }

    /// The same, and past the assertions that hold before `ahead`.
    fn reach_seeing(&mut self, state: StateID, ahead: Option<u8>) {
        self.go(state, |step, look| Some(step.reach.holds(look, step.behind, ahead)));
    }

    fn go(&mut self, state: StateID, told: impl Fn(&Self, Look) -> Option<bool>) {
        let mut queue = vec![state];
        while let Some(state) = queue.pop() {
            if std::mem::replace(&mut self.seen[state.as_usize()], true) {
                continue;
            }
            match self.reach.nfa.state(state) {
                State::Match { pattern_id } => self.matched |= 1 << pattern_id.as_usize(),
                State::Fail => {}
                State::Look { look, next } => match told(self, *look) {
                    Some(true) => queue.push(*next),
                    Some(false) => {}
                    None => {
                        self.asserts = true;
                        self.states.push(state);
                    }
                },
                State::ByteRange { .. } | State::Sparse(_) | State::Dense(_) => self.states.push(state),
                other => queue.extend(without_byte(other)),
            }
        }
    }

    fn left(self) -> Left {
        let Self { reach, behind, mut states, asserts, matched, .. } = self;
        // What is known to match is not looked for any more.
        states.retain(|state| reach.regexes[state.as_usize()] & !matched != 0);
        states.sort_unstable();
        let live = states.iter().fold(0, |live, state| live | reach.regexes[state.as_usize()]) & !matched;
        Left { states, behind: asserts.then_some(behind), matched, live }
    }
}
