//! Rules that start with a run of bytes of one class, and runs of encoded characters.

use std::sync::Arc;

use super::{
    BLOCK, Candidate,
    classes::{Classes, DIGITS, digit},
    follow::{Follow, Starts as RuleStarts},
    kernel::Masks,
};
use crate::{
    Span,
    detect::plan::{ByteSet, Outlook, Plan, Run},
};

/// The rules that are looked for inside runs.
#[derive(Debug, Default)]
pub(super) struct RunRules {
    groups: Vec<Group>,
}

/// Rules that want the same run.
#[derive(Debug)]
struct Group {
    run: Run,
    /// The bit in the kernel's masks of the run's class or of one that holds it; none when there is no such class.
    class: Option<usize>,
    /// True when that is the run's class.
    exact: bool,
    /// What a match may start with, and what may stand before it, by any of the rules.
    first: ByteSet,
    before: ByteSet,
    starts: Starts,
    follow: Follow,
}

/// Where in a run a match may start, as far as digits tell.
#[derive(Clone, Copy, Debug)]
enum Starts {
    Anywhere,
    AtDigits,
    AtFirstDigits,
}

impl RunRules {
    pub(super) fn new<'r>(plans: impl IntoIterator<Item = &'r Plan>, classes: &mut Classes) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        for (rule, plan) in (0..).zip(plans) {
            let Plan::Run(run, outlook) = plan else { continue };
            match groups.iter_mut().find(|group| group.run == *run) {
                Some(group) => group.add(rule, outlook),
                None => groups.push(Group::new(*run, rule, outlook, classes)),
            }
        }
        Self { groups }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Adds what may match in a block, told with the one that follows it.
    #[inline]
    pub(super) fn at(
        &self,
        text: &[u8],
        at: usize,
        [block, next]: [&Masks; 2],
        rules: &dyn RuleStarts,
        found: &mut Vec<Candidate>,
    ) {
        // Most rules start with a digit, and none stands before it.
        let digits = block.classes[DIGITS];
        let goes_on = at > 0 && text[at - 1].is_ascii_digit();
        let first_digits = digits & !(digits << 1 | u64::from(goes_on));
        for group in &self.groups {
            let places = match group.starts {
                Starts::Anywhere => u64::MAX,
                Starts::AtDigits => digits,
                Starts::AtFirstDigits => first_digits,
            };
            let mut bits = places
                & match group.class {
                    Some(class) => starts(block.classes[class], next.classes[class], group.run.length),
                    None => text.len().checked_sub(at + BLOCK).map_or((1 << (text.len() - at)) - 1, |_| u64::MAX),
                };
            while bits != 0 {
                let start = at + bits.trailing_zeros() as usize;
                if group.may_start(text, start) {
                    group.follow.at(text, start, rules, found);
                }
                bits &= bits - 1;
            }
        }
    }
}

impl Group {
    fn new(run: Run, rule: u32, outlook: &Arc<Outlook>, classes: &mut Classes) -> Self {
        let (class, exact) = classes.holding(run.class);
        let (first, before) = (ByteSet::NONE, ByteSet::NONE);
        let (starts, follow) = (Starts::Anywhere, Follow::default());
        let mut group = Self { run, class, exact, first, before, starts, follow };
        group.add(rule, outlook);
        group
    }

    fn add(&mut self, rule: u32, outlook: &Arc<Outlook>) {
        self.first = self.first.union(outlook.bytes[0]);
        self.before = self.before.union(outlook.before);
        self.follow.add(rule, outlook);
        let (first, before) = (self.first.without(digit()), self.before.intersection(digit()));
        self.starts = match (first == ByteSet::NONE, before == ByteSet::NONE) {
            (true, true) => Starts::AtFirstDigits,
            (true, false) => Starts::AtDigits,
            (false, _) => Starts::Anywhere,
        };
    }

    #[inline]
    fn may_start(&self, text: &[u8], start: usize) -> bool {
        self.first.contains(text[start])
            && (start == 0 || self.before.contains(text[start - 1]))
            && (self.exact || self.is_run(&text[start..]))
    }

    fn is_run(&self, text: &[u8]) -> bool {
        text.get(..self.run.length).is_some_and(|run| run.iter().all(|byte| self.run.class.contains(*byte)))
    }
}

/// A bit for each offset of a block from which on `length` bits of it and of the next are set.
#[inline]
pub(super) fn starts(mut block: u64, mut next: u64, length: usize) -> u64 {
    let mut have = 1;
    // No way out before: how often it goes round can be foretold.
    while have < length {
        let more = have.min(length - have).min(BLOCK / 2);
        block &= block >> more | next << (BLOCK - more);
        next &= next >> more;
        have += more;
    }
    block
}

/// Puts runs of at least so many members together, block by block.
#[derive(Debug)]
pub(super) struct RunFinder {
    shortest: usize,
    /// Where the run started that goes on to the end of the last block.
    open: Option<usize>,
}

impl RunFinder {
    /// For runs of half a block at most.
    pub(super) fn new(shortest: usize) -> Self {
        debug_assert!(shortest <= BLOCK / 2);
        Self { shortest, open: None }
    }

    /// Takes the members of the block at `at`.
    #[inline]
    pub(super) fn take(&mut self, at: usize, members: u64, found: &mut Vec<Span>) {
        if members == u64::MAX {
            self.open.get_or_insert(at);
            return;
        }
        let mut inside = members;
        if let Some(start) = self.open.take() {
            let go_on = members.trailing_ones() as usize;
            self.push(start, at + go_on, found);
            inside &= u64::MAX << go_on;
        }
        let to_the_end = members.leading_ones() as usize;
        if to_the_end > 0 {
            let start = BLOCK - to_the_end;
            self.open = Some(at + start);
            inside &= !(u64::MAX << start);
        }
        let mut starts = within(inside, self.shortest);
        while starts != 0 {
            let start = starts.trailing_zeros() as usize;
            let length = (inside >> start).trailing_ones() as usize;
            found.push(Span::new(at + start, at + start + length));
            starts &= u64::MAX << (start + length);
        }
    }

    /// The text ends at `end`.
    pub(super) fn finish(mut self, end: usize, found: &mut Vec<Span>) {
        if let Some(start) = self.open.take() {
            self.push(start, end, found);
        }
    }

    #[inline]
    fn push(&self, start: usize, end: usize, found: &mut Vec<Span>) {
        if end - start >= self.shortest {
            found.push(Span::new(start, end));
        }
    }
}

/// A bit for each offset from which on `length` bits are set.
#[inline]
fn within(mut bits: u64, length: usize) -> u64 {
    let mut have = 1;
    while have < length && bits != 0 {
        let more = have.min(length - have);
        bits &= bits >> more;
        have += more;
    }
    bits
}
