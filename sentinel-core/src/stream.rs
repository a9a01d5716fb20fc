//! Redaction of a text that comes piece by piece.

use std::fmt;

use zeroize::Zeroize;

use crate::{
    Error, ErrorKind, Finding, Located, MAX_HELD_BYTES, Replacement, Result, Scanner, Unit,
    detect::{Call, Decided, Frontier, Left, Unfinished},
    redact::{
        Level, Memory, Tokens, Treating, WITHHELD_ERROR, WITHHELD_LIMIT, redact_decided, token_spans, tokens,
        unfinished_token, unfinished_written,
    },
};

mod output;
mod parts;

pub(crate) use self::parts::located;
use self::{output::Output, parts::Parts};

/// Redacts a text as it comes, in pieces of any size.
///
/// What the calls of [`push`](Self::push) and [`finish`](Self::finish) give, put together, is what
/// [`Scanner::redact_bytes`] gives for the whole text, however it was cut: the same bytes, and the same
/// findings, with spans in the whole. What may still be part of a finding is held back: with the built-in
/// rules 64 bytes at most where nothing looks like one, and [`MAX_HELD_BYTES`] with any.
///
/// A stream keeps the rules and limits of the scanner that it was made by; the limits hold for the whole
/// text. It fails closed: past a limit, or after an error, one fixed marker ([`WITHHELD_LIMIT`] or
/// [`WITHHELD_ERROR`]) stands for all that has not been given out, and for all that follows. Where the scanner's policy
/// may [block](crate::Treatment::Block) a text, nothing is given out before its end, since that may be blocked too.
///
/// ```
/// use sentinel_core::Scanner;
///
/// let scanner = Scanner::builtin();
/// let mut stream = scanner.stream()?;
/// let mut redacted = Vec::new();
/// for piece in ["the key is AK", "IAQYLPMN5HH", "HFPZAM2, user=7"] {
///     redacted.extend(stream.push(piece).text);
/// }
/// redacted.extend(stream.finish().text);
/// assert_eq!(redacted, b"the key is [REDACTED:AWS_ACCESS_KEY], user=7");
/// # Ok::<(), sentinel_core::Error>(())
/// ```
pub struct Stream {
    scanner: Scanner,
    /// What is not given out yet.
    held: Vec<u8>,
    /// When `held` is so long it is looked at again.
    due: usize,
    /// What stands left of it after each round of redaction; further rounds are as the last.
    lefts: Vec<Left>,
    parts: Parts,
    /// The values that were replaced.
    memory: Memory,
    output: Output,
    taken: usize,
    /// How many bytes were given out, or wait.
    given: usize,
    found: usize,
    failed: Option<ErrorKind>,
}

/// What is final of a stream since the last call.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Settled {
    /// Redacted text, which starts where the last ended. Characters are whole, unless a rule cuts them.
    pub text: Vec<u8>,
    /// What was found, in order, and where: spans in the whole text, and places in the stream's unit.
    /// A finding may come after its text: it waits for its components.
    pub findings: Vec<(Finding, Located)>,
    /// What was replaced in this text, in order, and where in the whole text and in all that was given out; spans count
    /// the stream's unit. They come with their text.
    pub replacements: Vec<Replacement>,
    /// Why the stream is withheld, if it is.
    pub error: Option<Error>,
}

/// So many new bytes at least are waited for.
const STEP: usize = 16;
/// No more is held back of text that nothing may be found in.
const FEW: usize = 64;
/// Where no more is held, it is looked at whenever a line ends.
const SHORT: usize = 256;
/// So many are looked at at a time.
const STRIDE: usize = 64 << 10;

