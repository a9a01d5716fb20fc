//! Reads one file, if it is text and not too large.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use sentinel_core::{Error, ErrorKind};

use super::{
    SkipReason, TextEncoding,
    buffer::{Buffer, Buffers},
    scan::Stop,
    utf16,
};

/// The largest file below a folder that is scanned when the options do not say.
const MAX_FILE_BYTES: u64 = 16 << 20;
/// How much of a file is looked at to tell text from the rest.
const HEAD: usize = 8 << 10;
/// How much is read before the scan may end.
const PIECE: usize = 1 << 20;

/// What files are read with.
pub(super) struct Reader<'r> {
    pub(super) buffers: Buffers,
    /// The largest file that is scanned, if the options say.
    pub(super) max_bytes: Option<u64>,
    /// The largest text that the scanner takes.
    pub(super) max_text_bytes: u64,
    pub(super) stop: &'r Stop<'r>,
}

/// All of a file, as the scanner is to see it.
pub(super) struct Text<'r> {
    pub(super) bytes: Buffer<'r>,
    pub(super) decoded_from: Option<TextEncoding>,
}

/// Why there is no text.
pub(super) enum Unread {
    Skipped(SkipReason),
    Failed(Error),
    /// The scan is ending.
    GivenUp,
}

impl Reader<'_> {
    /// The text of a file, and how many bytes were read for it.
    pub(super) fn read(&self, path: &Path, named: bool) -> (u64, Result<Text<'_>, Unread>) {
        let mut taken = 0;
        let text = self.text(path, named, &mut taken);
        (taken, text)
    }

    fn text(&self, path: &Path, named: bool, taken: &mut u64) -> Result<Text<'_>, Unread> {
        if self.stop.is_due() {
            return Err(Unread::GivenUp);
        }
        let mut file = File::open(path)?;
        let about = file.metadata()?;
        // A stream has a length of 0, and is read in a buffer that grows.
        let length = if about.is_file() { about.len() } else { 0 };
        let limit = self.max_bytes.unwrap_or(if named { u64::MAX } else { MAX_FILE_BYTES });
        let most = limit.min(self.max_text_bytes);

        // One more than the length shows that there is no more.
        let capacity = usize::try_from(length.min(most)).unwrap_or(usize::MAX).saturating_add(1);
        let mut bytes = self.buffers.take(capacity.max(HEAD));
        *taken += append(&mut file, &mut bytes, HEAD)? as u64;
        let decoded_from = utf16::marked(&bytes);
        // Who names a file wants to know of that one, whatever it holds.
        if !named && is_binary(&bytes, decoded_from) {
            return Err(Unread::Skipped(SkipReason::Binary));
        }
        self.check(length, limit)?;
        while *taken <= most {
            if self.stop.is_due() {
                return Err(Unread::GivenUp);
            }
            if bytes.len() == bytes.capacity() {
                bytes = self.larger(&bytes);
            }
            let asked = PIECE.min(bytes.capacity() - bytes.len());
            let read = append(&mut file, &mut bytes, asked)?;
            *taken += read as u64;
            if read < asked {
                break;
            }
        }
        self.check(*taken, limit)?;
        Ok(Text { bytes: self.decoded(bytes, decoded_from), decoded_from })
    }

    fn check(&self, bytes: u64, limit: u64) -> Result<(), Unread> {
        if bytes > limit {
            return Err(Unread::Skipped(SkipReason::TooLarge { limit }));
        }
        if bytes > self.max_text_bytes {
            let error = Error::new(ErrorKind::LimitExceeded, OPERATION, "the file is larger than the scanner's limit");
            return Err(Unread::Failed(error.with("limit", self.max_text_bytes)));
        }
        Ok(())
    }

    fn larger(&self, bytes: &[u8]) -> Buffer<'_> {
        let mut larger = self.buffers.take(2 * bytes.len());
        larger.extend_from_slice(bytes);
        larger
    }

    fn decoded<'r>(&'r self, bytes: Buffer<'r>, encoding: Option<TextEncoding>) -> Buffer<'r> {
        let Some(encoding) = encoding else { return bytes };
        let encoded = &bytes[utf16::MARK..];
        let mut text = self.buffers.take(utf16::decoded_most(encoded.len()));
        utf16::decode(encoded, encoding, &mut text);
        text
    }
}

/// Reads until there are `most` bytes more, or no more.
fn append(file: &mut File, bytes: &mut Vec<u8>, most: usize) -> io::Result<usize> {
    file.take(most as u64).read_to_end(bytes)
}

/// A text holds no zero byte; as UTF-16, no character that is zero.
fn is_binary(bytes: &[u8], encoding: Option<TextEncoding>) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    match encoding {
        None => head.contains(&0),
        Some(_) => head.chunks(2).any(|unit| unit == [0, 0]),
    }
}

const OPERATION: &str = "scan file";

/// What cannot be read, in the words of the system.
pub(super) fn failed(error: &io::Error) -> Error {
    let kind = match error.kind() {
        io::ErrorKind::NotFound => ErrorKind::NotFound,
        _ => ErrorKind::Storage,
    };
    Error::new(kind, OPERATION, error.kind().to_string())
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        Self::Failed(failed(&error))
    }
}
