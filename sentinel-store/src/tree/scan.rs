//! The two calls: one collects, one hands each report over as soon as its turn comes.

use std::{
    ops::ControlFlow,
    path::PathBuf,
    sync::{
        atomic::{AtomicBool, Ordering::Relaxed},
        mpsc::sync_channel,
    },
};

use rayon::{
    ThreadPool, ThreadPoolBuilder,
    iter::{ParallelBridge, ParallelIterator},
};
use sentinel_core::{Error, ErrorKind, Result, Scanner};

use super::{
    CancelToken, FileReport, TreeOptions, TreeProgress, TreeReport, TreeSummary, deliver::deliver, walk::Walk,
    worker::Worker,
};

/// Scans files and folders and collects a report for each file, in order of path below each of
/// `paths`.
///
/// ```
/// use sentinel_core::Scanner;
/// use sentinel_store::{TreeOptions, scan_tree};
///
/// let folder = tempfile::tempdir().unwrap();
/// std::fs::write(folder.path().join(".env"), ["key=AKIA", "QYLPMN5HHHFPZAM2"].concat()).unwrap();
///
/// let tree = scan_tree(&Scanner::builtin(), [folder.path()], &TreeOptions::new())?;
/// let found = &tree.files[0].findings()[0];
/// assert_eq!((&*found.finding.rule, found.place.at.line, found.place.at.column), ("AWS_ACCESS_KEY", 1, 5));
/// assert_eq!(tree.summary.findings, 1);
/// # Ok::<(), sentinel_core::Error>(())
/// ```
///
/// # Errors
///
/// `InvalidInput` without a path, or with more than 1024 threads; `Internal` when threads cannot be
/// started. A file that cannot be read or scanned is no error of the call: its report says so.
pub fn scan_tree<P: Into<PathBuf>>(
    scanner: &Scanner,
    paths: impl IntoIterator<Item = P>,
    options: &TreeOptions,
) -> Result<TreeReport> {
    let mut files = Vec::new();
    let summary = scan_tree_with(scanner, paths, options, &mut |report| {
        files.push(report);
        ControlFlow::Continue(())
    })?;
    Ok(TreeReport { files, summary })
}

/// Scans files and folders and hands each report to `observer`, in the same order as
/// [`scan_tree`], as soon as its turn comes. The observer is called on the calling thread; the
/// files are read and scanned on threads that live as long as the call.
///
/// ```
/// use std::ops::ControlFlow;
/// # use sentinel_core::Scanner;
/// # use sentinel_store::{FileReport, TreeOptions, scan_tree_with};
/// # let folder = tempfile::tempdir().unwrap();
/// # std::fs::write(folder.path().join("a"), "nothing").unwrap();
///
/// let mut first = None;
/// let summary = scan_tree_with(&Scanner::builtin(), [folder.path()], &TreeOptions::new(), &mut |file: FileReport| {
///     first = Some(file.path);
///     ControlFlow::Break(()) // one is enough
/// })?;
/// assert!(first.is_some() && summary.cancelled);
/// # Ok::<(), sentinel_core::Error>(())
/// ```
///
/// # Errors
///
/// As [`scan_tree`].
pub fn scan_tree_with<P: Into<PathBuf>>(
    scanner: &Scanner,
    paths: impl IntoIterator<Item = P>,
    options: &TreeOptions,
    observer: &mut dyn TreeObserver,
) -> Result<TreeSummary> {
    let paths: Vec<PathBuf> = paths.into_iter().map(Into::into).collect();
    if paths.is_empty() {
        return Err(Error::new(ErrorKind::InvalidInput, OPERATION, "there is no path").with("field", "paths"));
    }
    let pool = pool(options.threads)?;
    let stop = Stop::new(&options.cancel);
    let worker = Worker::new(scanner, options, &stop);
    let walk = Walk::new(&paths, options);
    // As many reports as wait for the observer while the threads work on.
    let (sender, receiver) = sync_channel(4 * pool.current_num_threads());
    let (stop, worker) = (&stop, &worker);
    let mut summary = pool.in_place_scope(|scope| {
        scope.spawn(move |_| {
            let steps = walk.take_while(|_| !stop.is_due()).enumerate();
            steps.par_bridge().for_each_with(sender, |sender, (index, step)| {
                if let Some(report) = worker.report(step) {
                    // Nobody receives any more: the scan is ending.
                    let _ = sender.send((index, report));
                }
            });
        });
        deliver(receiver, observer, stop)
    });
    summary.cancelled = stop.cut_short();
    Ok(summary)
}

/// Sees a scan as it goes. A closure that takes reports is one.
pub trait TreeObserver {
    /// One file is done. `Break` ends the scan.
    fn file(&mut self, report: FileReport) -> ControlFlow<()>;

    /// Called about ten times a second, also when nothing has come since, and once at the end. What
    /// it counts may be ahead of what [`file`](Self::file) was given, which comes in order. `Break`
    /// ends the scan.
    fn progress(&mut self, progress: TreeProgress) -> ControlFlow<()> {
        let _ = progress;
        ControlFlow::Continue(())
    }
}

impl<F: FnMut(FileReport) -> ControlFlow<()>> TreeObserver for F {
    fn file(&mut self, report: FileReport) -> ControlFlow<()> {
        self(report)
    }
}

/// Whether the scan is to end, and whether that cost anything.
pub(super) struct Stop<'o> {
    token: &'o CancelToken,
    broken: AtomicBool,
    cut: AtomicBool,
}

impl<'o> Stop<'o> {
    pub(super) fn new(token: &'o CancelToken) -> Self {
        Self { token, broken: AtomicBool::new(false), cut: AtomicBool::new(false) }
    }

    /// True when the scan is to end. Whoever asks then leaves out what it was about to do.
    pub(super) fn is_due(&self) -> bool {
        let due = self.broken.load(Relaxed) || self.token.is_cancelled();
        if due {
            self.cut.store(true, Relaxed);
        }
        due
    }

    /// The observer has seen enough.
    pub(super) fn break_off(&self) {
        self.broken.store(true, Relaxed);
        self.cut.store(true, Relaxed);
    }

    fn cut_short(&self) -> bool {
        self.cut.load(Relaxed)
    }
}

const OPERATION: &str = "scan tree";
const MOST_THREADS: usize = 1024;

/// The threads of one call.
fn pool(threads: usize) -> Result<ThreadPool> {
    if threads > MOST_THREADS {
        let error = Error::new(ErrorKind::InvalidInput, OPERATION, "that many threads are not started");
        return Err(error.with("field", "threads").with("limit", MOST_THREADS));
    }
    ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(|index| format!("sentinel-scan-{index}"))
        .build()
        .map_err(|_| Error::new(ErrorKind::Internal, OPERATION, "threads cannot be started"))
}
