//! What the generator knows about the log it made.

use std::{ops::Range, path::Path};

use serde::Deserialize;

use crate::Failure;

/// One thing that the generator put into the log.
#[derive(Deserialize)]
pub(crate) struct Label {
    pub(crate) kind: Kind,
    #[serde(rename = "type")]
    pub(crate) name: String,
    /// Where it is in the file, in bytes.
    offset: usize,
    offset_end: usize,
    /// True for the house tokens that people report.
    #[serde(default)]
    pub(crate) report: bool,
}

/// What kind of thing it is.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// A secret that the built-in rules should find.
    Leak,
    /// Something that looks like one and is none.
    NearMiss,
    /// A secret of a format that no built-in rule knows.
    House,
}

impl Label {
    /// True when one of the ranges, which are in order, shares a byte with it.
    pub(crate) fn is_in(&self, found: &[Range<usize>]) -> bool {
        let from = found.partition_point(|range| range.end <= self.offset);
        found.get(from).is_some_and(|range| range.start < self.offset_end)
    }

    /// True when one of the ranges lies on its line.
    pub(crate) fn is_on_line_of(&self, log: &[u8], found: &[Range<usize>]) -> bool {
        let start = log[..self.offset].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let end = log[self.offset..].iter().position(|&byte| byte == b'\n').map_or(log.len(), |at| self.offset + at);
        let from = found.partition_point(|range| range.end <= start);
        found.get(from).is_some_and(|range| range.start < end)
    }

    /// What it labels.
    pub(crate) fn value<'l>(&self, log: &'l [u8]) -> &'l [u8] {
        &log[self.offset..self.offset_end]
    }
}

/// Reads the labels, one JSON object a line.
pub(crate) fn read(path: &Path) -> Result<Vec<Label>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let label = |(index, line)| {
        serde_json::from_str(line).map_err(|_| format!("{}: line {} is no label", path.display(), index + 1))
    };
    text.lines().enumerate().map(label).collect()
}