impl Stream {
    pub(crate) fn new(scanner: &Scanner) -> Result<Self> {
        Self::check(scanner)?;
        scanner.counting().call(0);
        Ok(Self {
            scanner: scanner.clone(),
            memory: Memory::default(),
            output: Output::new(scanner.policy().may_block(), Unit::Bytes),
            held: Vec::new(),
            due: STEP,
            lefts: vec![Left::default()],
            parts: Parts::new(scanner.detector(), Unit::Bytes),
            taken: 0,
            given: 0,
            found: 0,
            failed: None,
        })
    }

    /// Refuses rules of which it is not known how far they look.
    pub(crate) fn check(scanner: &Scanner) -> Result<()> {
        let Some(rule) = scanner.detector().unbounded().next() else { return Ok(()) };
        let error = Error::new(ErrorKind::Unsupported, "stream", "a rule may look too far");
        Err(error.with("rule", rule).with("field", "regex"))
    }

    /// Counts places in this unit; in bytes otherwise. To be said before the first piece.
    #[must_use]
    pub fn counting(mut self, unit: Unit) -> Self {
        self.parts = Parts::new(self.scanner.detector(), unit);
        self.output = Output::new(self.scanner.policy().may_block(), unit);
        self
    }

    /// Takes the next piece of the text, and gives what is final. Text and findings may lag behind;
    /// `error` is set once the stream is withheld.
    pub fn push(&mut self, piece: impl AsRef<[u8]>) -> Settled {
        let mut out = Settled::default();
        self.scanner.counting().bytes(piece.as_ref().len());
        for stride in piece.as_ref().chunks(STRIDE) {
            if let Err(error) = self.take(stride, &mut out) {
                self.withhold(error, &mut out);
                break;
            }
        }
        self.done(out)
    }

    /// Gives all that is final now. To be called where the text may rest, as after a prompt: `push`
    /// looks at its text only once some bytes are new or a line ends.
    pub fn flush(&mut self) -> Settled {
        let mut out = Settled::default();
        if self.failed.is_none()
            && let Err(error) = self.settle(false, &mut out)
        {
            self.withhold(error, &mut out);
        }
        self.done(out)
    }

    /// Ends the text, and gives what is left of it.
    pub fn finish(mut self) -> Settled {
        let mut out = Settled::default();
        if self.failed.is_none()
            && let Err(error) = self.settle(true, &mut out)
        {
            self.withhold(error, &mut out);
        }
        self.output.finish(self.scanner.counting(), &mut out);
        out.findings.extend(self.parts.finish(self.scanner.detector()));
        self.done(out)
    }

    /// How many bytes are held back: of the text, and of what it was redacted to where the policy may withhold it as a
    /// whole.
    pub fn held(&self) -> usize {
        self.held.len() + self.output.held()
    }

    /// Why the stream is withheld, if it is: the kind of the error that was given with the marker.
    pub fn failed(&self) -> Option<ErrorKind> {
        self.failed
    }

    fn take(&mut self, stride: &[u8], out: &mut Settled) -> Result<()> {
        if self.failed.is_some() {
            return Ok(());
        }
        let limit = self.scanner.limits().max_input_bytes;
        let bytes = self.taken + self.held.len() + stride.len();
        if bytes > limit {
            return Err(limited("the stream is too long").with("limit", limit));
        }
        self.held.extend_from_slice(stride);
        let line_ends = self.held.len() <= SHORT && stride.contains(&b'\n');
        if self.held.len() < self.due && !line_ends {
            return Ok(());
        }
        self.settle(false, out)?;
        if self.held.len() > MAX_HELD_BYTES {
            return Err(limited("what a rule looks at is too long").with("limit", MAX_HELD_BYTES));
        }
        Ok(())
    }

