//! Texts that are split over the payloads of events: each is followed by a stream of its own.

mod answer;
mod channel;
mod shape;
mod stop;

use std::collections::BTreeMap;

use self::{
    answer::Answer,
    channel::Channel,
    shape::{Shape, shape_of, shape_of_line},
    stop::{Key, Stop},
};
use super::{document, json, limited};
use crate::{Error, ErrorKind, Finding, Redacted, Result, Scanner, Settled, Span, TreatmentKind, Unit};

/// Redacts the payloads of events, one after another.
pub(super) struct Deltas {
    scanner: Scanner,
    unit: Unit,
    answer: Answer,
    /// The texts that are followed, and those that are at their end.
    channels: BTreeMap<Key, Channel>,
}

/// What a payload came in.
pub(super) struct Frame<'f> {
    pub(super) payload: &'f [u8],
    pub(super) alone: &'f Alone<'f>,
}

/// Puts another payload into a frame of its own, with this name where such have names here.
type Alone<'f> = dyn Fn(Option<&str>, &[u8]) -> Vec<u8> + 'f;

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
        Self { scanner: scanner.clone(), unit, answer: Answer::default(), channels: BTreeMap::new() }
    }

    /// How many bytes of split texts are held back.
    pub(super) fn held(&self) -> usize {
        self.channels.values().map(Channel::held).sum()
    }

    /// True while more of a text may come.
    pub(super) fn is_open(&self) -> bool {
        self.channels.values().any(Channel::is_open)
    }

    /// Redacts the payload of an event. Before it goes what was held back of texts that it stops.
    pub(super) fn take(&mut self, frame: &Frame<'_>, out: &mut Settled) -> Given {
        if frame.payload.trim_ascii() == DONE {
            self.finish(out);
            return Given { payload: frame.payload.to_vec(), findings: Vec::new() };
        }
        match shape_of(frame.payload) {
            None => self.whole(frame.payload, out),
            Some(shape) => self.split(frame, &shape, out).unwrap_or_else(|error| self.withheld(error, out)),
        }
    }

    /// Redacts a line, if it has a part of a split text: not one that has all of it.
    pub(super) fn take_line(&mut self, frame: &Frame<'_>, out: &mut Settled) -> Option<Given> {
        let shape = shape_of_line(frame.payload)?;
        if !shape.lasts.is_empty() && self.keys_of(&shape.lasts).is_empty() {
            return None;
        }
        Some(self.split(frame, &shape, out).unwrap_or_else(|error| self.withheld(error, out)))
    }

    /// A payload that is cut off, after which nothing comes. What cannot be read may go on a text that is open, and is
    /// withheld, after the rest of that text.
    pub(super) fn take_last(&mut self, frame: &Frame<'_>, out: &mut Settled) -> Given {
        let payload = frame.payload.trim_ascii();
        if !self.is_open() || DONE.starts_with(payload) || json::is_document(payload) {
            return self.take(frame, out);
        }
        self.finish(out);
        self.withheld(Error::new(ErrorKind::InvalidInput, "feed", "an event is cut off"), out)
    }

    /// Gives what is held back of all texts, which end.
    pub(super) fn finish(&mut self, out: &mut Settled) {
        self.answer = Answer::default();
        for (key, channel) in std::mem::take(&mut self.channels) {
            channel.give_rest(&key, out);
        }
    }

    fn withheld(&self, error: Error, out: &mut Settled) -> Given {
        let marker = self.scanner.withhold(error.kind());
        out.error.get_or_insert(error);
        Given { payload: document::withheld(marker), findings: Vec::new() }
    }

    /// A payload that has no part of a split text.
    fn whole(&self, payload: &[u8], out: &mut Settled) -> Given {
        let redacted = document::redact(&self.scanner, payload);
        out.error = out.error.take().or(redacted.error);
        Given { payload: redacted.text, findings: redacted.findings }
    }

    fn split(&mut self, frame: &Frame<'_>, shape: &Shape, out: &mut Settled) -> Result<Given> {
        self.restart(&shape.starts, out);
        if let Some((answer, id)) = &shape.answer {
            let are_over = self.channels.iter().all(|(key, channel)| !answer.is_of(key) || !channel.is_open());
            if self.answer.changes(id, are_over) {
                self.restart(std::slice::from_ref(answer), out);
            }
        }
        let payload = frame.payload;
        let Around { mut redacted, places, parts } = around(&self.scanner, payload, shape)?;
        out.error = out.error.take().or(redacted.error.take());
        let mut texts: Vec<(Span, Vec<u8>)> = Vec::new();
        let mut shown: Vec<usize> = Vec::new();
        for (at, (delta, part)) in shape.deltas.iter().zip(&parts).enumerate() {
            if let Some(token) = part {
                let text = json::text_of(delta.token.of(payload));
                let text = self.channel(&delta.key, frame, shape)?.push(&text, out);
                texts.push((*token, text));
                shown.push(at);
            }
        }
        self.stop(shape, &shown, &mut texts, out);
        self.restart(&shape.lasts, out);
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

    /// Gives what is held back of these texts, and forgets them: others may have their keys.
    fn restart(&mut self, texts: &[Stop], out: &mut Settled) {
        for key in self.keys_of(texts) {
            if let Some(channel) = self.channels.remove(&key) {
                channel.give_rest(&key, out);
            }
        }
    }

    fn keys_of(&self, texts: &[Stop]) -> Vec<Key> {
        self.channels.keys().filter(|key| texts.iter().any(|text| text.is_of(key))).cloned().collect()
    }

    /// The channel of a text, which may be new.
    fn channel(&mut self, key: &Key, frame: &Frame<'_>, shape: &Shape) -> Result<&mut Channel> {
        if !self.channels.contains_key(key) {
            if self.channels.len() == MOST_CHANNELS {
                // Those that are at their end are kept only to tell what comes too late.
                self.channels.retain(|_, channel| channel.is_open());
            }
            if self.channels.len() == MOST_CHANNELS {
                return Err(limited("too many texts at a time", MOST_CHANNELS));
            }
            let stream = self.scanner.stream()?.counting(self.unit);
            self.channels.insert(key.clone(), Channel::new(stream));
        }
        let channel =
            self.channels.get_mut(key).ok_or_else(|| Error::new(ErrorKind::Internal, "feed", "no channel"))?;
        channel.set_template(|| shape.template(&self.scanner, key, frame));
        Ok(channel)
    }

    /// Ends the texts that the event stops: the rest of one of which it has a part goes there.
    /// `shown` says of which delta each of the texts is.
    fn stop(&mut self, shape: &Shape, shown: &[usize], texts: &mut [(Span, Vec<u8>)], out: &mut Settled) {
        let stopped = self.channels.iter_mut().filter(|(key, _)| shape.stops.iter().any(|stop| stop.is_of(key)));
        for (key, channel) in stopped {
            match shown.iter().rposition(|at| shape.deltas[*at].key == *key) {
                Some(at) => texts[at].1.extend(channel.finish(out)),
                None => channel.stop_with_event(key, out),
            }
        }
    }
}

