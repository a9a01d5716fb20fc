//! Redaction of what comes piece by piece in a known format: lines, JSON Lines, server-sent events.

mod adapter;
mod boundary;
mod deltas;
mod document;
mod event;
mod events;
mod json;
mod lines;
mod places;
#[cfg(test)]
mod tests;

use std::str::FromStr;

pub use self::adapter::{RedactReader, RedactWriter};
use self::{events::Events, lines::Lines};
use crate::{Error, ErrorKind, Result, Scanner, Settled, Stream, Unit, words::words};

words! {
    /// What the text of a [`Feed`] is made of.
    Format {
        /// Text of any kind: what is given out may lag behind by some bytes. What a feed of it gives is what a
        /// [`Stream`] gives.
        Text = "text",
        /// Lines, which end with `\n`. Each is given as soon as it is complete, unless what stands at its end may go
        /// on in the next line: a key of several lines is given with its last.
        Lines = "lines",
        /// Lines that are JSON documents, each redacted alone, as [`Scanner::redact_json`] does: names of fields and
        /// paths mask, too. A line that is none is text, as in [`Self::Lines`]. A byte order mark before the first stays.
        ///
        /// The lines of Ollama's answers (`message.content`, `response` and `thinking` beside `done`) are joined as
        /// events are in [`Self::ServerSentEvents`], until one of them is `done`.
        JsonLines = "jsonl",
        /// Server-sent events. The payload of an event, which may be of several `data:` lines, is redacted as a whole,
        /// and as a JSON document where it is one. The values of `event:`, `id:` and `retry:`, comments and other fields
        /// are redacted each as a text of its own, and stay one line; there are no findings of them. The framing stays.
        ///
        /// A language model's answer is split over events. In the events that are known, the text of each choice, tool
        /// call or block is one text: what is final of it is put into the next event that carries some of it, and the
        /// rest, once that text stops, into an event of its own before the one that stops it. Known are those of
        ///
        /// - OpenAI's chat completions, and of the many servers that speak as it does; completions; responses;
        ///   assistants (messages and steps of runs);
        /// - Anthropic's messages and completions;
        /// - Gemini's `streamGenerateContent` (texts and thoughts);
        /// - Cohere's chat (version 2);
        /// - Ollama's chat and generate;
        /// - the AI SDK's messages for user interfaces.
        ///
        /// **In other events each payload is redacted alone: a secret that is split over them is not found.** What of a
        /// known text comes after its stop is withheld, unless another answer begins: after `[DONE]`, an event that
        /// starts one, or, of a chat, with another `id` than all events of the one before had. An event that is cut off
        /// at the end and cannot be read is withheld while a text is open.
        ServerSentEvents = "sse",
    }
}

/// Redacts a text in a known [`Format`] as it comes, in pieces of any size.
///
/// How the text is cut into pieces does not change what is given, all in all. What is held back is bounded by
/// [`MAX_HELD_BYTES`](crate::MAX_HELD_BYTES), 256 KiB, for each text that is followed, and no more than 256 are at a time.
/// A line or an event that is longer is withheld, whatever it holds: `[REDACTED:LIMIT]` stands for a line of text, a JSON
/// string with it for a document and for the payload of an event.
///
/// It fails closed: what cannot be scanned is withheld behind a marker, and [`Settled::error`] says why. With
/// [`Format::Text`] nothing more follows then; in the other formats it is the line or the event that is withheld, or
/// the text of one choice, and the feed goes on.
///
/// Where the scanner's policy may [block](crate::Treatment::Block) a text, it is the line, the lines that belong together,
/// the document, the payload or the text of one choice that is blocked; such a text of a choice is held back to its end,
/// whatever its length. Values are numbered anew in each of them.
///
/// ```
/// use sentinel_core::{Format, Scanner};
///
/// let mut feed = Scanner::builtin().feed(Format::ServerSentEvents)?;
/// let event = |text: &str| format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n");
/// let mut given = Vec::new();
/// for piece in ["key: AK", "IAQYLPMN5HH", "HFPZAM2, done."] {
///     given.extend(feed.push(event(piece)).text);
/// }
/// given.extend(feed.finish().text);
/// let given = String::from_utf8(given).unwrap();
/// assert!(given.contains("[REDACTED:AWS_ACCESS_KEY]") && !given.contains("PZAM2"));
/// # Ok::<(), sentinel_core::Error>(())
/// ```
#[derive(Debug)]
pub struct Feed(Inner);

