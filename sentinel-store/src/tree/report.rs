//! What a scan of a tree tells: which files, what stands in them, and what was not looked at.

use std::path::PathBuf;

use sentinel_core::{Error, Finding, Located};

/// One file, and what came of it. Never a byte of what it holds.
#[derive(Debug)]
#[non_exhaustive]
pub struct FileReport {
    /// Where it is: the path that was named, and what follows below it. A folder, where one cannot
    /// be listed.
    pub path: PathBuf,
    /// How many bytes of it were read.
    pub bytes: u64,
    /// What came of it.
    pub outcome: FileOutcome,
}

/// What came of a file.
#[derive(Debug)]
#[non_exhaustive]
pub enum FileOutcome {
    /// All of it was scanned.
    #[non_exhaustive]
    Scanned {
        /// What was found, in order of position.
        findings: Vec<LocatedFinding>,
        /// The encoding that it was decoded from, if it was: places are then those in the decoded
        /// text, without its byte order mark, as UTF-8. None: places are those in the file.
        decoded_from: Option<TextEncoding>,
        /// How many more were found that people allow: by a marker on the line, or in a baseline.
        suppressed: usize,
    },
    /// It was not scanned, by design.
    Skipped(SkipReason),
    /// It could not be read or scanned. The error names no file: the report does.
    Failed(Error),
}

/// A finding, and where in the file it lies: offsets and columns count bytes, lines and columns
/// start at 1.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LocatedFinding {
    /// What was found.
    pub finding: Finding,
    /// Where it and its components lie.
    pub place: Located,
}

/// The encoding of a text that starts with a byte order mark and is not UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextEncoding {
    /// UTF-16, the lower byte first.
    Utf16Le,
    /// UTF-16, the higher byte first.
    Utf16Be,
}

impl TextEncoding {
    /// Its name: `utf-16le` or `utf-16be`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
        }
    }
}

/// Why a file was not scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SkipReason {
    /// It is no text: there is a zero byte among the first 8 KiB. A file that is named itself is never skipped for it.
    Binary,
    /// It is larger than the options allow.
    #[non_exhaustive]
    TooLarge {
        /// The most that they allow, in bytes.
        limit: u64,
    },
    /// It is a symbolic link, and those are not followed.
    SymbolicLink,
    /// It is a symbolic link to a folder that holds it, which is scanned already.
    LinkLoop,
    /// It is neither file nor folder: a socket, a pipe, a device.
    SpecialFile,
}

impl SkipReason {
    /// The stable word for it, the same in every language.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Binary => "binary",
            Self::TooLarge { .. } => "too_large",
            Self::SymbolicLink => "symbolic_link",
            Self::LinkLoop => "link_loop",
            Self::SpecialFile => "special_file",
        }
    }
}

impl FileReport {
    pub(super) fn scanned(
        path: PathBuf,
        bytes: u64,
        findings: Vec<LocatedFinding>,
        suppressed: usize,
        decoded_from: Option<TextEncoding>,
    ) -> Self {
        Self { path, bytes, outcome: FileOutcome::Scanned { findings, decoded_from, suppressed } }
    }

    pub(super) fn skipped(path: PathBuf, bytes: u64, reason: SkipReason) -> Self {
        Self { path, bytes, outcome: FileOutcome::Skipped(reason) }
    }

    pub(super) fn failed(path: PathBuf, bytes: u64, error: Error) -> Self {
        Self { path, bytes, outcome: FileOutcome::Failed(error) }
    }

    /// What was found in it; nothing where it was not scanned.
    pub fn findings(&self) -> &[LocatedFinding] {
        match &self.outcome {
            FileOutcome::Scanned { findings, .. } => findings,
            _ => &[],
        }
    }

    /// How many more were found that people allow: by a marker on the line, or in a baseline.
    pub fn suppressed(&self) -> usize {
        match self.outcome {
            FileOutcome::Scanned { suppressed, .. } => suppressed,
            _ => 0,
        }
    }
}

/// How far a scan is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TreeProgress {
    /// Files that are done: scanned, skipped or failed.
    pub files: u64,
    /// Bytes that were read.
    pub bytes: u64,
    /// Findings so far.
    pub findings: u64,
}

impl TreeProgress {
    pub(super) fn add(&mut self, report: &FileReport) {
        self.files += 1;
        self.bytes += report.bytes;
        self.findings += report.findings().len() as u64;
    }
}

/// What a scan came to. It counts what was reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TreeSummary {
    /// Files that were scanned.
    pub scanned: u64,
    /// Files that were skipped.
    pub skipped: u64,
    /// Files and folders that could not be read or scanned.
    pub failed: u64,
    /// Bytes that were read.
    pub bytes: u64,
    /// Findings.
    pub findings: u64,
    /// Findings that people allow, which were left out.
    pub suppressed: u64,
    /// True when the scan was ended before all was reported.
    pub cancelled: bool,
}

impl TreeSummary {
    pub(super) fn add(&mut self, report: &FileReport) {
        match report.outcome {
            FileOutcome::Scanned { .. } => self.scanned += 1,
            FileOutcome::Skipped(_) => self.skipped += 1,
            FileOutcome::Failed(_) => self.failed += 1,
        }
        self.bytes += report.bytes;
        self.findings += report.findings().len() as u64;
        self.suppressed += report.suppressed() as u64;
    }
}

/// All of a scan: a report for each file, in order of path, and what they come to.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct TreeReport {
    /// One for each file.
    pub files: Vec<FileReport>,
    /// What they come to.
    pub summary: TreeSummary,
}