    /// Gives out what is final.
    fn settle(&mut self, ended: bool, out: &mut Settled) -> Result<()> {
        let Self { scanner, held, lefts, found, memory, taken, given, .. } = self;
        let limits = scanner.limits();
        let call = scanner.call();
        let mut starts = Vec::new();
        let room = limits.max_output_bytes.saturating_sub(*given);
        let mut treating = Treating {
            policy: scanner.policy(),
            author: &*scanner,
            field: None,
            before: lefts[0].context(),
            offset: *taken,
            room,
            tokens: Tokens::AsWritten,
            memory,
        };
        let piece = redact_decided(held, ended, lefts.len(), &mut treating, |level| {
            let left = &lefts[level.round.min(lefts.len() - 1)];
            let Level { text, after, .. } = level;
            let mut known = scan(scanner, &call, level, Unfinished { left, text, ended, after })?;
            if level.round == 0 {
                starts = std::mem::take(&mut known.starts);
            }
            Ok(known)
        })?;
        *found += starts.iter().filter(|start| **start < piece.taken).count();
        if *found > limits.max_findings {
            return Err(limited("too many findings").with("limit", limits.max_findings));
        }
        *given += piece.text().len();
        let detector = scanner.detector();
        let rounds = piece.levels.len().max(lefts.len());
        let after = |round: usize| {
            let level = &piece.levels[round.min(piece.levels.len() - 1)];
            detector.left_after(&lefts[round.min(lefts.len() - 1)], level)
        };
        let mut next: Vec<Left> = (0..rounds).map(after).collect();
        while next.len() > 1 && next[next.len() - 1] == next[next.len() - 2] {
            next.pop();
        }
        *lefts = next;
        scanner.counting().found(piece.findings.len());
        self.output.give(&held[..piece.taken], &piece, scanner.counting(), out);
        self.parts.add(piece.findings, &held[..piece.taken], self.taken);
        out.findings.extend(self.parts.take(detector));
        self.taken += piece.taken;
        self.held.drain(..piece.taken);
        let due = self.held.len() + STEP.max(self.held.len() / 4);
        // Where no more than is allowed is held, no more is waited for.
        self.due = if self.held.len() <= FEW { due.min(FEW + 1) } else { due };
        Ok(())
    }

    fn withhold(&mut self, error: Error, out: &mut Settled) {
        let marker = if error.kind() == ErrorKind::LimitExceeded { WITHHELD_LIMIT } else { WITHHELD_ERROR };
        self.output.withhold(marker, out);
        self.failed = Some(error.kind());
        self.scanner.counting().withheld(error.kind());
        out.error = Some(error);
        self.held.zeroize();
    }

    /// After the first, an error says the same again.
    fn done(&self, mut out: Settled) -> Settled {
        if let Some(kind) = self.failed
            && out.error.is_none()
        {
            out.error = Some(Error::new(kind, "stream", "the rest of the stream is withheld"));
        }
        out
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.held.zeroize();
    }
}

/// What is held stays out of logs.
impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream")
            .field("held", &self.held.len())
            .field("taken", &self.taken)
            .field("failed", &self.failed)
            .finish_non_exhaustive()
    }
}

/// What is known of the text after some rounds of redaction.
fn scan(scanner: &Scanner, call: &Call<'_>, level: Level<'_>, text: Unfinished<'_>) -> Result<Decided> {
    let detector = scanner.detector();
    let mut known = if level.seen {
        Decided { findings: Vec::new(), known: detector.frontier(text), uncut: Vec::new(), starts: Vec::new() }
    } else {
        detector.find_decided(text, call)?
    };
    let context = text.left.context();
    if !known.findings.is_empty() {
        let whole = [context, text.text].concat();
        known.findings.retain(|finding| !scanner.is_written(&whole, finding.span.shifted(context.len())));
    }
    known.uncut.extend(tokens(text.text, scanner));
    known.uncut.extend(token_spans(text.text));
    if !text.ended {
        let written = [unfinished_written(context, text.text, scanner), unfinished_token(context, text.text)];
        written.into_iter().flatten().for_each(|start| known.known.limit(Frontier::at(start)));
    }
    Ok(known)
}

fn limited(problem: &str) -> Error {
    Error::new(ErrorKind::LimitExceeded, "stream", problem)
}