/// What it holds stays out of logs, and so do names and ids that events say.
impl std::fmt::Debug for Deltas {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Deltas")
            .field("texts", &self.channels.len())
            .field("held", &self.held())
            .finish_non_exhaustive()
    }
}

/// A payload without the parts of split texts, redacted.
struct Around {
    redacted: Redacted<Vec<u8>>,
    /// Where what stands for the parts stood in the payload that was redacted.
    places: Vec<Span>,
    /// Where the token of each part stands now. None of a part of which a name or a path says that it is secret,
    /// whatever it looks like: it is redacted with the payload.
    parts: Vec<Option<Span>>,
}

/// Stands for a part: a string that is masked where a name or a path says so.
const PROBE: &[u8] = b"\"x\"";

fn around(scanner: &Scanner, payload: &[u8], shape: &Shape) -> Result<Around> {
    let mut masked = vec![false; shape.deltas.len()];
    loop {
        let tokens: Vec<(Span, Vec<u8>)> = shape
            .deltas
            .iter()
            .zip(&masked)
            .map(|(delta, masked)| {
                let token = if *masked { delta.token.of(payload) } else { PROBE };
                (delta.token, token.to_vec())
            })
            .collect();
        let (rest, places) = replaced(payload, &tokens);
        let redacted = document::redact(scanner, &rest);
        if redacted.text == rest {
            let parts = places.iter().zip(&masked).map(|(place, masked)| (!masked).then_some(*place)).collect();
            return Ok(Around { redacted, places, parts });
        }
        let blocks = redacted.replacements.iter().any(|replacement| replacement.treatment == TreatmentKind::Block);
        if blocks || redacted.error.is_some() {
            return Ok(Around { redacted, places, parts: vec![None; masked.len()] });
        }
        // The places of the parts are others now.
        let again = shape_of(&redacted.text).filter(|again| again.has_parts_of(shape));
        let again =
            again.ok_or_else(|| Error::new(ErrorKind::Internal, "feed", "redaction changes what an event is"))?;
        let before = masked.clone();
        for (masked, delta) in masked.iter_mut().zip(&again.deltas) {
            *masked |= delta.token.of(&redacted.text) != PROBE;
        }
        if masked == before {
            let parts =
                again.deltas.iter().zip(&masked).map(|(delta, masked)| (!masked).then_some(delta.token)).collect();
            return Ok(Around { redacted, places, parts });
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
