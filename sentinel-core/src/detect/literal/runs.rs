//! Rules that start with a run of bytes of one class.

use std::sync::Arc;

use super::{
    BLOCK, BLOCKS,
    classes::{Classes, DIGITS, digit},
    follow::Follow,
    kernel::{Blocks, Kernel, Late, Masks},
    sweep::Sweep,
};
use crate::{
    bits::{self, ones},
    detect::plan::{ByteSet, NEAR, Outlook, Plan, Run},
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
    /// Which bytes of a match are digits, from the one before it on.
    digits: [Digit; 1 + NEAR],
    follow: Follow,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Digit {
    Always,
    Sometimes,
    Never,
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

    /// Adds what may match in the block before those of the masks, of which the first is at `at`, and in all of them but
    /// the last.
    pub(super) fn at(
        &self,
        text: &[u8],
        first: usize,
        at: usize,
        masks: &Masks,
        kernel: &Kernel,
        sweep: &mut Sweep<'_>,
    ) {
        if self.is_empty() {
            return;
        }
        let digits = Digits::new(text, at, masks.late(DIGITS));
        for group in &self.groups {
            let starts = match group.class {
                Some(class) => kernel.starts(masks.late(class), group.run.length),
                None => anywhere(first, at, text.len()),
            };
            let places = digits.places(&group.digits);
            for (index, (starts, places)) in starts.iter().zip(places).enumerate() {
                for bit in ones(starts & places) {
                    let start = at + index * BLOCK + bit - BLOCK;
                    if group.may_start(text, start) {
                        group.follow.at(text, start, &[], sweep);
                    }
                }
            }
        }
    }
}

/// Which bytes of blocks are digits, shifted so that those from the one before a place on lie at its bit.
struct Digits([Blocks; 1 + NEAR]);

impl Digits {
    /// Of blocks of which the second is at `at`.
    fn new(text: &[u8], at: usize, late: Late<'_>) -> Self {
        let mut all = [[0; BLOCKS]; 1 + NEAR];
        let byte_before = |at: usize| at.checked_sub(1).and_then(|last| text.get(last));
        let is_digit_before = |at| byte_before(at).is_some_and(u8::is_ascii_digit);
        let mut before = at.checked_sub(BLOCK).is_some_and(is_digit_before);
        for index in 0..BLOCKS {
            if index == 1 {
                // Nothing is told of the block before the first that is passed over.
                before = is_digit_before(at);
            }
            let pair = [late.block(index), late.block(index + 1)];
            all[0][index] = pair[0] << 1 | u64::from(before);
            all[1][index] = pair[0];
            for (distance, shifted) in (1..).zip(&mut all[2..]) {
                shifted[index] = pair[0] >> distance | pair[1] << (BLOCK - distance);
            }
            before = pair[0] >> (BLOCK - 1) == 1;
        }
        Self(all)
    }

    /// Where they stand so.
    fn places(&self, wanted: &[Digit; 1 + NEAR]) -> Blocks {
        let mut places = [u64::MAX; BLOCKS];
        for (digits, wanted) in self.0.iter().zip(wanted) {
            for (places, digits) in places.iter_mut().zip(digits) {
                match wanted {
                    Digit::Always => *places &= digits,
                    Digit::Sometimes => {}
                    Digit::Never => *places &= !digits,
                }
            }
        }
        places
    }
}

impl Digit {
    fn of(set: ByteSet) -> Self {
        match (set.without(digit()) == ByteSet::NONE, set.intersection(digit()) == ByteSet::NONE) {
            (true, false) => Self::Always,
            (_, true) => Self::Never,
            (false, false) => Self::Sometimes,
        }
    }

    /// For rules of which some are so and others so.
    fn or(self, other: Self) -> Self {
        if self == other { self } else { Self::Sometimes }
    }
}

/// A bit for each byte from `first` to `end` of blocks of which the second is at `at`.
fn anywhere(first: usize, at: usize, end: usize) -> Blocks {
    std::array::from_fn(|index| {
        let upto = |place: usize| bits::first((place + BLOCK).saturating_sub(at + index * BLOCK));
        upto(end) & !upto(first)
    })
}

/// A bit for each offset of blocks from which on `length` bits of them, and of those one further on, are set.
#[inline(always)]
pub(super) fn starts_of((mut here, mut next): (Blocks, Blocks), length: usize) -> Blocks {
    let mut have = 1;
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

fn digits_of(outlook: &Outlook) -> [Digit; 1 + NEAR] {
    let mut sets = std::iter::once(outlook.before).chain(outlook.bytes);
    std::array::from_fn(|_| sets.next().map_or(Digit::Sometimes, Digit::of))
}

impl Group {
    fn new(run: Run, rule: u32, outlook: &Arc<Outlook>, classes: &mut Classes) -> Self {
        let (class, exact) = classes.holding(run.class);
        let (first, before) = (ByteSet::NONE, ByteSet::NONE);
        let (digits, follow) = (digits_of(outlook), Follow::default());
        let mut group = Self { run, class, exact, first, before, digits, follow };
        group.add(rule, outlook);
        group
    }

    fn add(&mut self, rule: u32, outlook: &Arc<Outlook>) {
        self.first = self.first.union(outlook.bytes[0]);
        self.before = self.before.union(outlook.before);
        self.follow.add(rule, outlook);
        for (known, other) in self.digits.iter_mut().zip(digits_of(outlook)) {
            *known = known.or(other);
        }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex_automata::{Anchored, Input, meta::Regex};
    use regex_syntax::hir::Hir;

    use super::super::{Candidate, LiteralFilter, NoRules};
    use super::*;
    use crate::detect::plan::plan;

    #[test]
    fn the_byte_before_a_block_is_a_digit_wherever_the_pass_starts() {
        let text: Vec<u8> = (0..BLOCK * 3).map(|at| b'0' + u8::from(at % 5 == 0) * b'x'.abs_diff(b'0')).collect();
        let masks: [u64; 3] = std::array::from_fn(|block| {
            (0..BLOCK).fold(0, |mask, bit| mask | u64::from(text[block * BLOCK + bit].is_ascii_digit()) << bit)
        });
        let blocks = [masks[1], masks[2], 0, 0, 0, 0, 0, 0];
        let before = |at: usize, late: Late<'_>| Digits::new(&text, at, late).0[0];
        // It goes on from the block before, or starts at one.
        let [on, one, other, ..] = before(BLOCK, Late { before: masks[0], blocks: &blocks });
        assert_eq!([on, one, other].map(|mask| mask & 1), [0, 1, 1]);
        let [_, one, other, ..] = before(BLOCK, Late { before: 0, blocks: &blocks });
        assert_eq!([one, other].map(|mask| mask & 1), [1, 1]);
        let [on, ..] = before(2 * BLOCK, Late { before: masks[1], blocks: &[masks[2], 0, 0, 0, 0, 0, 0, 0] });
        assert_eq!(on & 1, 1);
    }

    const REGEXES: [&str; 8] = [
        r"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b",
        "[0-9]{2}[0-9-]{7}",
        "(?:1[-.])?[2-9][0-9]{2}-[0-9]{4}",
        r"(?-u:\B)[-.][0-9][-.][0-9]{5}",
        r"\b[0-9.]{9}[0-9]",
        "[0-9 ]{8}[0-9]",
        "[0-9a]{8}[0-9]",
        "[0-9a -]{9}[0-9]",
    ];

    #[test]
    fn runs_of_digits_are_told_wherever_they_start() {
        let parse = |regex: &str| -> Hir {
            regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(regex).unwrap()
        };
        let hirs = REGEXES.map(parse);
        let plans = hirs.each_ref().map(plan);
        assert!(plans.iter().all(|plan| matches!(plan, Plan::Run(..))));
        let regexes = hirs.each_ref().map(|hir| Regex::builder().build_from_hir(hir).unwrap());
        let mut classes = Classes::encodings();
        RunRules::new(&plans, &mut classes);
        assert!(classes.holding(ByteSet::of(*b"?")).0.is_none(), "there is no room for all of them");
        let filters = ["portable", "avx2", "avx512"].map(|kernel| LiteralFilter::with_kernel(&plans, Some(kernel)));
        let config = ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() };
        // Long enough for more blocks than are told of together.
        let text = r"([0-9]{3}-[0-9]{2}-[0-9]{4}|1[-.][2-9][0-9]{2}-[0-9]{4}|[-.][0-9][-.][0-9]{5}|[0-9.-]{0,12}|[a ]{0,9}){0,90}";
        proptest!(config, |(text in text)| {
            let text = text.as_bytes();
            let told = filters.each_ref().map(|filter| filter.sweep(text, &NoRules).candidates);
            prop_assert!(told.iter().all(|other| *other == told[0]));
            for (rule, regex) in (0..).zip(&regexes) {
                for start in 0..text.len() {
                    let matches = regex.is_match(Input::new(text).range(start..).anchored(Anchored::Yes));
                    prop_assert!(!matches || told[0].contains(&Candidate { rule, start }), "{rule} {start}");
                }
            }
        });
    }
}
