//! Regexes that are runs of bytes, each of one class, with choices between such: most tokens are. Each run is counted, several
//! times as fast as an automaton reads it.
//!
//! What is found is the same, as no run can give bytes back: what must follow it starts with none of its own. So the first way
//! through the regex that succeeds is the match.

#[cfg(test)]
mod tests;
mod ways;

use std::ops::Range;

use regex_syntax::hir::{Hir, Look};

use self::ways::{Part, ways};
use super::{engine::Match, plan::ByteSet};
use crate::Span;

/// All ways through a regex, the preferred first.
pub(super) struct Chains(Box<[Link]>);

/// The beginning that some ways have in common, and how they go on; where they do not, one of them ends.
struct Link {
    steps: Box<[Step]>,
    then: Box<[Self]>,
}

enum Step {
    One(ByteSet),
    Bytes(Box<[u8]>),
    /// For each byte whether it is of the class.
    Run {
        class: Box<[bool; 256]>,
        least: usize,
        most: usize,
    },
    Boundary {
        unicode: bool,
    },
    ValueStart,
    ValueEnd,
}

/// What is told of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer<T> {
    Match(T),
    Nothing,
    /// It takes a search: a character that is not ASCII stands where a word may end.
    Unknown,
}

impl Chains {
    /// None where the regex is not made so.
    pub(super) fn new(hir: &Hir) -> Option<Self> {
        let ways = ways(hir)?;
        let ways: Vec<&[Part]> = ways.iter().map(Vec::as_slice).collect();
        Some(Self(links(&ways)))
    }

    /// What starts where the range does, and ends in it.
    #[inline]
    pub(super) fn at(&self, text: &[u8], range: Range<usize>) -> Answer<Match> {
        let mut walk = Walk { text, end: range.end, value: (range.start, range.start) };
        match walk.first(&self.0, range.start) {
            Answer::Match(end) => {
                let (from, to) = walk.value;
                Answer::Match(Match::with_value(Span::new(range.start, end), Span::new(from, to)))
            }
            Answer::Nothing => Answer::Nothing,
            Answer::Unknown => Answer::Unknown,
        }
    }
}

/// Puts together what begins alike and stands side by side.
fn links(ways: &[&[Part]]) -> Box<[Link]> {
    let alike = ways.chunk_by(|a, b| a.first() == b.first());
    let link = |alike: &[&[Part]]| {
        let same = |at: &usize| alike.iter().all(|way| way.get(*at) == alike[0].get(*at));
        let common = (0..alike[0].len()).take_while(same).count();
        let rest: Vec<&[Part]> = alike.iter().map(|way| &way[common..]).collect();
        // Where the first ends it has matched, and no other is asked.
        let then = if rest[0].is_empty() { Box::default() } else { links(&rest) };
        Link { steps: alike[0][..common].iter().map(Step::of).collect(), then }
    };
    alike.map(link).collect()
}

/// One try.
struct Walk<'t> {
    text: &'t [u8],
    end: usize,
    /// Of the way that was tried last: each says where it starts and ends.
    value: (usize, usize),
}

impl Walk<'_> {
    /// Where the first way ends that succeeds.
    fn first(&mut self, links: &[Link], at: usize) -> Answer<usize> {
        for link in links {
            let told = self.along(link, at);
            if told != Answer::Nothing {
                return told;
            }
        }
        Answer::Nothing
    }

    fn along(&mut self, link: &Link, mut at: usize) -> Answer<usize> {
        for step in &link.steps {
            let ahead = &self.text[at..self.end];
            match step {
                Step::One(set) if ahead.first().is_some_and(|byte| set.contains(*byte)) => at += 1,
                Step::Bytes(bytes) if ahead.starts_with(bytes) => at += bytes.len(),
                Step::One(_) | Step::Bytes(_) => return Answer::Nothing,
                Step::Run { class, least, most } => {
                    let count = leading(&ahead[..ahead.len().min(*most)], class);
                    if count < *least {
                        return Answer::Nothing;
                    }
                    at += count;
                }
                Step::Boundary { unicode } => match self.is_boundary(at, *unicode) {
                    Some(true) => {}
                    Some(false) => return Answer::Nothing,
                    None => return Answer::Unknown,
                },
                Step::ValueStart => self.value.0 = at,
                Step::ValueEnd => self.value.1 = at,
            }
        }
        if link.then.is_empty() { Answer::Match(at) } else { self.first(&link.then, at) }
    }

    /// None where a character tells that is not ASCII.
    fn is_boundary(&self, at: usize, unicode: bool) -> Option<bool> {
        let sides = [at.checked_sub(1).map(|before| self.text[before]), self.text.get(at).copied()];
        let [before, after] = sides.map(|byte| byte.unwrap_or(b' '));
        if unicode && !(before.is_ascii() && after.is_ascii()) {
            return None;
        }
        Some(is_word(before) != is_word(after))
    }
}

/// How many bytes at the start are of a class.
fn leading(bytes: &[u8], class: &[bool; 256]) -> usize {
    let is_of_it = |byte: &u8| class[usize::from(*byte)];
    // Several at a time, without asking after each.
    let (all, _) = bytes.as_chunks::<8>();
    let whole = all.iter().take_while(|eight| eight.iter().fold(true, |all, byte| all & is_of_it(byte))).count() * 8;
    whole + bytes[whole..].iter().take_while(|byte| is_of_it(byte)).count()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

impl Step {
    fn of(part: &Part) -> Self {
        match *part {
            Part::Bytes(ref bytes) => Self::Bytes(bytes.clone()),
            Part::Run { class, least: 1, most: 1 } => Self::One(class),
            Part::Run { class, least, most } => {
                Self::Run { class: Box::new(std::array::from_fn(|byte| class.contains(byte as u8))), least, most }
            }
            Part::Boundary(look) => Self::Boundary { unicode: look == Look::WordUnicode },
            Part::ValueStart => Self::ValueStart,
            Part::ValueEnd => Self::ValueEnd,
        }
    }
}
