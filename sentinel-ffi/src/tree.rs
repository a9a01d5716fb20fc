//! Scans of files and folders.

use std::{
    ffi::c_void,
    ops::ControlFlow::{self, Break, Continue},
};

use sentinel_core::{Error, ErrorKind};
use sentinel_store::*;

use crate::{
    argument::given,
    boundary,
    finding::sentinel_findings,
    options,
    scanner::sentinel_scanner,
    status::sentinel_status::{self, SENTINEL_OK},
    text::sentinel_text,
};

/// Told how far a scan is: files that are done, bytes that were read, findings. The answer is true
/// to go on, false to end the scan.
pub type sentinel_progress_callback =
    Option<unsafe extern "C" fn(files: u64, bytes: u64, findings: u64, user_data: *mut c_void) -> bool>;

/// Given the report of one file, which lives until it returns. The answer is true to go on, false to
/// end the scan.
pub type sentinel_file_callback =
    Option<unsafe extern "C" fn(report: &sentinel_file_report, user_data: *mut c_void) -> bool>;

/// What of a tree is scanned: `sentinel_tree_options options = {.size = sizeof options};` and then
/// what differs from the default, which is zero in every field. All but max_bytes is for what is
/// found below a folder; .git is left out.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sentinel_tree_options {
    /// sizeof(sentinel_tree_options).
    pub size: usize,
    /// True: .gitignore files are not obeyed. They count inside a repository.
    pub without_gitignore: bool,
    /// True: .ignore files are not obeyed.
    pub without_ignore: bool,
    /// True: .sentinelignore files, which come before the others, are not obeyed.
    pub without_sentinelignore: bool,
    /// True: files and folders whose name starts with a dot are left out.
    pub without_hidden: bool,
    /// True: symbolic links are followed.
    pub follow_links: bool,
    /// The largest file that is scanned, in bytes; larger ones are reported as skipped. 0: 16 MiB below
    /// a folder, and the scanner's own limit for a file that is named itself.
    pub max_bytes: u64,
    /// How many threads scan, 1024 at most. 0: as many as the machine runs at once.
    pub threads: usize,
    /// Called about ten times a second and once at the end, on the calling thread. NULL: nobody is told.
    pub progress: sentinel_progress_callback,
}

/// One file, and what came of it: scanned, skipped or failed. Later releases may add fields at the
/// end.
#[repr(C)]
#[derive(Debug)]
pub struct sentinel_file_report {
    /// The path that was named, and what follows below it, as the system has it: it need not be UTF-8.
    pub path: sentinel_text,
    /// How many bytes of it were read.
    pub bytes: u64,
    /// What was found; none where it was not scanned. The library owns them.
    pub findings: *const sentinel_findings,
    /// Why it was not scanned: "binary", "too_large", "symbolic_link", "link_loop" or "special_file".
    /// Missing if it was.
    pub skipped: sentinel_text,
    /// Why it could not be read or scanned. SENTINEL_OK if it could, and if it was skipped.
    pub status: sentinel_status,
    /// The same in words for people; missing for SENTINEL_OK.
    pub error: sentinel_text,
    /// "utf-16le" or "utf-16be" if it was decoded: places are then those in the text as UTF-8, without
    /// its byte order mark. Missing otherwise.
    pub encoding: sentinel_text,
}

/// Scans the file, or the files in the folder, at path, and hands the report of each to callback, in
/// order of path, on the calling thread. options may be NULL. Threads that live as long as the call
/// read and scan, each one file at a time.
///
/// A file that cannot be read is no failure of the call: its report says so. It is none either that a
/// callback ends the scan.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sentinel_scan_tree(
    scanner: Option<&sentinel_scanner>,
    path: sentinel_text,
    options: *const sentinel_tree_options,
    callback: sentinel_file_callback,
    user_data: *mut c_void,
) -> sentinel_status {
    boundary::call(|| {
        let (scanner, file) = (given(scanner, "scanner")?, given(callback, "callback")?);
        let path = path.required("path")?;
        // SAFETY: the caller's promise about structures.
        let options = unsafe { options::read(options, "options")? };
        let mut observer = Caller { file, progress: options.progress, user_data };
        scan_tree_with(&scanner.0, [path], &options.meaning(), &mut observer)?;
        Ok(())
    })
}

impl options::Structure for sentinel_tree_options {}

impl sentinel_tree_options {
    fn meaning(&self) -> TreeOptions {
        let options = TreeOptions::new()
            .gitignore(!self.without_gitignore)
            .ignore(!self.without_ignore)
            .sentinelignore(!self.without_sentinelignore)
            .hidden(!self.without_hidden)
            .follow_links(self.follow_links)
            .threads(self.threads);
        if self.max_bytes == 0 { options } else { options.max_bytes(self.max_bytes) }
    }
}

/// The functions of the caller, and what they are called with.
struct Caller {
    file: unsafe extern "C" fn(&sentinel_file_report, *mut c_void) -> bool,
    progress: sentinel_progress_callback,
    user_data: *mut c_void,
}

impl TreeObserver for Caller {
    fn file(&mut self, report: FileReport) -> ControlFlow<()> {
        let (mut findings, mut encoding) = (Vec::new(), None);
        let mut skipped = None;
        let mut failed = None;
        match report.outcome {
            FileOutcome::Scanned { findings: found, decoded_from, .. } => {
                (findings, encoding) = (found, decoded_from);
            }
            FileOutcome::Skipped(reason) => skipped = Some(reason),
            FileOutcome::Failed(error) => failed = Some(error),
            // Not silently: it would count as clean.
            _ => failed = Some(Error::new(ErrorKind::Unsupported, "scan tree", "an outcome that is not known")),
        }
        let findings = sentinel_findings::at_places(findings.into_iter().map(|found| (found.finding, found.place.at)));
        let words = failed.as_ref().map(Error::to_string);
        let lent = |word: Option<&str>| word.map(sentinel_text::lent).unwrap_or_default();
        let report = sentinel_file_report {
            path: sentinel_text::lent_bytes(report.path.as_os_str().as_encoded_bytes()),
            bytes: report.bytes,
            findings: &findings,
            skipped: lent(skipped.map(SkipReason::code)),
            status: failed.as_ref().map_or(SENTINEL_OK, |error| error.kind().into()),
            error: lent(words.as_deref()),
            encoding: lent(encoding.map(TextEncoding::as_str)),
        };
        // SAFETY: the caller's function, called as it is declared; all that it is given outlives the call.
        go_on(unsafe { (self.file)(&report, self.user_data) })
    }

    fn progress(&mut self, progress: TreeProgress) -> ControlFlow<()> {
        let Some(callback) = self.progress else { return Continue(()) };
        // SAFETY: the caller's function, called as it is declared.
        go_on(unsafe { callback(progress.files, progress.bytes, progress.findings, self.user_data) })
    }
}

fn go_on(answer: bool) -> ControlFlow<()> {
    if answer { Continue(()) } else { Break(()) }
}
