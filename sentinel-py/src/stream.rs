//! The class `Stream`.

use pyo3::{exceptions::PyTypeError, prelude::*, types::PyTuple};
use sentinel_core::{Error, ErrorKind, Feed, Settled, Unit};

use crate::{
    error::{detached, exception},
    policy, results,
    text::{Text, counted_in},
};

/// Redacts a text that comes piece by piece: `Scanner.stream()` gives one.
///
/// What `push` and `finish` return, put together, is what `Scanner.redact` gives for the whole text.
/// What may still be part of a secret is held back. All pieces are str, or all are bytes. One thread uses it at a time.
///
/// >>> from sentinel import Scanner
/// >>> stream = Scanner().stream()
/// >>> text = stream.push("key=AKIA" + "QYLPMN5H") + stream.push("HHFPZAM2 user=7") + stream.finish()
/// >>> text, [finding.type for finding in stream.findings]
/// ('key=[REDACTED:AWS_ACCESS_KEY] user=7', ['AWS_ACCESS_KEY'])
///
/// With `format="lines"`, "jsonl" or "sse" it gives whole lines or server-sent events, of up to 256 KiB each; in the
/// events of a language model's answer, which is split over them, the answer is redacted as one text. The README says
/// which models' events are known; in others each is redacted alone.
///
/// Past a limit, or after an error, a fixed marker stands for the rest of the text, the line or
/// the event, and `error` says why. As a context manager it finishes at the end of the block; `rest` is then what was left.
#[pyclass(module = "sentinel")]
pub(crate) struct Stream {
    /// None when the stream is finished, or broken by a defect.
    core: Option<Feed>,
    /// What the pieces are counted in, once there was one.
    unit: Option<Unit>,
    findings: Vec<Py<PyAny>>,
    replacements: Vec<Py<PyAny>>,
    error: Option<Py<PyAny>>,
    rest: Option<Py<PyAny>>,
}

impl Stream {
    pub(crate) fn new(core: Feed) -> Self {
        Self { core: Some(core), unit: None, findings: Vec::new(), replacements: Vec::new(), error: None, rest: None }
    }

    /// The first piece says what is counted in.
    fn check_unit(&mut self, piece: &Text) -> PyResult<Unit> {
        let unit = piece.unit();
        if self.unit.is_none() {
            self.core = self.core.take().map(|core| core.counting(unit));
        }
        if *self.unit.get_or_insert(unit) == unit {
            return Ok(unit);
        }
        let expected = if unit == Unit::Bytes { "str" } else { "bytes" };
        Err(PyTypeError::new_err(format!("expected {expected}, as the pieces before")))
    }

    /// Keeps what was found, and gives the text as the type of the pieces.
    fn keep<'py>(&mut self, py: Python<'py>, settled: Settled) -> PyResult<Bound<'py, PyAny>> {
        for finding in results::findings(py, &settled.findings)? {
            self.findings.push(finding.unbind());
        }
        for replacement in &settled.replacements {
            self.replacements.push(policy::replacement(py, replacement)?.unbind());
        }
        if let (None, Some(error)) = (&self.error, &settled.error) {
            self.error = Some(exception(py, error)?.unbind());
        }
        Ok(counted_in(py, self.unit.unwrap_or(Unit::CodePoints), &settled.text))
    }
}

#[pymethods]
impl Stream {
    /// Takes the next piece, and returns redacted text that is final, of the same type.
    ///
    /// Raises InvalidInputError when the stream is finished, and TypeError for a piece of another type
    /// than those before.
    fn push<'py>(&mut self, py: Python<'py>, piece: Text) -> PyResult<Bound<'py, PyAny>> {
        self.check_unit(&piece)?;
        let core = self.core.take();
        let (core, settled) = detached(py, "stream", || {
            let finished = || Error::new(ErrorKind::InvalidInput, "stream", "the stream is finished");
            let mut core = core.ok_or_else(finished)?;
            let settled = core.push(piece.bytes());
            Ok((core, settled))
        })?;
        self.core = Some(core);
        self.keep(py, settled)
    }

    /// Returns all that is final now. To be called where the text may rest, as after a prompt.
    fn flush<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let core = self.core.take();
        let (core, settled) = detached(py, "stream", || {
            let Some(mut core) = core else { return Ok((None, Settled::default())) };
            let settled = core.flush();
            Ok((Some(core), settled))
        })?;
        self.core = core;
        self.keep(py, settled)
    }

    /// Ends the text, and returns what is left of it. Called again, it returns nothing more.
    fn finish<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let core = self.core.take();
        let settled = detached(py, "stream", || Ok(core.map(Feed::finish)))?;
        self.keep(py, settled.unwrap_or_default())
    }

    /// What was found so far, or since `forget`, in order; places are those in the whole text. A finding may come after
    /// its text.
    #[getter]
    fn findings(&self, py: Python<'_>) -> Vec<Py<PyAny>> {
        self.findings.iter().map(|finding| finding.clone_ref(py)).collect()
    }

    /// What was replaced in the text that was returned so far, or since `forget`, in order: Replacement objects.
    #[getter]
    fn replacements(&self, py: Python<'_>) -> Vec<Py<PyAny>> {
        self.replacements.iter().map(|replacement| replacement.clone_ref(py)).collect()
    }

    /// Drops `findings` and `replacements` as they are now: for a text that does not end, and would fill memory with them.
    fn forget(&mut self) {
        self.findings.clear();
        self.replacements.clear();
    }

    /// Why the rest of the text is withheld, if it is.
    #[getter]
    fn error(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.error.as_ref().map(|error| error.clone_ref(py))
    }

    /// What was left at the end of a `with` block; None before.
    #[getter]
    fn rest(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.rest.as_ref().map(|rest| rest.clone_ref(py))
    }

    /// How many bytes are held back.
    #[getter]
    fn held(&self) -> usize {
        self.core.as_ref().map_or(0, Feed::held)
    }

    fn __enter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    #[pyo3(signature = (*_exception))]
    fn __exit__(&mut self, py: Python<'_>, _exception: &Bound<'_, PyTuple>) -> PyResult<()> {
        let rest = self.finish(py)?.unbind();
        self.rest.get_or_insert(rest);
        Ok(())
    }

    fn __repr__(&self) -> String {
        format!("<sentinel.Stream: {} bytes held back>", self.held())
    }
}
