//! Scans of files and folders.

use std::{
    ops::ControlFlow::{self, Continue},
    path::PathBuf,
};

use napi::{
    Env, Status,
    bindgen_prelude::{Either, External, FnArgs},
    threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode::NonBlocking, UnknownReturnValue},
};
use napi_derive::napi;
use sentinel_store::*;
use serde::{Deserialize, Serialize};

use crate::{
    argument::{Data, json, read},
    error::ErrorView,
    result::FindingView,
    scanner::Scanner,
    task::{Plain, Promise, promise},
};

/// Takes files, bytes and findings.
type Progress = ThreadsafeFunction<FnArgs<(f64, f64, f64)>, UnknownReturnValue, FnArgs<(f64, f64, f64)>, Status, false>;

const OPERATION: &str = "scan tree";

#[napi]
impl Scanner {
    /// Scans files and folders on threads of its own; the event loop turns meanwhile. A file that
    /// cannot be read is no rejection: its report says so.
    ///
    /// `.gitignore` (inside a repository), `.ignore` and `.sentinelignore` files are obeyed, the last
    /// before the others; `.git` is left out, other hidden files are not; symbolic links are not
    /// followed. A path that is named itself is scanned in any case.
    ///
    /// @throws {SentinelError} `invalid_input` when an option is wrong. When `signal` is aborted, its
    /// reason is thrown; when `onProgress` throws, that is.
    #[napi(ts_args_type = "path: string | string[], options?: TreeOptions", ts_return_type = "Promise<TreeReport>")]
    pub fn scan_tree(
        &self,
        env: &Env,
        path: Either<String, Vec<String>>,
        options: Data<'_>,
        progress: Option<Progress>,
        cancel: &External<CancelToken>,
    ) -> Promise<TreeView> {
        let (scanner, json, cancel) = (self.core.clone(), json(env, OPERATION, options), (**cancel).clone());
        let paths = match path {
            Either::A(path) => vec![path],
            Either::B(paths) => paths,
        };
        promise(OPERATION, move || {
            let options = read::<ScanOptions>(OPERATION, &json?)?.options().cancel(&cancel);
            let mut collector = Collector { files: Vec::new(), progress };
            let summary = scan_tree_with(&scanner, paths.into_iter().map(PathBuf::from), &options, &mut collector)?;
            Ok(Plain(TreeView { files: collector.files, summary: summary.into() }))
        })
    }
}

/// What ends a scan: for `index.cjs`, which has the signal.
#[napi(skip_typescript)]
pub fn tree_cancel_token() -> External<CancelToken> {
    External::new(CancelToken::new())
}

/// Ends the scan that was started with the token.
#[napi(skip_typescript)]
pub fn cancel_tree(token: &External<CancelToken>) {
    token.cancel();
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct ScanOptions {
    gitignore: bool,
    ignore: bool,
    sentinelignore: bool,
    hidden: bool,
    follow_links: bool,
    max_bytes: Option<u64>,
    threads: usize,
}

impl Default for ScanOptions {
    fn default() -> Self {
        let (gitignore, ignore, sentinelignore, hidden) = (true, true, true, true);
        Self { gitignore, ignore, sentinelignore, hidden, follow_links: false, max_bytes: None, threads: 0 }
    }
}

impl ScanOptions {
    fn options(&self) -> TreeOptions {
        let options = TreeOptions::new().gitignore(self.gitignore).ignore(self.ignore).hidden(self.hidden);
        let options = options.sentinelignore(self.sentinelignore).follow_links(self.follow_links).threads(self.threads);
        match self.max_bytes {
            Some(bytes) => options.max_bytes(bytes),
            None => options,
        }
    }
}

struct Collector {
    files: Vec<FileView>,
    progress: Option<Progress>,
}

impl TreeObserver for Collector {
    fn file(&mut self, report: FileReport) -> ControlFlow<()> {
        self.files.push(report.into());
        Continue(())
    }

    fn progress(&mut self, progress: TreeProgress) -> ControlFlow<()> {
        if let Some(callback) = &self.progress {
            let TreeProgress { files, bytes, findings, .. } = progress;
            // One that is not told is followed by another.
            callback.call((files as f64, bytes as f64, findings as f64).into(), NonBlocking);
        }
        Continue(())
    }
}

/// All of a scan.
#[derive(Serialize)]
pub struct TreeView {
    files: Vec<FileView>,
    summary: SummaryView,
}

#[derive(Serialize)]
struct FileView {
    path: String,
    bytes: f64,
    findings: Vec<FindingView>,
    skipped: Option<&'static str>,
    error: Option<ErrorView>,
    encoding: Option<&'static str>,
}

impl From<FileReport> for FileView {
    fn from(report: FileReport) -> Self {
        // JavaScript has no word for a name that is not Unicode.
        let (path, bytes) = (report.path.to_string_lossy().into_owned(), report.bytes as f64);
        let mut view = Self { path, bytes, findings: Vec::new(), skipped: None, error: None, encoding: None };
        match report.outcome {
            FileOutcome::Scanned { findings, decoded_from, .. } => {
                view.findings =
                    findings.into_iter().map(|found| FindingView::new(found.finding, found.place)).collect();
                view.encoding = decoded_from.map(TextEncoding::as_str);
            }
            FileOutcome::Skipped(reason) => view.skipped = Some(reason.code()),
            FileOutcome::Failed(error) => view.error = Some((&error).into()),
            // Not silently: it would count as clean.
            _ => {
                let kind = sentinel_core::ErrorKind::Unsupported;
                view.error = Some((&sentinel_core::Error::new(kind, OPERATION, "an outcome that is not known")).into());
            }
        }
        view
    }
}

#[derive(Serialize)]
struct SummaryView {
    scanned: f64,
    skipped: f64,
    failed: f64,
    bytes: f64,
    findings: f64,
    cancelled: bool,
}

impl From<TreeSummary> for SummaryView {
    fn from(summary: TreeSummary) -> Self {
        let TreeSummary { scanned, skipped, failed, bytes, findings, cancelled, .. } = summary;
        let [scanned, skipped, failed, bytes, findings] =
            [scanned, skipped, failed, bytes, findings].map(|count| count as f64);
        Self { scanned, skipped, failed, bytes, findings, cancelled }
    }
}
