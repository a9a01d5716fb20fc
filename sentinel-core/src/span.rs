//! Positions in a text, and their translation into the unit a host language counts in.

use serde::{Deserialize, Serialize};

/// A half-open range of UTF-8 byte offsets, `start..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset just past the last byte.
    pub end: usize,
}

impl Span {
    /// The range `start..end`.
    ///
    /// # Panics
    ///
    /// Panics when `end` lies before `start`.
    pub const fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span ends before it starts");
        Self { start, end }
    }

    /// How many bytes the span covers.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// True for a span that covers nothing.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True when the two spans share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// True when every byte of `other` lies in this span.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that covers both.
    pub fn union(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    pub(crate) const fn shifted(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }

    pub(crate) const fn back(self, by: usize) -> Self {
        Self { start: self.start.saturating_sub(by), end: self.end.saturating_sub(by) }
    }

    pub(crate) fn of(self, text: &[u8]) -> &[u8] {
        &text[self.start..self.end]
    }
}

/// True when one of these, which are in order and apart, overlaps `span`.
pub(crate) fn any_overlaps(spans: &[Span], span: Span) -> bool {
    let after = spans.partition_point(|known| known.end <= span.start);
    spans.get(after).is_some_and(|known| known.overlaps(span))
}

/// What a host language counts offsets and columns in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// UTF-8 bytes: Rust and C.
    Bytes,
    /// Unicode code points: Python.
    CodePoints,
    /// UTF-16 code units: JavaScript.
    Utf16,
}

/// Where a span lies, in the unit that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Location {
    /// Offset of the first unit.
    pub start: usize,
    /// Offset just past the last unit.
    pub end: usize,
    /// Line, counted from 1; lines end at `\n`.
    pub line: usize,
    /// Column of the start, counted from 1 in the same unit.
    pub column: usize,
}

/// Translates byte spans of one text, in one forward pass when they come in order.
///
/// Bytes that are not valid UTF-8 count as one unit each.
///
/// ```
/// use sentinel_core::{Locator, Span, Unit};
///
/// let mut locator = Locator::new("é🔑x".as_bytes(), Unit::Utf16);
/// let location = locator.locate(Span::new(6, 7));
/// assert_eq!((location.start, location.end), (3, 4));
/// ```
#[derive(Debug)]
pub struct Locator<'t> {
    text: &'t [u8],
    unit: Unit,
    at: Mark,
}

/// A place in a text that comes piece by piece: the end of the last piece.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    byte: usize,
    units: usize,
    line: usize,
    line_units: usize,
}

impl Mark {
    /// The line, counted from 1.
    pub(crate) fn line(self) -> usize {
        self.line
    }

    /// Units before it.
    pub(crate) fn units(self) -> usize {
        self.units
    }
}

impl Default for Mark {
    fn default() -> Self {
        ORIGIN
    }
}

const ORIGIN: Mark = Mark { byte: 0, units: 0, line: 1, line_units: 0 };

impl<'t> Locator<'t> {
    /// A locator for `text`.
    pub fn new(text: &'t [u8], unit: Unit) -> Self {
        Self { text, unit, at: ORIGIN }
    }

    /// A locator for the piece of a text that starts at `mark`. Spans are those in the piece, and must be
    /// asked for in order.
    pub(crate) fn of_piece(piece: &'t [u8], unit: Unit, mark: Mark) -> Self {
        Self { text: piece, unit, at: Mark { byte: 0, ..mark } }
    }

    /// The end of the text.
    pub(crate) fn end(mut self) -> Mark {
        self.advance(self.text.len());
        self.at
    }

    /// Where `span` lies. A span that starts before the one asked for last makes the text be
    /// walked again from its beginning.
    pub fn locate(&mut self, span: Span) -> Location {
        if span.start < self.at.byte {
            self.at = ORIGIN;
        }
        self.advance(span.start);
        let start = self.at;
        let end_units = start.units + self.count(span.of(self.text));
        Location { start: start.units, end: end_units, line: start.line, column: start.units - start.line_units + 1 }
    }

    fn advance(&mut self, to: usize) {
        while let Some(line_end) = memchr::memchr(b'\n', &self.text[self.at.byte..to]) {
            let next = self.at.byte + line_end + 1;
            self.at.units += self.count(&self.text[self.at.byte..next]);
            self.at.byte = next;
            self.at.line += 1;
            self.at.line_units = self.at.units;
        }
        self.at.units += self.count(&self.text[self.at.byte..to]);
        self.at.byte = to;
    }

    fn count(&self, bytes: &[u8]) -> usize {
        if self.unit == Unit::Bytes || bytes.is_ascii() {
            return bytes.len();
        }
        bytes
            .utf8_chunks()
            .map(|chunk| {
                let valid = match self.unit {
                    Unit::Utf16 => chunk.valid().chars().map(char::len_utf16).sum(),
                    _ => chunk.valid().chars().count(),
                };
                valid + chunk.invalid().len()
            })
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_are_counted_in_the_asked_unit() {
        let text = "a\né🔑key".as_bytes();
        let span = Span::new(8, 11);
        let table = [(Unit::Bytes, 8, 11, 7), (Unit::CodePoints, 4, 7, 3), (Unit::Utf16, 5, 8, 4)];
        for (unit, start, end, column) in table {
            let location = Locator::new(text, unit).locate(span);
            assert_eq!(location, Location { start, end, line: 2, column }, "{unit:?}");
        }
    }

    #[test]
    fn going_back_gives_the_same_as_a_new_locator() {
        let text = "é\né\né".as_bytes();
        let mut locator = Locator::new(text, Unit::CodePoints);
        let late = locator.locate(Span::new(6, 8));
        let early = locator.locate(Span::new(3, 5));
        assert_eq!((late.line, early.line, early.start), (3, 2, 2));
    }

    #[test]
    fn invalid_bytes_count_one_each() {
        let location = Locator::new(b"\xff\xfeab", Unit::CodePoints).locate(Span::new(2, 4));
        assert_eq!((location.start, location.end), (2, 4));
    }
}
