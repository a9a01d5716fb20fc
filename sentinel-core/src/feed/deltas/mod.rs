//! Texts that are split over the payloads of events: each is followed by a stream of its own.

mod channel;
mod shape;
mod stop;

use std::collections::BTreeMap;

use self::{
    channel::Channel,
    shape::{Shape, shape_of},
    stop::Key,
};
use super::{document, event::Event, json, limited};
use crate::{Error, ErrorKind, Finding, Result, Scanner, Settled, Span, Unit, WITHHELD_ERROR, WITHHELD_LIMIT};

/// Redacts the payloads of events, one after another.
#[derive(Debug)]
pub(super) struct Deltas {
    scanner: Scanner,
    unit: Unit,
    /// The texts that are followed, and those that are at their end.
    channels: BTreeMap<Key, Channel>,
}

/// A redacted payload.
pub(super) struct Given {
    pub(super) payload: Vec<u8>,
    /// What was found outside of split texts; spans in the payload as it was.
    pub(super) findings: Vec<Finding>,
}

/// More texts than these are not followed at a time.
const MOST_CHANNELS: usize = 256;
/// Says that there are no more events.
const DONE: &[u8] = b"[DONE]";

impl Deltas {
    pub(super) fn new(scanner: &Scanner, unit: Unit) -> Self {
        Self { scanner: scanner.clone(), unit, channels: BTreeMap::new() }
    }

    /// How many bytes of split texts are held back.
    pub(super) fn held(&self) -> usize {
        self.channels.values().map(Channel::held).sum()
    }

    /// Redacts the payload of an event. Before it goes what was held back of texts that it stops.
    pub(super) fn take(&mut self, event: &Event<'_>, out: &mut Settled) -> Given {
        let payload = &event.payload;
        if payload.trim_ascii() == DONE {
            self.finish(out);
            return Given { payload: payload.clone(), findings: Vec::new() };
        }
        let given = match shape_of(payload) {
            None => Ok(self.whole(payload, out)),
            Some(shape) => self.split(event, &shape, out),
        };
        given.unwrap_or_else(|error| {
            self.scanner.count_withheld();
            let marker = if error.kind() == ErrorKind::LimitExceeded { WITHHELD_LIMIT } else { WITHHELD_ERROR };
            out.error.get_or_insert(error);
            Given { payload: document::withheld(marker), findings: Vec::new() }
        })
    }

    /// Gives what is held back of all texts, which end.
    pub(super) fn finish(&mut self, out: &mut Settled) {
        for (key, channel) in std::mem::take(&mut self.channels) {
            channel.give_rest(&key, out);
        }
    }

    /// A payload that has no part of a split text.
    fn whole(&self, payload: &[u8], out: &mut Settled) -> Given {
        let redacted = document::redact(&self.scanner, payload);
        out.error = out.error.take().or(redacted.error);
        Given { payload: redacted.text, findings: redacted.findings }
    }

    fn split(&mut self, event: &Event<'_>, shape: &Shape, out: &mut Settled) -> Result<Given> {
        if shape.restarts {
            self.finish(out);
        }
        let payload = &event.payload;
        let tokens = shape.deltas.iter().map(|delta| (delta.token, json::text_of(delta.token.of(payload))));
        let mut texts: Vec<(Span, Vec<u8>)> = tokens.collect();
        for (delta, (_, text)) in shape.deltas.iter().zip(&mut texts) {
            *text = self.channel(&delta.key, event, shape)?.push(text, out);
        }
        self.stop(shape, &mut texts, out);
        let empty: Vec<(Span, Vec<u8>)> = texts.iter().map(|(span, _)| (*span, b"\"\"".to_vec())).collect();
        let (rest, places) = replaced(payload, &empty);
        let mut redacted = document::redact(&self.scanner, &rest);
        if redacted.text != rest && redacted.error.is_none() {
            // The places of the parts are others now.
            let again = shape_of(&redacted.text).filter(|again| again.has_parts_of(shape));
            let broken = || Error::new(ErrorKind::Internal, "feed", "redaction changes what an event is");
            let again = again.ok_or_else(broken)?;
            texts.iter_mut().zip(&again.deltas).for_each(|((span, _), delta)| *span = delta.token);
        } else {
            texts.iter_mut().zip(&places).for_each(|((span, _), place)| *span = *place);
        }
        if let Some(error) = redacted.error.take() {
            return Err(error);
        }
        let outer = |offset: usize| outer_of(offset, &places, shape);
        for finding in &mut redacted.findings {
            finding.span = Span::new(outer(finding.span.start), outer(finding.span.end));
            finding.cover = Span::new(outer(finding.cover.start), outer(finding.cover.end));
            finding.components.iter_mut().for_each(|part| {
                part.span = Span::new(outer(part.span.start), outer(part.span.end));
            });
        }
        let tokens: Vec<(Span, Vec<u8>)> = texts.into_iter().map(|(span, text)| (span, json::string(&text))).collect();
        Ok(Given { payload: replaced(&redacted.text, &tokens).0, findings: redacted.findings })
    }

    /// The channel of a text, which may be new.
    fn channel(&mut self, key: &Key, event: &Event<'_>, shape: &Shape) -> Result<&mut Channel> {
        if !self.channels.contains_key(key) {
            if self.channels.len() == MOST_CHANNELS {
                return Err(limited("too many texts at a time", MOST_CHANNELS));
            }
            let stream = self.scanner.stream()?.counting(self.unit);
            self.channels.insert(key.clone(), Channel::new(stream));
        }
        let channel =
            self.channels.get_mut(key).ok_or_else(|| Error::new(ErrorKind::Internal, "feed", "no channel"))?;
        channel.set_template(|| shape.template(&self.scanner, key, event));
        Ok(channel)
    }

    /// Ends the texts that the event stops: the rest of one of which it has a part goes there.
    fn stop(&mut self, shape: &Shape, texts: &mut [(Span, Vec<u8>)], out: &mut Settled) {
        let stopped = self.channels.iter_mut().filter(|(key, _)| shape.stops.iter().any(|stop| stop.is_of(key)));
        for (key, channel) in stopped {
            match shape.deltas.iter().rposition(|delta| delta.key == *key) {
                Some(at) => texts[at].1.extend(channel.finish(out)),
                None => channel.stop_with_event(key, out),
            }
        }
    }
}

/// The document with other tokens in these places, which are in order; and where those stand now.
fn replaced(document: &[u8], tokens: &[(Span, Vec<u8>)]) -> (Vec<u8>, Vec<Span>) {
    let (mut out, mut places, mut at) = (Vec::with_capacity(document.len()), Vec::new(), 0);
    for (span, token) in tokens {
        out.extend_from_slice(&document[at..span.start]);
        places.push(Span::new(out.len(), out.len() + token.len()));
        out.extend_from_slice(token);
        at = span.end;
    }
    out.extend_from_slice(&document[at..]);
    (out, places)
}

/// Where an offset of the document without its parts stands in the document with them.
fn outer_of(offset: usize, places: &[Span], shape: &Shape) -> usize {
    let before = places.iter().zip(&shape.deltas).rev().find(|(place, _)| place.end <= offset);
    before.map_or(offset, |(place, delta)| offset - place.end + delta.token.end)
}
