//! The functions of the module.

use std::sync::OnceLock;

use pyo3::{prelude::*, pybacked::PyBackedStr};
use sentinel_core::{Keep, Scanner as Core};

use crate::{error::detached, request, scanner::Scanner, text::Text};

/// Every finding in `text` by the built-in rules for secrets. See Scanner.scan.
#[pyfunction]
pub(crate) fn scan<'py>(py: Python<'py>, text: Text) -> PyResult<Bound<'py, PyAny>> {
    shared(py)?.get().scan(py, text)
}

/// The text or the object, redacted by the built-in rules for secrets. See Scanner.redact.
///
/// >>> import sentinel
/// >>> sentinel.redact("key=AKIA" + "QYLPMN5HHHFPZAM2").text
/// 'key=[REDACTED:AWS_ACCESS_KEY]'
#[pyfunction]
pub(crate) fn redact<'py>(py: Python<'py>, text: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    Scanner::redact(shared(py)?.bind(py), text)
}

/// What people may see of a value: as many bytes of its start and end as asked for, and four stars.
///
/// >>> import sentinel
/// >>> sentinel.preview("ABCD-efgh-ijkl-XYZ", 4, 3)
/// 'ABCD****XYZ'
///
/// A value of which more than half would show, or whose kept parts do not print, gives four stars.
#[pyfunction]
#[pyo3(signature = (value, keep_prefix=0, keep_suffix=0))]
pub(crate) fn preview(value: Text, keep_prefix: usize, keep_suffix: usize) -> String {
    sentinel_core::preview(value.bytes(), Keep { keep_prefix, keep_suffix })
}

/// Answers a request of the package.
#[pyfunction]
pub(crate) fn ask(py: Python<'_>, request: PyBackedStr) -> PyResult<String> {
    detached(py, "ask", || Ok(request::parse::<request::Ask>(&request)?.answer()?.to_string()))
}

/// Findings, a JSON array of objects, in another tool's format. Only the package's own modules call it.
#[pyfunction]
pub(crate) fn export(
    py: Python<'_>,
    scanner: &Scanner,
    occurrences: PyBackedStr,
    format: PyBackedStr,
) -> PyResult<String> {
    detached(py, "export findings", || request::export(&scanner.0, &occurrences, &format))
}

/// What a rule of a scanner is, as JSON. Only the package's own modules call it.
#[pyfunction]
pub(crate) fn explain(py: Python<'_>, scanner: &Scanner, name: PyBackedStr) -> PyResult<String> {
    detached(py, "explain rule", || Ok(request::explain(&scanner.0, &name)?.to_string()))
}

/// The scanner of the module's own `scan` and `redact`, built when first asked for.
fn shared(py: Python<'_>) -> PyResult<&'static Py<Scanner>> {
    static SHARED: OnceLock<Py<Scanner>> = OnceLock::new();
    if let Some(scanner) = SHARED.get() {
        return Ok(scanner);
    }
    // Two threads may build one each; the first one stays.
    let core = detached(py, "build scanner", || Core::builder().build())?;
    let scanner = Py::new(py, Scanner(core))?;
    Ok(SHARED.get_or_init(|| scanner))
}
