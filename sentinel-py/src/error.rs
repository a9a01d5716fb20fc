//! Errors of the core as Python exceptions, and the ways in which the core is called.

use std::{
    io::Write,
    panic::{AssertUnwindSafe, catch_unwind, set_hook},
};

use pyo3::{prelude::*, sync::PyOnceLock, types::PyDict};
use sentinel_core::{Error, ErrorKind, Result};

/// Calls `call` while other Python threads run. A panic becomes an `InternalError`: its own message
/// may quote text.
pub(crate) fn detached<T: Send>(
    py: Python<'_>,
    operation: &'static str,
    call: impl FnOnce() -> Result<T> + Send,
) -> PyResult<T> {
    py.detach(|| guarded(operation, call)).map_err(|error| raised(py, &error))
}

/// A line is scanned in less time than it takes to change threads and back.
const BRIEF: usize = 2048;

/// As [`detached`], for a call that scans so many bytes and waits for nothing: while it scans few, others wait.
pub(crate) fn scanning<T: Send>(
    py: Python<'_>,
    operation: &'static str,
    bytes: usize,
    call: impl FnOnce() -> Result<T> + Send,
) -> PyResult<T> {
    if bytes > BRIEF {
        return detached(py, operation, call);
    }
    guarded(operation, call).map_err(|error| raised(py, &error))
}

fn guarded<T>(operation: &'static str, call: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(call))
        .unwrap_or_else(|_| Err(Error::new(ErrorKind::Internal, operation, "a defect of the library ended the call")))
}

/// The exception to raise for `error`.
fn raised(py: Python<'_>, error: &Error) -> PyErr {
    exception(py, error).map_or_else(|failed| failed, PyErr::from_value)
}

/// The exception for `error`, as an object.
pub(crate) fn exception<'py>(py: Python<'py>, error: &Error) -> PyResult<Bound<'py, PyAny>> {
    static OF_CODE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let context = PyDict::new(py);
    for (key, value) in error.context() {
        context.set_item(key, value)?;
    }
    OF_CODE.import(py, "sentinel._errors", "error_of_code")?.call1((
        error.code(),
        error.operation(),
        error.to_string(),
        context,
        error.is_retryable(),
    ))
}

/// Says where a panic was, and not its message, which may quote text. The hook is this module's
/// alone: other native modules have their own.
pub(crate) fn keep_panics_quiet() {
    set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        // Nobody is left to tell when this fails.
        let _ = writeln!(std::io::stderr(), "sentinel: a defect at {place} (its message is withheld)");
    }));
}
