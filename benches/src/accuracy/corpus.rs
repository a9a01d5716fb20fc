//! The labelled lines and the benign files of `dev/`, where they are.

use sentinel_core::Span;
use serde::{Deserialize, de::DeserializeOwned};

use crate::haystack::corpus;

/// A line of source code that a person judged.
#[derive(Debug)]
pub struct Line {
    /// What it was judged as: `creddata/password`.
    pub kind: String,
    /// The line, with its neighbours where it holds a secret.
    pub text: String,
    /// Where the secret stands, in bytes; nothing in a hard negative.
    pub spans: Vec<Span>,
    /// True when it holds a secret.
    pub secret: bool,
}

/// A file without secrets.
#[derive(Debug, Deserialize)]
pub struct File {
    /// `benign/lockfile`.
    pub kind: String,
    /// What it holds.
    pub text: String,
}

/// The labelled lines.
///
/// # Errors
///
/// Why there are none.
pub(crate) fn lines() -> Result<Vec<Line>, String> {
    #[derive(Deserialize)]
    struct Raw {
        r#type: String,
        label: u8,
        text: String,
        #[serde(default)]
        spans: Vec<(usize, usize)>,
    }
    let line = |raw: Raw| Line {
        spans: raw.spans.iter().map(|span| bytes_of(&raw.text, *span)).collect(),
        kind: raw.r#type,
        text: raw.text,
        secret: raw.label == 1,
    };
    Ok(parsed("dev/source-lines.jsonl.xz")?.into_iter().map(line).collect())
}

/// The benign files.
///
/// # Errors
///
/// Why there are none.
pub(crate) fn files() -> Result<Vec<File>, String> {
    parsed("dev/benign.jsonl.xz")
}

fn parsed<T: DeserializeOwned>(name: &str) -> Result<Vec<T>, String> {
    let unpacked = corpus(name)?;
    let lines = unpacked.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).map_err(|_| format!("{name}: not as expected"))).collect()
}

/// Code points to bytes.
fn bytes_of(text: &str, (start, end): (usize, usize)) -> Span {
    let byte = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
    Span::new(byte(start), byte(end))
}
