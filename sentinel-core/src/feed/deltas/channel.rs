//! One split text.

use super::stop::Key;
use crate::{Error, ErrorKind, Settled, Stream, WITHHELD_ERROR, feed::json};

/// Follows one split text.
#[derive(Debug)]
pub(super) struct Channel {
    state: State,
    /// The first half of a character of two surrogates, of which the second may be in the next part.
    half: Vec<u8>,
    template: Option<Template>,
}

#[derive(Debug)]
enum State {
    Follows(Box<Stream>),
    /// What comes after the end is withheld: what was held back is given out, and a secret might go on.
    Ended,
    Told,
}

/// An event that can carry the rest of the text: what stands before and after its token.
pub(super) struct Template {
    pub(super) before: Vec<u8>,
    pub(super) after: Vec<u8>,
}

/// Where no more is held, it is looked at for each event.
const SHORT: usize = 256;

impl Channel {
    pub(super) fn new(stream: Stream) -> Self {
        Self { state: State::Follows(Box::new(stream)), half: Vec::new(), template: None }
    }

    pub(super) fn held(&self) -> usize {
        if let State::Follows(stream) = &self.state { stream.held() } else { 0 }
    }

    /// True as long as more of the text may come.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.state, State::Follows(_))
    }

    /// Keeps the first event's form.
    pub(super) fn set_template(&mut self, template: impl FnOnce() -> Option<Template>) {
        if self.template.is_none() {
            self.template = template();
        }
    }

    /// Takes the next part, and gives what is final.
    pub(super) fn push(&mut self, part: &[u8], out: &mut Settled) -> Vec<u8> {
        let part = json::join_halves(&mut self.half, part);
        match &mut self.state {
            State::Follows(stream) => {
                let mut text = keep(stream.push(&part), out);
                // Events are few, and people wait for them; much that is held is not looked at again for each.
                if stream.held() <= SHORT {
                    text.extend(keep(stream.flush(), out));
                }
                text
            }
            State::Ended if !part.is_empty() => {
                self.state = State::Told;
                out.error.get_or_insert_with(late);
                WITHHELD_ERROR.into()
            }
            State::Told if !part.is_empty() => {
                out.error.get_or_insert_with(late);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Ends the text, and gives what is left of it.
    pub(super) fn finish(&mut self, out: &mut Settled) -> Vec<u8> {
        match std::mem::replace(&mut self.state, State::Ended) {
            State::Follows(mut stream) => {
                let mut text = keep(stream.push(std::mem::take(&mut self.half)), out);
                text.extend(keep(stream.finish(), out));
                text
            }
            State::Told => {
                self.state = State::Told;
                Vec::new()
            }
            State::Ended => Vec::new(),
        }
    }

    /// Ends the text; what is left of it is given in an event of its own.
    pub(super) fn stop_with_event(&mut self, key: &Key, out: &mut Settled) {
        let rest = self.finish(out);
        if rest.is_empty() {
            return;
        }
        match &self.template {
            Some(Template { before, after }) => {
                out.text.extend_from_slice(before);
                out.text.extend(json::string(&rest));
                out.text.extend_from_slice(after);
            }
            None => {
                let error = Error::new(ErrorKind::Internal, "feed", "the rest of a text has no event");
                out.error.get_or_insert(error.with("steps", key.len()));
            }
        }
    }

    pub(super) fn give_rest(mut self, key: &Key, out: &mut Settled) {
        self.stop_with_event(key, out);
    }
}

/// What it holds is redacted before it is made, and stays out of logs all the same.
impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Template").field("bytes", &(self.before.len() + self.after.len())).finish()
    }
}

fn keep(settled: Settled, out: &mut Settled) -> Vec<u8> {
    out.findings.extend(settled.findings);
    out.error = out.error.take().or(settled.error);
    settled.text
}

fn late() -> Error {
    Error::new(ErrorKind::InvalidInput, "feed", "a text goes on after the event that stopped it")
}
