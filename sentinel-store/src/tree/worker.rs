//! What a thread does with one file.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use sentinel_core::{Error, ErrorKind, Finding, Locator, Scanner, Unit};

use super::{
    FileReport, LocatedFinding, TreeOptions,
    allow::Markers,
    baseline::Baseline,
    buffer::Buffers,
    read::{Reader, Unread},
    scan::Stop,
    walk::Step,
};

/// Reads and scans files; shared by all threads.
pub(super) struct Worker<'w> {
    scanner: &'w Scanner,
    reader: Reader<'w>,
    allow_markers: bool,
    baseline: Option<&'w Baseline>,
}

impl<'w> Worker<'w> {
    pub(super) fn new(scanner: &'w Scanner, options: &'w TreeOptions, stop: &'w Stop<'w>) -> Self {
        let reader = Reader {
            buffers: Buffers::default(),
            max_bytes: options.max_bytes,
            max_text_bytes: scanner.limits().max_input_bytes as u64,
            stop,
        };
        Self { scanner, reader, allow_markers: options.allow_markers, baseline: options.baseline.as_deref() }
    }

    /// What came of it; none where it was given up because the scan is ending.
    pub(super) fn report(&self, step: Step) -> Option<FileReport> {
        let (path, named) = match step {
            Step::Report(report) => return Some(report),
            Step::Read { path, named } => (path, named),
        };
        // One file must not end the scan of the others. What a panic says may quote the text.
        catch_unwind(AssertUnwindSafe(|| self.examine(&path, named))).unwrap_or_else(|_| {
            let error = Error::new(ErrorKind::Internal, "scan file", "a defect of the library");
            Some(FileReport::failed(path, 0, error))
        })
    }

    fn examine(&self, path: &Path, named: bool) -> Option<FileReport> {
        let path_buf = || PathBuf::from(path);
        let (bytes, text) = self.reader.read(path, named);
        let text = match text {
            Ok(text) => text,
            Err(Unread::Skipped(reason)) => return Some(FileReport::skipped(path_buf(), bytes, reason)),
            Err(Unread::Failed(error)) => return Some(FileReport::failed(path_buf(), bytes, error)),
            Err(Unread::GivenUp) => return None,
        };
        Some(match self.scanner.scan(&**text.bytes) {
            Ok(mut found) => {
                let all = found.len();
                self.keep_news(&text.bytes, &mut found);
                let suppressed = all - found.len();
                FileReport::scanned(path_buf(), bytes, located(&text.bytes, found), suppressed, text.decoded_from)
            }
            Err(error) => FileReport::failed(path_buf(), bytes, error),
        })
    }

    /// Leaves out what people allow. What is left carries its fingerprint under the baseline's key.
    fn keep_news(&self, text: &[u8], found: &mut Vec<Finding>) {
        if self.allow_markers && !found.is_empty() {
            let markers = Markers::of(text);
            found.retain(|finding| !markers.allow(finding));
        }
        let Some(baseline) = self.baseline else { return };
        found.retain_mut(|finding| {
            let fingerprint = baseline.fingerprint(&finding.rule, &text[finding.span.start..finding.span.end]);
            let known = baseline.holds(&fingerprint);
            finding.fingerprint = Some(fingerprint);
            !known
        });
    }
}

fn located(text: &[u8], findings: Vec<Finding>) -> Vec<LocatedFinding> {
    let mut locator = Locator::new(text, Unit::Bytes);
    let locate = |finding: Finding| LocatedFinding { place: finding.locate(&mut locator), finding };
    findings.into_iter().map(locate).collect()
}
