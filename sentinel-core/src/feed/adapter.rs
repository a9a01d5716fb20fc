//! Feeds between a host's readers and writers.

use std::{
    fmt,
    io::{self, Read, Write},
};

use zeroize::Zeroize;

use super::Feed;
use crate::{Error, Finding, Located, Replacement, Settled};

/// Redacts what is written, and writes it to a writer that the host gives.
///
/// ```
/// use std::io::Write;
/// use sentinel_core::{Format, RedactWriter, Scanner};
///
/// let feed = Scanner::builtin().feed(Format::Text)?;
/// let mut writer = RedactWriter::new(Vec::new(), feed);
/// write!(writer, "key={}{}", "AKIA", "QYLPMN5HHHFPZAM2").unwrap();
/// assert_eq!(writer.finish().unwrap(), b"key=[REDACTED:AWS_ACCESS_KEY]");
/// # Ok::<(), sentinel_core::Error>(())
/// ```
///
/// What is held back at the end is written by [`finish`](Self::finish), or when the writer is dropped; an error that
/// the inner writer then has is lost, as with [`BufWriter`](std::io::BufWriter).
pub struct RedactWriter<W: Write> {
    /// None once finished.
    inner: Option<W>,
    feed: Option<Feed>,
    given: Given,
}

/// Reads from a reader that the host gives, and redacts what it reads.
///
/// ```
/// use std::io::Read;
/// use sentinel_core::{Format, RedactReader, Scanner};
///
/// let log = ["key=", "AKIA", "QYLPMN5HHHFPZAM2", " user=7\n"].concat();
/// let mut reader = RedactReader::new(log.as_bytes(), Scanner::builtin().feed(Format::Lines)?);
/// let mut text = String::new();
/// reader.read_to_string(&mut text).unwrap();
/// assert_eq!(text, "key=[REDACTED:AWS_ACCESS_KEY] user=7\n");
/// # Ok::<(), sentinel_core::Error>(())
/// ```
pub struct RedactReader<R> {
    inner: R,
    /// None once the reader is at its end.
    feed: Option<Feed>,
    given: Given,
    piece: Vec<u8>,
}

/// What a feed gave.
#[derive(Default)]
struct Given {
    /// What is not handed on yet: from `at` on.
    text: Vec<u8>,
    at: usize,
    findings: Vec<(Finding, Located)>,
    replacements: Vec<Replacement>,
    error: Option<Error>,
}

/// So much is read at a time.
const PIECE: usize = 16 << 10;

impl<W: Write> RedactWriter<W> {
    /// Writes to `inner` what `feed` gives.
    pub fn new(inner: W, feed: Feed) -> Self {
        Self { inner: Some(inner), feed: Some(feed), given: Given::default() }
    }

    /// Writes what is left, and gives the writer back.
    ///
    /// # Errors
    ///
    /// Those of the inner writer; what is left is dropped then.
    pub fn finish(mut self) -> io::Result<W> {
        self.end()?;
        self.inner.take().ok_or_else(|| io::Error::other("the writer is finished"))
    }

    /// The inner writer. What is written to it past this one is not redacted.
    pub fn get_ref(&self) -> Option<&W> {
        self.inner.as_ref()
    }

    /// Takes what was found since the last call. It is kept until it is taken: where much is found over a long time,
    /// take it now and then.
    pub fn take_findings(&mut self) -> Vec<(Finding, Located)> {
        std::mem::take(&mut self.given.findings)
    }

    /// Takes what was replaced since the last call, as [`Settled::replacements`] has it. It is kept until it is taken.
    pub fn take_replacements(&mut self) -> Vec<Replacement> {
        std::mem::take(&mut self.given.replacements)
    }

    /// Why something was withheld, if it was: the first error.
    pub fn error(&self) -> Option<&Error> {
        self.given.error.as_ref()
    }

