//! Rules that start with a run of bytes of one class, and runs of encoded characters.

use std::sync::Arc;

use super::{BLOCK, Candidate, classes::Classes, follow::Follow, kernel::Masks};
use crate::{
    Span,
    detect::plan::{Outlook, Plan, Run},
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
    /// The bit of the class in the kernel's masks; none when there was no room for it.
    class: Option<usize>,
    follow: Follow,
}

impl RunRules {
    pub(super) fn new<'r>(plans: impl IntoIterator<Item = &'r Plan>, classes: &mut Classes) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        for (rule, plan) in (0..).zip(plans) {
            let Plan::Run(run, outlook) = plan else { continue };
            match groups.iter_mut().find(|group| group.run == *run) {
                Some(group) => group.follow.add(rule, outlook),
                None => groups.push(Group::new(*run, rule, outlook, classes)),
            }
        }
        Self { groups }
    }

    /// Adds what may match in a block that is followed by another.
    #[inline]
    pub(super) fn at(&self, text: &[u8], at: usize, block: &Masks, next: &Masks, found: &mut Vec<Candidate>) {
        for group in &self.groups {
            let mut bits = match group.class {
                Some(class) => starts(block.classes[class], next.classes[class], group.run.length),
                None => group.every_start(&text[at..]),
            };
            while bits != 0 {
                group.follow.at(text, at + bits.trailing_zeros() as usize, found);
                bits &= bits - 1;
            }
        }
    }
}

impl Group {
    fn new(run: Run, rule: u32, outlook: &Arc<Outlook>, classes: &mut Classes) -> Self {
        let mut follow = Follow::default();
        follow.add(rule, outlook);
        Self { run, class: classes.add(run.class), follow }
    }

    /// The same without the kernel.
    fn every_start(&self, text: &[u8]) -> u64 {
        let mask = |bytes: &[u8]| {
            let members = bytes.iter().take(BLOCK).enumerate();
            members.fold(0, |mask, (bit, byte)| mask | u64::from(self.run.class.contains(*byte)) << bit)
        };
        starts(mask(text), mask(text.get(BLOCK..).unwrap_or_default()), self.run.length)
    }
}

/// A bit for each offset of a block from which on `length` bits of it and of the next are set.
#[inline]
pub(super) fn starts(block: u64, next: u64, length: usize) -> u64 {
    let mut all = u128::from(block) | u128::from(next) << BLOCK;
    let mut have = 1;
    while have < length && all as u64 != 0 {
        let more = have.min(length - have);
        all &= all >> more;
        have += more;
    }
    all as u64
}

/// Puts runs of at least so many members together, block by block.
#[derive(Debug)]
pub(super) struct RunFinder {
    shortest: usize,
    open: Option<usize>,
}

impl RunFinder {
    pub(super) fn new(shortest: usize) -> Self {
        Self { shortest, open: None }
    }

    /// Takes the members of the block at `at` and of the next.
    #[inline]
    pub(super) fn take(&mut self, at: usize, block: u64, next: u64, found: &mut Vec<Span>) {
        let mut starts = starts(block, next, self.shortest);
        if let Some(start) = self.open {
            let go_on = starts.trailing_ones() as usize;
            if go_on == BLOCK {
                return;
            }
            found.push(Span::new(start, at + go_on + self.shortest - 1));
            self.open = None;
            starts &= !((1 << go_on) - 1);
        }
        while starts != 0 {
            let start = starts.trailing_zeros() as usize;
            let count = (starts >> start).trailing_ones() as usize;
            if start + count == BLOCK {
                self.open = Some(at + start);
                return;
            }
            found.push(Span::new(at + start, at + start + count + self.shortest - 1));
            starts &= !(((1 << count) - 1) << start);
        }
    }
}
