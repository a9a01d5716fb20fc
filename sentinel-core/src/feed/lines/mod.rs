//! Lines, each redacted as soon as it is complete.

mod answers;

use zeroize::Zeroize;

use super::{BYTE_ORDER_MARK, deltas::Deltas, document, json, limited, places::Places};
use crate::{Error, ErrorKind, MAX_HELD_BYTES, Redacted, Scanner, Settled, TreatmentKind, Unit};

/// Redacts lines as they are completed. Lines are redacted together as long as what stands at the end of one may go on
/// in the next.
pub(super) struct Lines {
    scanner: Scanner,
    kind: Kind,
    /// Lines that belong together, and the last, of which more may come.
    held: Vec<u8>,
    /// Where that last one starts.
    line: usize,
    /// When the lines are so long they are looked at again, so that time stays linear.
    due: usize,
    /// True in a line that is too long: the rest of it is dropped.
    skips: bool,
    /// True once a line is complete.
    begun: bool,
    places: Places,
}

/// What lines hold.
#[derive(Debug)]
enum Kind {
    Text,
    /// Documents, and texts that are split over them.
    Documents(Box<Deltas>),
}

/// So many new bytes at least are waited for where lines belong together.
const STEP: usize = 16;

impl Lines {
    pub(super) fn of_text(scanner: &Scanner, unit: Unit) -> Self {
        Self::new(scanner, Kind::Text, unit)
    }

    pub(super) fn of_documents(scanner: &Scanner, unit: Unit) -> Self {
        Self::new(scanner, Kind::Documents(Box::new(Deltas::new(scanner, unit))), unit)
    }

    fn new(scanner: &Scanner, kind: Kind, unit: Unit) -> Self {
        let (scanner, places) = (scanner.clone(), Places::new(unit));
        Self { scanner, kind, held: Vec::new(), line: 0, due: 0, skips: false, begun: false, places }
    }

    pub(super) fn counting(self, unit: Unit) -> Self {
        match self.kind {
            Kind::Text => Self::of_text(&self.scanner, unit),
            Kind::Documents(_) => Self::of_documents(&self.scanner, unit),
        }
    }

    pub(super) fn held(&self) -> usize {
        match &self.kind {
            Kind::Text => self.held.len(),
            Kind::Documents(deltas) => self.held.len() + deltas.held(),
        }
    }

    pub(super) fn push(&mut self, piece: &[u8]) -> Settled {
        let mut out = Settled::default();
        for part in piece.split_inclusive(|byte| *byte == b'\n') {
            self.take(part, &mut out);
        }
        out
    }

    /// Gives complete lines that wait for more only because they were looked at not long ago.
    pub(super) fn flush(&mut self) -> Settled {
        let mut out = Settled::default();
        if self.line == self.held.len() && !self.held.is_empty() && self.is_closed() {
            self.give(self.line, &mut out);
        }
        out
    }

    pub(super) fn finish(mut self) -> Settled {
        let mut out = Settled::default();
        self.end_of_document(&mut out);
        let is_cut_off = self.line < self.held.len();
        if is_cut_off && matches!(&self.kind, Kind::Documents(deltas) if deltas.is_open()) {
            // What cannot be read may go on a text that is open.
            self.give(self.line, &mut out);
            self.give_rest(&mut out);
            self.withhold(Error::new(ErrorKind::InvalidInput, "feed", "a line is cut off"), &[], &mut out);
        }
        self.give(self.held.len(), &mut out);
        self.give_rest(&mut out);
        out
    }

    /// Takes a line, or a part of one.
    fn take(&mut self, part: &[u8], out: &mut Settled) {
        let complete = part.ends_with(b"\n");
        if self.skips {
            self.places.pass(part);
        } else if self.held.len() + part.len() > MAX_HELD_BYTES {
            self.withhold(limited("a line is too long", MAX_HELD_BYTES), part, out);
        } else {
            self.held.extend_from_slice(part);
            if complete {
                self.end_of_line(out);
            }
            return;
        }
        self.skips = !complete;
        self.begun = true;
        if complete {
            self.say(b"\n", out);
        }
    }

