//! Scans of files and folders, as an iterator of reports.

use std::{
    ops::ControlFlow::{self, Break, Continue},
    path::PathBuf,
    sync::{
        Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::{self, JoinHandle},
};

use pyo3::{prelude::*, sync::PyOnceLock};
use sentinel_core::{Error, ErrorKind, Finding, Located, Result, Scanner};
use sentinel_store::*;

use crate::{
    error::{detached, exception},
    results,
};

/// A scan of files and folders under way: iterates over a FileReport for each file, in order of path.
///
/// The scan runs ahead of who reads it by a few files. Leaving a `with` block and `close` end it, and
/// wait for the files under way; so do an exception of `progress` and Ctrl-C, which do not wait.
///
/// >>> import pathlib, sentinel, tempfile
/// >>> folder = tempfile.TemporaryDirectory()
/// >>> _ = pathlib.Path(folder.name, ".env").write_text("key=AKIA" + "QYLPMN5HHHFPZAM2")
/// >>> with sentinel.Scanner().scan_tree(folder.name) as tree:
/// ...     [(file.path[len(folder.name) + 1 :], file.findings) for file in tree]
/// [('.env', [<AWS_ACCESS_KEY HIGH 4..24 (line 1, column 5)>])]
/// >>> tree.summary.scanned, tree.summary.findings
/// (1, 1)
#[pyclass(frozen, module = "sentinel")]
pub(crate) struct TreeScan {
    /// None once it has ended.
    running: Mutex<Option<Running>>,
    ended: Mutex<Option<TreeSummary>>,
    cancel: CancelToken,
    progress: Option<Py<PyAny>>,
}

struct Running {
    events: Receiver<Event>,
    thread: JoinHandle<Result<TreeSummary>>,
}

enum Event {
    File(FileReport),
    Progress(TreeProgress),
}

/// How many reports wait for who reads them.
const AHEAD: usize = 64;
const OPERATION: &str = "scan tree";

impl TreeScan {
    pub(crate) fn start(
        scanner: &Scanner,
        paths: Vec<PathBuf>,
        options: TreeOptions,
        progress: Option<Py<PyAny>>,
    ) -> Result<Self> {
        let cancel = CancelToken::new();
        let (sender, events) = sync_channel(AHEAD);
        let (scanner, options) = (scanner.clone(), options.cancel(&cancel));
        let thread = thread::Builder::new()
            .name("sentinel-tree".to_owned())
            .spawn(move || scan_tree_with(&scanner, paths, &options, &mut Reader(sender)))
            .map_err(|_| Error::new(ErrorKind::Internal, OPERATION, "a thread cannot be started"))?;
        let running = Mutex::new(Some(Running { events, thread }));
        Ok(Self { running, ended: Mutex::new(None), cancel, progress })
    }

    /// What comes next; none at the end.
    fn event(&self) -> Result<Option<Event>> {
        let mut running = lock(&self.running);
        let Some(Running { events, .. }) = &*running else { return Ok(None) };
        match events.recv() {
            Ok(event) => Ok(Some(event)),
            Err(_) => self.end(running.take()).map(|()| None),
        }
    }

    /// Ends the scan and notes what it came to.
    fn end(&self, running: Option<Running>) -> Result<()> {
        let Some(Running { events, thread }) = running else { return Ok(()) };
        drop(events);
        let defect = |_| Err(Error::new(ErrorKind::Internal, OPERATION, "a defect of the library ended the call"));
        *lock(&self.ended) = Some(thread.join().unwrap_or_else(defect)?);
        Ok(())
    }

    /// Ends the scan without waiting: a file under way may be a pipe that is silent.
    fn abandon(&self) {
        self.cancel.cancel();
        drop(lock(&self.running).take());
    }

    fn tell(&self, py: Python<'_>, progress: TreeProgress) -> PyResult<()> {
        py.check_signals()?;
        let Some(callback) = &self.progress else { return Ok(()) };
        let TreeProgress { files, bytes, findings, .. } = progress;
        callback.call1(py, (made(py, "TreeProgress", (files, bytes, findings))?,)).map(drop)
    }
}

#[pymethods]
impl TreeScan {
    fn __iter__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        loop {
            match detached(py, OPERATION, || self.event())? {
                None => return Ok(None),
                Some(Event::File(report)) => return file(py, report).map(Some),
                Some(Event::Progress(progress)) => self.tell(py, progress).inspect_err(|_| self.abandon())?,
            }
        }
    }

    /// Ends the scan, and waits for the files under way. Does nothing when it has ended.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        self.cancel.cancel();
        detached(py, OPERATION, || {
            let running = lock(&self.running).take();
            self.end(running)
        })
    }

    /// What the scan came to, once it has ended; None before, and where an exception ended it.
    #[getter]
    fn summary<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        (*lock(&self.ended)).map(|ended| summary(py, ended)).transpose()
    }

    fn __enter__(this: Py<Self>) -> Py<Self> {
        this
    }

    #[pyo3(signature = (*_exception))]
    fn __exit__(&self, py: Python<'_>, _exception: &Bound<'_, PyAny>) -> PyResult<()> {
        self.close(py)
    }
}

impl Drop for TreeScan {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

/// Passes on what the scan tells, until nobody reads it.
struct Reader(SyncSender<Event>);

impl Reader {
    fn pass(&self, event: Event) -> ControlFlow<()> {
        if self.0.send(event).is_ok() { Continue(()) } else { Break(()) }
    }
}

impl TreeObserver for Reader {
    fn file(&mut self, report: FileReport) -> ControlFlow<()> {
        self.pass(Event::File(report))
    }

    fn progress(&mut self, progress: TreeProgress) -> ControlFlow<()> {
        self.pass(Event::Progress(progress))
    }
}

fn file(py: Python<'_>, report: FileReport) -> PyResult<Bound<'_, PyAny>> {
    let (mut found, mut skipped, mut error, mut encoding) = (Vec::new(), None, None, None);
    let suppressed = report.suppressed();
    match report.outcome {
        FileOutcome::Scanned { findings, decoded_from, .. } => {
            (found, encoding) = (findings, decoded_from.map(TextEncoding::as_str));
        }
        FileOutcome::Skipped(reason) => skipped = Some(reason.code()),
        FileOutcome::Failed(failed) => error = Some(exception(py, &failed)?),
        // Not silently: it would count as clean.
        _ => {
            let newer = Error::new(ErrorKind::Unsupported, OPERATION, "an outcome that is not known");
            error = Some(exception(py, &newer)?);
        }
    }
    let found: Vec<(Finding, Located)> = found.into_iter().map(|found| (found.finding, found.place)).collect();
    let findings = results::findings(py, &found)?;
    made(py, "FileReport", (report.path.as_os_str(), report.bytes, findings, skipped, error, encoding, suppressed))
}

/// What a scan came to.
pub(crate) fn summary(py: Python<'_>, summary: TreeSummary) -> PyResult<Bound<'_, PyAny>> {
    let TreeSummary { scanned, skipped, failed, bytes, findings, cancelled, suppressed, .. } = summary;
    made(py, "TreeSummary", (scanned, skipped, failed, bytes, findings, cancelled, suppressed))
}

/// An object of the package.
pub(crate) fn made<'py>(
    py: Python<'py>,
    class: &'static str,
    fields: impl pyo3::call::PyCallArgs<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    static MODULE: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let module = MODULE.get_or_try_init(py, || py.import("sentinel._tree").map(Bound::unbind))?;
    module.bind(py).getattr(class)?.call1(fields)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
