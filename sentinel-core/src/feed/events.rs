//! Server-sent events, each redacted when it is complete.

use zeroize::Zeroize;

use super::{
    boundary::Boundary,
    deltas::{Deltas, Frame},
    document,
    event::{Event, in_one_line},
    limited,
    places::Places,
};
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
            self.end_of_event(true, &mut out);
        }
        self.take(rest, &mut out);
        out
    }

    pub(super) fn finish(mut self) -> Settled {
        let (mut out, cut_off) = (Settled::default(), !self.held.is_empty());
        self.end_of_event(self.boundary.is_at_end(), &mut out);
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
            self.withhold(part, out);
        } else {
            self.held.extend_from_slice(part);
        }
    }

    /// Gives what stands for an event that is too long, and passes over it.
    fn withhold(&mut self, part: &[u8], out: &mut Settled) {
        let marker = document::withheld(self.scanner.withhold(ErrorKind::LimitExceeded));
        self.places.pass(&self.held);
        self.places.pass(part);
        // Its name is looked for in as much of it as is held, however the input is cut.
        self.held.extend_from_slice(&part[..MAX_HELD_BYTES - self.held.len()]);
        let event = Event::new(&self.held);
        let name = event.name().map(|name| in_one_line(self.scanner.redact_bytes(name).text));
        let name = name.map(|name| String::from_utf8_lossy(&name).into_owned());
        out.text.extend(event.alone(name.as_deref(), &marker));
        out.error.get_or_insert_with(|| limited("an event is too long", MAX_HELD_BYTES));
        self.held.zeroize();
        self.skips = true;
    }

    fn end_of_event(&mut self, is_complete: bool, out: &mut Settled) {
        if std::mem::take(&mut self.skips) || self.held.is_empty() {
            return;
        }
        let mut block = std::mem::take(&mut self.held);
        self.redact(&block, is_complete, out);
        block.zeroize();
    }

    fn redact(&mut self, block: &[u8], is_complete: bool, out: &mut Settled) {
        let event = Event::new(block);
        let mut findings = Vec::new();
        let payload = if event.has_data() {
            let frame = Frame { payload: &event.payload, alone: &|name, payload| event.alone(name, payload) };
            let given = match is_complete {
                true => self.deltas.take(&frame, out),
                false => self.deltas.take_last(&frame, out),
            };
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
