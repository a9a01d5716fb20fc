//! The stretches of a text that are replaced, and what stands for each.

use std::sync::Arc;

use super::{
    form::{Author, is_written},
    placeholder::Width,
    policy::{Memory, ReadyPolicy, Treatment, Value, ValueId},
    writing::Writing,
};
use crate::{Error, ErrorKind, Finding, Result, Span};

/// A stretch that is replaced.
#[derive(Clone, Debug)]
pub(super) struct Cover {
    pub(super) span: Span,
    pub(super) rule: Arc<str>,
    pub(super) treatment: Treatment,
    /// True when the whole text is withheld because of it.
    pub(super) blocks: bool,
    /// What stands for it.
    pub(super) text: String,
    /// True when that is known again by its form.
    pub(super) written: bool,
    /// Of a value that gets a number, once all values are known.
    numbered: Option<ValueId>,
    width: Width,
    writing: Writing,
    state: State,
}

/// What is to be replaced.
pub(super) trait Place {
    /// What was found there; its cover is what is replaced.
    fn finding(&self) -> &Finding;

    /// The name of the field that it stands in, if it is known.
    fn field(&self) -> Option<&str> {
        None
    }

    /// How values are written there.
    fn writing(&self) -> Writing {
        Writing::Plain
    }
}

impl Place for Finding {
    fn finding(&self) -> &Finding {
        self
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// What this finding found, by its number, is not treated yet.
    Fresh(usize),
    /// Neither is what several found that overlap.
    Joined,
    /// It was, but something was found in or beside what stands for it.
    Again,
    Done,
}

impl Cover {
    fn is_old(&self) -> bool {
        matches!(self.state, State::Again | State::Done)
    }

    /// Makes two that overlap one. What is found in what was written by us blocks nothing.
    fn join(&mut self, next: &Self) {
        self.span = self.span.union(next.span);
        self.blocks = match (self.is_old(), next.is_old()) {
            (true, false) => self.blocks,
            (false, true) => next.blocks,
            _ => self.blocks | next.blocks,
        };
        if self.is_old() || next.is_old() {
            self.state = State::Again;
            self.treatment = self.treatment.recognised();
        } else {
            self.state = State::Joined;
        }
    }
}

/// What a token stands for in a place where values are escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tokens {
    /// What was written there: put back into the text it is the same again.
    AsWritten,
    /// What that means: the host holds the text decoded.
    AsMeant,
}

/// What replaces findings by a policy's word, in one call or one stream.
#[derive(Debug)]
pub(crate) struct Treating<'c, A> {
    pub(crate) policy: &'c ReadyPolicy,
    pub(crate) author: &'c A,
    /// The name of the field that the text stands in.
    pub(crate) field: Option<&'c str>,
    /// The last bytes of what stands before the text, where it goes on.
    pub(crate) before: &'c [u8],
    /// Where the text starts in that of the host.
    pub(crate) offset: usize,
    /// How long the redacted text may be.
    pub(crate) room: usize,
    pub(crate) tokens: Tokens,
    pub(crate) memory: &'c mut Memory,
}

impl<A: Author> Treating<'_, A> {
    /// Adds findings to what is covered; covers that overlap become one, named after the earliest. What is found again
    /// in something that stands for a value, or together with it, is replaced by what is known again by its form.
    pub(super) fn cover(&mut self, text: &[u8], covers: &mut Vec<Cover>, places: &[impl Place]) -> Result<()> {
        covers.extend(places.iter().enumerate().map(|(index, place)| self.fresh(text, index, place)));
        covers.sort_by(|a, b| (a.span.start, b.span.end).cmp(&(b.span.start, a.span.end)));
        covers.dedup_by(|next, kept| {
            // One that is empty overlaps nothing, and may still stand at the start of another or in it.
            let joined = next.span.start < kept.span.end;
            if joined {
                kept.join(next);
            }
            joined
        });
        let covered: usize = covers.iter().map(|cover| cover.span.len()).sum();
        let mut length = text.len() - covered;
        for cover in covers {
            if cover.state != State::Done {
                self.treat(text, cover, places)?;
            }
            // Said at once, before more is written.
            length += cover.text.len();
            self.fits(length)?;
        }
        self.fits(length)
    }

    /// Gives values their numbers, in order. To be called once; false when none has one.
    pub(super) fn number(&mut self, covers: &mut [Cover]) -> bool {
        let mut any = false;
        for cover in covers.iter_mut() {
            let Some(id) = cover.numbered else { continue };
            let numbered = self.policy.numbered(&cover.rule, id, self.memory);
            cover.text = cover.writing.write(cover.width.write(numbered));
            any = true;
        }
        any
    }

    /// Refuses a redacted text of this length, in bytes, where it is too long.
    ///
    /// # Errors
    ///
    /// `LimitExceeded`, with the limit's name.
    pub(crate) fn fits(&self, length: usize) -> Result<()> {
        if length <= self.room {
            return Ok(());
        }
        let error = Error::new(ErrorKind::LimitExceeded, "redact", "the redacted text is too long");
        Err(error.with("field", "max_output_bytes"))
    }

    fn fresh(&self, text: &[u8], index: usize, place: &impl Place) -> Cover {
        let finding = place.finding();
        let value = place.writing().read(finding.span.of(text));
        let treatment = self.policy.choose(finding, place.field().or(self.field), &value);
        let writing = match place.writing() {
            // What is put back for a token is the text as it was.
            Writing::Plain if treatment != Treatment::Tokenize => Writing::of_digits(self.before, text, finding.cover),
            other => other,
        };
        Cover {
            span: finding.cover,
            rule: Arc::clone(&finding.rule),
            treatment,
            blocks: treatment == Treatment::Block,
            text: String::new(),
            written: false,
            numbered: None,
            width: Width::at(text, finding),
            writing,
            state: State::Fresh(index),
        }
    }

    fn treat(&mut self, text: &[u8], cover: &mut Cover, places: &[impl Place]) -> Result<()> {
        let finding = match cover.state {
            State::Fresh(index) => Some(places[index].finding()),
            _ => None,
        };
        // A token stands for all that it replaces, so that this can be had back as it was.
        let value = match finding {
            Some(finding) if cover.treatment != Treatment::Tokenize => finding.span,
            _ => cover.span,
        };
        let bytes = match (cover.treatment, self.tokens) {
            (Treatment::Tokenize, Tokens::AsWritten) => value.of(text).into(),
            _ => cover.writing.read(value.of(text)),
        };
        let value = Value { rule: &cover.rule, bytes: &bytes, finding, offset: self.offset };
        let treated = self.policy.treat(cover.treatment, value, self.memory)?;
        cover.written = cover.treatment == Treatment::Placeholder || is_written(&treated.text, self.author);
        cover.text = cover.writing.write(cover.width.write(treated.text));
        cover.numbered = treated.numbered;
        cover.state = State::Done;
        Ok(())
    }
}
