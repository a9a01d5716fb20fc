//! How far an unfinished text is known.

/// How far an unfinished text is known, and how far it stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Frontier {
    /// All that starts before is final.
    pub(crate) end: usize,
    /// Nothing before is replaced because of what is not final. Past `end` where what may be found from there on has its
    /// value later.
    pub(crate) firm: usize,
}

impl Frontier {
    /// What is undecided from `offset` on may replace any of it.
    pub(crate) fn at(offset: usize) -> Self {
        Self { end: offset, firm: offset }
    }

    /// What starts at `start` is undecided, too; its value starts at `value` or later.
    pub(super) fn undecided(&mut self, start: usize, value: usize) {
        self.limit(Self { end: start, firm: value });
    }

    /// The earlier of both.
    pub(crate) fn limit(&mut self, other: Self) {
        self.end = self.end.min(other.end);
        self.firm = self.firm.min(other.firm);
    }

    /// The same where offsets are others.
    pub(crate) fn mapped(self, to: impl Fn(usize) -> usize) -> Self {
        Self { end: to(self.end), firm: to(self.firm) }
    }
}
