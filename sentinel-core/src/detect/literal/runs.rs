//! Rules that start with a run of bytes of one class.

use std::{ops::Range, sync::Arc};

use super::{
    BLOCK, BLOCKS,
    classes::{Classes, DIGITS, digit},
    follow::{Finds, Follow},
    kernel::{Kernel, Masks},
};
use crate::{
    bits::first,
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

    pub(super) fn longest(&self) -> usize {
        self.groups.iter().map(|group| group.run.length).max().unwrap_or(0)
    }

    fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Adds what may match in these blocks, of which the first is at `at`.
    pub(super) fn at(
        &self,
        text: &[u8],
        at: usize,
        masks: &Masks,
        told: Range<usize>,
        kernel: &Kernel,
        found: &mut Finds<'_>,
    ) {
        if told.is_empty() || self.is_empty() {
            return;
        }
        let digits = Digits::new(text, at, &masks.classes[DIGITS][told.clone()]);
        for group in &self.groups {
            let starts = match group.class {
                Some(class) => starts(masks, &told, class, group.run.length, kernel),
                None => anywhere(text.len() - at),
            };
            let places = digits.places(group.starts);
            for (index, (starts, places)) in starts[..told.len()].iter().zip(places).enumerate() {
                let mut bits = starts & places;
                while bits != 0 {
                    let start = at + index * BLOCK + bits.trailing_zeros() as usize;
                    if group.may_start(text, start) {
                        group.follow.at(text, start, &[], found);
                    }
                    bits &= bits - 1;
                }
            }
        }
    }
}

/// Most rules start with a digit, and none stands before it.
struct Digits {
    all: Blocks,
    first: Blocks,
}

impl Digits {
    fn new(text: &[u8], at: usize, blocks: &[u64]) -> Self {
        let (mut all, mut first) = ([0; BLOCKS], [0; BLOCKS]);
        let mut goes_on = at > 0 && text[at - 1].is_ascii_digit();
        for (index, digits) in blocks.iter().enumerate() {
            (all[index], first[index]) = (*digits, digits & !(digits << 1 | u64::from(goes_on)));
            goes_on = digits >> (BLOCK - 1) == 1;
        }
        Self { all, first }
    }

    fn places(&self, starts: Starts) -> &Blocks {
        match starts {
            Starts::Anywhere => &[u64::MAX; BLOCKS],
            Starts::AtDigits => &self.all,
            Starts::AtFirstDigits => &self.first,
        }
    }
}

/// A bit for each of so many bytes, and no more than there is room for.
fn anywhere(bytes: usize) -> Blocks {
    std::array::from_fn(|index| first(bytes.saturating_sub(index * BLOCK)))
}

/// A bit for each offset of these blocks from which on so many bytes are of a class.
pub(super) fn starts(masks: &Masks, told: &Range<usize>, class: usize, length: usize, kernel: &Kernel) -> Blocks {
    let row = &masks.classes[class];
    let from = |place: usize| row.get(place..)?.first_chunk();
    if let (Some(here), Some(next)) = (from(told.start), from(told.start + 1)) {
        // Where they lie: to put them together elsewhere would wait for them to be there. What stands behind is not asked for.
        return kernel.starts(here, next, length);
    }
    let [mut here, mut next] = [[0; BLOCKS]; 2];
    here.iter_mut().zip(&row[told.clone()]).for_each(|(here, mask)| *here = *mask);
    next.iter_mut().zip(&row[told.start + 1..=told.end]).for_each(|(next, mask)| *next = *mask);
    kernel.starts(&here, &next, length)
}

/// Masks of blocks.
pub(super) type Blocks = [u64; BLOCKS];

/// A bit for each offset of a block from which on `length` bits of it and of the next are set.
#[inline(always)]
pub(super) fn starts_of(here: &Blocks, next: &Blocks, length: usize) -> Blocks {
    let (mut here, mut next, mut have) = (*here, *next, 1);
    // No way out before: how often it goes round can be foretold.
    while have < length {
        let more = have.min(length - have).min(BLOCK / 2);
        for (here, next) in here.iter_mut().zip(&mut next) {
            *here &= *here >> more | *next << (BLOCK - more);
            *next &= *next >> more;
        }
        have += more;
    }
    here
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