#[derive(Debug)]
enum Inner {
    Text(Box<Stream>),
    Lines(Lines),
    Events(Box<Events>),
}

impl Feed {
    pub(crate) fn new(scanner: &Scanner, format: Format, unit: Unit) -> Result<Self> {
        // A rule without a bound is refused in every format: each looks at texts of which more is to come.
        Stream::check(scanner)?;
        Ok(Self(match format {
            Format::Text => Inner::Text(Box::new(scanner.stream()?.counting(unit))),
            Format::Lines => Inner::Lines(Lines::of_text(scanner, unit)),
            Format::JsonLines => Inner::Lines(Lines::of_documents(scanner, unit)),
            Format::ServerSentEvents => Inner::Events(Box::new(Events::new(scanner, unit))),
        }))
    }

    /// Counts places in this unit; in bytes otherwise. To be said before the first piece.
    #[must_use]
    pub fn counting(self, unit: Unit) -> Self {
        Self(match self.0 {
            Inner::Text(stream) => Inner::Text(Box::new(stream.counting(unit))),
            Inner::Lines(lines) => Inner::Lines(lines.counting(unit)),
            Inner::Events(events) => Inner::Events(Box::new(events.counting(unit))),
        })
    }

    /// Takes the next piece, and gives what is final: whole characters, lines or events, as the format has it.
    ///
    /// Places of findings are those in the whole input; of what is found in a text that is split over events, those in
    /// that text. There are no [`replacements`](Settled::replacements) with [`Format::ServerSentEvents`]: what stands
    /// for a part of a text may go into another event.
    pub fn push(&mut self, piece: impl AsRef<[u8]>) -> Settled {
        match &mut self.0 {
            Inner::Text(stream) => stream.push(piece),
            Inner::Lines(lines) => lines.push(piece.as_ref()),
            Inner::Events(events) => events.push(piece.as_ref()),
        }
    }

    /// Gives all that is final now. To be called where the input may rest. A line or an event of which more may come
    /// is not given.
    pub fn flush(&mut self) -> Settled {
        match &mut self.0 {
            Inner::Text(stream) => stream.flush(),
            Inner::Lines(lines) => lines.flush(),
            Inner::Events(_) => Settled::default(),
        }
    }

    /// Ends the input, and gives what is left.
    pub fn finish(self) -> Settled {
        match self.0 {
            Inner::Text(stream) => stream.finish(),
            Inner::Lines(lines) => lines.finish(),
            Inner::Events(events) => events.finish(),
        }
    }

    /// How many bytes are held back.
    pub fn held(&self) -> usize {
        match &self.0 {
            Inner::Text(stream) => stream.held(),
            Inner::Lines(lines) => lines.held(),
            Inner::Events(events) => events.held(),
        }
    }
}

impl FromStr for Format {
    type Err = Error;

    /// Reads a word.
    ///
    /// # Errors
    ///
    /// `InvalidInput`, with the field and the words that there are, for another.
    fn from_str(word: &str) -> Result<Self> {
        Self::parse(word).ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|format| format.as_str()).collect();
            let error = Error::new(ErrorKind::InvalidInput, "feed", "no such format");
            error.with("field", "format").with("formats", known.join(", "))
        })
    }
}

impl Scanner {
    /// A feed with these rules: redacts a text in a known format that comes piece by piece.
    ///
    /// # Errors
    ///
    /// As [`stream`](Self::stream).
    pub fn feed(&self, format: Format) -> Result<Feed> {
        Feed::new(self, format, Unit::Bytes)
    }
}

/// The mark that a text may start with.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

fn limited(problem: &str, limit: usize) -> Error {
    Error::new(ErrorKind::LimitExceeded, "feed", problem).with("limit", limit)
}
