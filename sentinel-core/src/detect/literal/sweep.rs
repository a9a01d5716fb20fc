//! The pass over a text.

use super::{
    BLOCK, BLOCKS, Candidate, LiteralFilter,
    classes::MARKS,
    echoes::Echoes,
    encoded::EncodedRuns,
    follow::Starts,
    kernel::Masks,
    sieve::{Place, Stops},
    told::{Before, Told},
};
use crate::{
    Result, Span,
    bits::ones,
    detect::decode::{may_break, may_have_views},
};

/// What a pass over a text finds.
pub(crate) struct Sweep<'s> {
    /// Where rules may match, by rule and offset.
    pub(crate) candidates: Vec<Candidate>,
    /// The runs of at least 20 characters of base64 and base64url that may decode to text, each as long as it can be. Both
    /// alphabets at once: a run of one is seldom interrupted by the other's two characters. Hexadecimal digits are among
    /// them.
    pub(crate) encoded: Vec<Span>,
    pub(crate) rest: Rest,
    pub(super) starts: &'s dyn Starts,
    pub(super) echoes: Echoes,
}

/// Takes candidates and encoded runs, which are looked at while what was passed over is still near in memory.
pub(crate) type Take<'t> = dyn FnMut(&[Candidate], &[Span]) -> Result<()> + 't;

/// What is looked at together.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rest {
    /// Where bytes stand that an escape or a disguised character may start with.
    pub(crate) escapes: Vec<usize>,
    /// Where line breaks and `+` stand that may break a word in two.
    pub(crate) breaks: Vec<usize>,
    /// Where the first zero byte stands.
    pub(crate) zero: Option<usize>,
}

impl LiteralFilter {
    /// Finds everything that is looked for.
    pub(crate) fn sweep<'s>(&self, text: &[u8], starts: &'s dyn Starts) -> Sweep<'s> {
        let mut sweep = Sweep::new(text.len(), starts);
        self.sweep_by(text.len(), text, None, &mut sweep, &mut |_, _| Ok(())).expect("taking does not fail");
        sweep
    }

    /// The same, told part by part: what is found in a part starts after all that a rule was told of before. Of what is
    /// known before, only what may be new is looked for. What was found in the last part stays.
    ///
    /// # Errors
    ///
    /// What `take` fails with.
    pub(crate) fn sweep_in_parts(
        &self,
        text: &[u8],
        before: Before<'_>,
        sweep: &mut Sweep<'_>,
        take: &mut Take<'_>,
    ) -> Result<()> {
        match before {
            Before::Changed(changed) => self.sweep_lines(text, changed, sweep, take),
            Before::Nothing | Before::Start(_) => self.sweep_by(self.part, text, before.start(), sweep, take),
        }
    }

    /// In parts of at least so many bytes.
    pub(super) fn sweep_by(
        &self,
        bytes: usize,
        text: &[u8],
        told: Option<&Told<'_>>,
        sweep: &mut Sweep<'_>,
        take: &mut Take<'_>,
    ) -> Result<()> {
        let first = told.map_or(0, |told| self.go_on(text, told, sweep));
        self.pass(bytes, text, first, sweep, take)?;
        in_order(&mut sweep.candidates);
        take(&sweep.candidates, &sweep.encoded)
    }

    /// Passes over a text from an offset on. What is left over at the end stays in what was found.
    pub(super) fn pass(
        &self,
        bytes: usize,
        text: &[u8],
        first: usize,
        sweep: &mut Sweep<'_>,
        take: &mut Take<'_>,
    ) -> Result<()> {
        let mut encoded = EncodedRuns::default();
        // What looks ahead is a block late.
        let mut masks = Masks::default();
        let mut stops = Stops::new();
        let (mut at, mut part_end) = (first, first + bytes);
        while at < text.len() {
            let count = self.kernel.masks(text, at, &mut masks);
            for index in 0..count {
                let from = at + index * BLOCK;
                ones(masks.classes[MARKS][index]).for_each(|bit| sweep.rest.take(text, from + bit));
            }
            let kept = self.kernel.keep(&self.sieve, Place { text, base: at }, &masks, &mut stops);
            // Before stops are confirmed: that waits for other parts of memory.
            encoded.take(at, &masks, &self.kernel, &mut |run| sweep.take_run(text, run));
            self.runs.at(text, first, at, &masks, &self.kernel, sweep);
            for stop in kept {
                self.confirm.at(text, at + stop.at(), *stop, sweep);
            }
            at += count * BLOCK;
            let ended = at >= text.len();
            masks.go_on();
            if ended && count == BLOCKS {
                masks.end();
                encoded.take(at, &masks, &self.kernel, &mut |run| sweep.take_run(text, run));
                self.runs.at(text, first, at, &masks, &self.kernel, sweep);
            }
            if at >= part_end && !ended {
                sweep.hand_on(at.saturating_sub(self.late), take)?;
                part_end = at + bytes;
            }
        }
        Ok(())
    }
}

impl<'s> Sweep<'s> {
    /// Over a text of that length.
    #[inline]
    pub(crate) fn new(length: usize, starts: &'s dyn Starts) -> Self {
        let echoes = Echoes::new(length);
        let rest = Rest { escapes: Vec::new(), breaks: Vec::new(), zero: None };
        Self { candidates: Vec::new(), encoded: Vec::new(), rest, starts, echoes }
    }

    fn take_run(&mut self, text: &[u8], run: Span) {
        if may_have_views(text, run) {
            self.encoded.push(run);
        }
    }

    /// Hands on the candidates that start before `end`, and all runs.
    pub(super) fn hand_on(&mut self, end: usize, take: &mut Take<'_>) -> Result<()> {
        self.echoes.forget_candidates();
        let later = self.candidates.extract_if(.., |candidate| candidate.start >= end).collect();
        in_order(&mut self.candidates);
        take(&self.candidates, &self.encoded)?;
        self.candidates = later;
        self.encoded.clear();
        Ok(())
    }
}

/// So few are sorted as they are.
const FEW: usize = 512;

/// By rule and offset, each once. They come nearly in order of offset: what is left to do is to part them by rule.
pub(super) fn in_order(candidates: &mut Vec<Candidate>) {
    if candidates.len() > FEW {
        *candidates = by_rule(candidates);
        candidates.chunk_by_mut(|a, b| a.rule == b.rule).for_each(|group| group.sort());
    } else {
        candidates.sort_unstable();
    }
    candidates.dedup();
}

fn by_rule(candidates: &[Candidate]) -> Vec<Candidate> {
    let rules = candidates.iter().map(|candidate| candidate.rule as usize + 1).max().unwrap_or(0);
    let mut next = vec![0; rules + 1];
    candidates.iter().for_each(|candidate| next[candidate.rule as usize + 1] += 1);
    for rule in 0..rules {
        next[rule + 1] += next[rule];
    }
    let mut parted = vec![Candidate { rule: 0, start: 0 }; candidates.len()];
    for candidate in candidates {
        let place = &mut next[candidate.rule as usize];
        parted[*place] = *candidate;
        *place += 1;
    }
    parted
}

impl Rest {
    #[inline]
    fn take(&mut self, text: &[u8], at: usize) {
        match text[at] {
            0 => _ = self.zero.get_or_insert(at),
            b'\n' | b'+' => {
                if may_break(text, at) {
                    self.breaks.push(at);
                }
            }
            _ => self.escapes.push(at),
        }
    }
}