    fn end_of_line(&mut self, out: &mut Settled) {
        self.end_of_document(out);
        self.begun = true;
        self.line = self.held.len();
        if self.line < self.due || self.line == 0 {
            return;
        }
        if self.is_closed() {
            self.give(self.line, out);
        } else {
            self.due = self.line + STEP.max(self.line / 4);
        }
    }

    /// A line that is a document is redacted alone, after the lines of text before it.
    fn end_of_document(&mut self, out: &mut Settled) {
        let line = &self.held[self.line..];
        let mark = if !self.begun && line.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let line = &line[mark..];
        if matches!(self.kind, Kind::Text) || !may_be_document(line) || !json::is_document(line) {
            return;
        }
        self.give(self.line + mark, out);
        if self.goes_on(out) {
            return;
        }
        let (line, end) = split_end(&self.held);
        let redacted = document::redact(&self.scanner, line);
        let end = end.to_vec();
        self.put(redacted, self.held.len(), out);
        self.say(&end, out);
    }

    /// True when nothing that stands in the complete lines can go on in the next.
    fn is_closed(&self) -> bool {
        let lines = &self.held[..self.line];
        self.scanner.settled_end(lines) >= lines.trim_ascii_end().len()
    }

    /// Gives out the first so many bytes of what is held, redacted.
    fn give(&mut self, length: usize, out: &mut Settled) {
        if length == 0 {
            return;
        }
        let lines = &self.held[..length];
        let redacted = self.scanner.redact_bytes(lines);
        let blocks = redacted.replacements.iter().any(|replacement| replacement.treatment == TreatmentKind::Block);
        // A marker stands for whole lines.
        let ends_line = (blocks || redacted.error.is_some()) && lines.ends_with(b"\n");
        self.put(redacted, length, out);
        if ends_line {
            self.say(b"\n", out);
        }
    }

    /// Gives out what stands for nothing that was replaced.
    fn say(&mut self, text: &[u8], out: &mut Settled) {
        self.places.give(text);
        out.text.extend_from_slice(text);
    }

    /// Gives out what stands for the first so many bytes of what is held.
    fn put(&mut self, redacted: Redacted<Vec<u8>>, length: usize, out: &mut Settled) {
        let replacements = self.places.replaced(&self.held[..length], &redacted.text, redacted.replacements);
        out.replacements.extend(replacements);
        out.text.extend(redacted.text);
        out.error = out.error.take().or(redacted.error);
        out.findings.extend(self.places.take(&self.held[..length], redacted.findings, |offset| offset));
        let rest = self.held.split_off(length);
        self.held.zeroize();
        self.held = rest;
        (self.line, self.due) = (0, 0);
    }

    /// Gives what stands for what is held and for a part that comes next.
    fn withhold(&mut self, error: Error, part: &[u8], out: &mut Settled) {
        let marker = self.scanner.withhold(error.kind());
        let said = match self.kind {
            Kind::Text => marker.into(),
            Kind::Documents(_) => document::withheld(marker),
        };
        self.say(&said, out);
        out.error.get_or_insert(error);
        self.places.pass(&self.held);
        self.places.pass(part);
        self.held.zeroize();
        (self.line, self.due) = (0, 0);
    }
}

/// What is held stays out of logs.
impl std::fmt::Debug for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lines").field("held", &self.held()).finish_non_exhaustive()
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        self.held.zeroize();
    }
}

/// Told at once of most lines of text.
fn may_be_document(line: &[u8]) -> bool {
    let first = line.iter().find(|byte| !byte.is_ascii_whitespace());
    first.is_some_and(|byte| matches!(byte, b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n'))
}

/// A line, and what ends it.
fn split_end(line: &[u8]) -> (&[u8], &[u8]) {
    let content = line.strip_suffix(b"\n").map_or(line, |line| line.strip_suffix(b"\r").unwrap_or(line));
    line.split_at(content.len())
}
