//! What stands left of a text that comes piece by piece.

use std::borrow::Cow;

use crate::detect::decode::{self, MARGIN};

/// What of the text before a cut may still count after it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Left {
    /// The last bytes: all of them at the start of a text, else at least as many as count.
    context: Vec<u8>,
    /// In a decoded line: how many bytes ago the last escape stood, if one did.
    since_escape: Option<usize>,
    /// The same of the current line, decoded.
    line: Option<Box<Left>>,
}

/// A text of which more may come.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unfinished<'s> {
    pub(crate) left: &'s Left,
    pub(crate) text: &'s [u8],
    /// True when no more comes.
    pub(crate) ended: bool,
    /// What comes next, as far as it is known, unless a [mark](MARK) stands somewhere in it and something else after.
    pub(crate) after: &'s [u8],
}

/// A line, or what is there of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'s> {
    /// Where it starts.
    pub(super) at: usize,
    pub(super) text: Unfinished<'s>,
}

/// What everything starts with that redaction writes of its own.
pub(super) const MARK: u8 = b'[';

/// So many bytes at least are kept: placeholders are looked for in them, and the beginnings of broken words.
pub(super) const CONTEXT: usize = 96;

pub(super) static NOTHING: Left = Left { context: Vec::new(), since_escape: None, line: None };

impl Left {
    /// The last bytes before the cut.
    pub(crate) fn context(&self) -> &[u8] {
        &self.context
    }

    pub(super) fn len(&self) -> usize {
        self.context.len()
    }

    pub(super) fn is_near_escape(&self) -> bool {
        self.is_escape_near(0)
    }

    /// True when an escape stood so near before `start` that a match there counts as found through it.
    pub(super) fn is_escape_near(&self, start: usize) -> bool {
        self.since_escape.is_some_and(|since| since.saturating_add(start) <= MARGIN)
    }

    /// The left side of what follows after `text`; `back` bytes of it count.
    pub(super) fn after(&self, text: &[u8], back: usize, depth: usize) -> Self {
        let context = if text.len() >= back {
            text[text.len() - back..].to_vec()
        } else {
            let old = self.context.len().min(back - text.len());
            [&self.context[self.context.len() - old..], text].concat()
        };
        let line = (depth < decode::DEPTH).then(|| {
            let (before, rest) = match memchr::memrchr(b'\n', text) {
                Some(newline) => (&NOTHING, &text[newline + 1..]),
                None => (self.line(), text),
            };
            let view = decode::line(rest, true).view;
            let mut line = before.after(&view.text, back, depth + 1);
            let far = || before.since_escape.map(|since| since.saturating_add(view.text.len()));
            line.since_escape = view.since_escape().or_else(far);
            Box::new(line)
        });
        Self { context, since_escape: None, line }
    }

    fn line(&self) -> &Self {
        self.line.as_deref().unwrap_or(&NOTHING)
    }

    /// True when nothing that counts differs between this, its decoded line, and that one's.
    fn is_like_its_line(&self, back: usize) -> bool {
        let Some(line) = self.line.as_deref() else { return true };
        let last = |left: &Self| left.context.len().checked_sub(back).map(|from| left.context[from..].to_vec());
        last(self).is_some() && last(self) == last(line) && !line.is_near_escape() && line.is_like_its_line(back)
    }
}

impl<'s> Unfinished<'s> {
    /// The text after its context.
    pub(super) fn with_left(&self) -> Cow<'s, [u8]> {
        if self.left.context.is_empty() { self.text.into() } else { [&self.left.context, self.text].concat().into() }
    }

    /// The same, and what comes next.
    pub(super) fn with_both_sides(&self) -> Cow<'s, [u8]> {
        match self.after {
            [] => self.with_left(),
            after => [&self.left.context, self.text, after].concat().into(),
        }
    }

    pub(super) fn lines(self) -> impl Iterator<Item = Line<'s>> {
        let mut next = Some(0);
        std::iter::from_fn(move || {
            let at = next?;
            let left = if at == 0 { self.left.line() } else { &NOTHING };
            let end = memchr::memchr(b'\n', &self.text[at..]).map(|length| at + length);
            next = end.map(|end| end + 1);
            let text = &self.text[at..end.unwrap_or(self.text.len())];
            let (ended, after) = (self.ended || end.is_some(), if end.is_some() { &[] } else { self.after });
            Some(Line { at, text: Unfinished { left, text, ended, after } })
        })
    }

    /// The last line.
    pub(super) fn last_line(self) -> Line<'s> {
        let (at, left) = match memchr::memrchr(b'\n', self.text) {
            Some(newline) => (newline + 1, &NOTHING),
            None => (0, self.left.line()),
        };
        Line { at, text: Unfinished { left, text: &self.text[at..], ..self } }
    }
}

impl Line<'_> {
    /// True when nothing that counts differs between `text` and its last line decoded.
    pub(super) fn is_like(&self, text: &Unfinished<'_>, back: usize) -> bool {
        // What follows an escape may follow what stands before it in the view.
        let comes = self.text.after.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let may_differ = decode::may_hold_escape(self.text.text) || decode::may_hold_escape(comes);
        self.at == 0 && text.left.is_like_its_line(back) && !may_differ
    }
}
