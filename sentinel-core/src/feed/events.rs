//! Server-sent events, each redacted when it is complete.

use zeroize::Zeroize;

use super::{boundary::Boundary, deltas::Deltas, event::Event, limited, places::Places};
use crate::{ErrorKind, MAX_HELD_BYTES, Scanner, Settled, Unit};

/// Redacts events as they are completed.
pub(super) struct Events {
    scanner: Scanner,
    boundary: Boundary,
    /// The event of which more may come.
    held: Vec<u8>,
    /// True in an event that is too long: the rest of it is dropped.
    skips: bool,
    deltas: Deltas,
    places: Places,
}

impl Events {
    pub(super) fn new(scanner: &Scanner, unit: Unit) -> Self {
        Self {
            scanner: scanner.clone(),
            boundary: Boundary::default(),
            held: Vec::new(),
            skips: false,
            deltas: Deltas::new(scanner, unit),
            places: Places::new(unit),
        }
    }

    pub(super) fn counting(self, unit: Unit) -> Self {
        Self::new(&self.scanner, unit)
    }

    pub(super) fn held(&self) -> usize {
        self.held.len() + self.deltas.held()
    }

    pub(super) fn push(&mut self, piece: &[u8]) -> Settled {
        let (mut out, mut rest) = (Settled::default(), piece);
        while let Some(end) = self.boundary.end_in(rest) {
            self.take(&rest[..end], &mut out);
            rest = &rest[end..];
            self.end_of_event(&mut out);
        }
        self.take(rest, &mut out);
        out
    }

    pub(super) fn finish(mut self) -> Settled {
        let (mut out, cut_off) = (Settled::default(), !self.held.is_empty());
        self.end_of_event(&mut out);
        // What follows is an event of its own.
        if cut_off && self.deltas.held() > 0 {
            out.text.extend_from_slice(if out.text.ends_with(b"\n") { b"\n" } else { b"\n\n" });
        }
        self.deltas.finish(&mut out);
        out
    }

    /// Takes a part of an event.
    fn take(&mut self, part: &[u8], out: &mut Settled) {
        if self.skips {
            self.places.pass(part);
        } else if self.held.len() + part.len() > MAX_HELD_BYTES {
            let marker = self.scanner.withhold(ErrorKind::LimitExceeded);
            out.text.extend(format!("data: {marker}\n\n").bytes());
            out.error.get_or_insert_with(|| limited("an event is too long", MAX_HELD_BYTES));
            self.places.pass(&self.held);
            self.places.pass(part);
            self.held.zeroize();
            self.skips = true;
        } else {
            self.held.extend_from_slice(part);
        }
    }

    fn end_of_event(&mut self, out: &mut Settled) {
        if std::mem::take(&mut self.skips) || self.held.is_empty() {
            return;
        }
        let mut block = std::mem::take(&mut self.held);
        self.redact(&block, out);
        block.zeroize();
    }

    fn redact(&mut self, block: &[u8], out: &mut Settled) {
        let event = Event::new(block);
        let mut findings = Vec::new();
        let payload = if event.has_data() {
            let given = self.deltas.take(&event, out);
            findings = given.findings;
            given.payload
        } else {
            Vec::new()
        };
        let scanner = &self.scanner;
        let error = &mut out.error;
        let text = event.with_payload(&payload, |other| {
            let redacted = scanner.redact_bytes(other);
            *error = error.take().or(redacted.error);
            redacted.text
        });
        out.text.extend(text);
        out.findings.extend(self.places.take(block, findings, |offset| event.outer(offset)));
    }
}

/// What is held stays out of logs.
impl std::fmt::Debug for Events {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Events").field("held", &self.held()).finish_non_exhaustive()
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        self.held.zeroize();
    }
}