    fn end(&mut self) -> io::Result<()> {
        if let Some(feed) = self.feed.take() {
            self.given.keep(feed.finish());
        }
        self.hand_on()?;
        self.inner.as_mut().map_or(Ok(()), Write::flush)
    }

    /// Writes what was given. What the inner writer did not take stays.
    fn hand_on(&mut self) -> io::Result<()> {
        let Some(inner) = self.inner.as_mut() else { return Ok(()) };
        while !self.given.rest().is_empty() {
            match inner.write(self.given.rest()) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(written) => self.given.pass(written),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

impl<W: Write> Write for RedactWriter<W> {
    /// Takes all of `piece`, or none of it where what was taken before cannot be written.
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.hand_on()?;
        let Some(feed) = self.feed.as_mut() else { return Err(io::Error::other("the writer is finished")) };
        self.given.keep(feed.push(piece));
        // It is taken: an error now is the next call's.
        let _ = self.hand_on();
        Ok(piece.len())
    }

    /// Writes all that is final, as [`Feed::flush`] has it, and flushes the inner writer.
    fn flush(&mut self) -> io::Result<()> {
        if let Some(feed) = self.feed.as_mut() {
            self.given.keep(feed.flush());
        }
        self.hand_on()?;
        self.inner.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl<W: Write> Drop for RedactWriter<W> {
    fn drop(&mut self) {
        if self.inner.is_some() {
            let _ = self.end();
        }
    }
}

impl<R: Read> RedactReader<R> {
    /// Gives what `feed` makes of what `inner` gives.
    pub fn new(inner: R, feed: Feed) -> Self {
        Self { inner, feed: Some(feed), given: Given::default(), piece: vec![0; PIECE] }
    }

    /// The inner reader. What is read from it past this one is not redacted.
    pub fn get_ref(&self) -> &R {
        &self.inner
    }

    /// Takes what was found since the last call. It is kept until it is taken: where much is found over a long time,
    /// take it now and then.
    pub fn take_findings(&mut self) -> Vec<(Finding, Located)> {
        std::mem::take(&mut self.given.findings)
    }

    /// Takes what was replaced since the last call, as [`Settled::replacements`] has it. It is kept until it is taken.
    pub fn take_replacements(&mut self) -> Vec<Replacement> {
        std::mem::take(&mut self.given.replacements)
    }

    /// Why something was withheld, if it was: the first error.
    pub fn error(&self) -> Option<&Error> {
        self.given.error.as_ref()
    }
}

impl<R: Read> Read for RedactReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while self.given.rest().is_empty() {
            let Some(feed) = self.feed.as_mut() else { return Ok(0) };
            match self.inner.read(&mut self.piece)? {
                0 => {
                    if let Some(feed) = self.feed.take() {
                        self.given.keep(feed.finish());
                    }
                }
                length => {
                    let settled = feed.push(&self.piece[..length]);
                    self.given.keep(settled);
                }
            }
        }
        let rest = self.given.rest();
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        self.given.pass(length);
        Ok(length)
    }
}

impl<R> Drop for RedactReader<R> {
    fn drop(&mut self) {
        self.piece.zeroize();
    }
}

impl Given {
    fn keep(&mut self, settled: Settled) {
        let Settled { text, findings, replacements, error } = settled;
        self.text.extend(text);
        self.findings.extend(findings);
        self.replacements.extend(replacements);
        self.error = self.error.take().or(error);
    }

    fn rest(&self) -> &[u8] {
        &self.text[self.at..]
    }

    fn pass(&mut self, length: usize) {
        self.at += length;
        if self.at == self.text.len() {
            self.text.clear();
            self.at = 0;
        }
    }
}

impl<W: Write> fmt::Debug for RedactWriter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedactWriter").field("feed", &self.feed).finish_non_exhaustive()
    }
}

impl<R> fmt::Debug for RedactReader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedactReader").field("feed", &self.feed).finish_non_exhaustive()
    }
}
