//! Results of the core as objects of the Python package.

use pyo3::{
    exceptions::PyRuntimeError,
    prelude::*,
    sync::PyOnceLock,
    types::{PyList, PyTuple},
};
use sentinel_core::{Finding, Located, Outcome, Redacted};
use serde::Serialize;

use crate::{error::exception, text::Text};

type Class = PyOnceLock<Py<PyAny>>;
const MODULE: &str = "sentinel._results";

/// `list[Finding]`.
pub(crate) fn findings<'py>(py: Python<'py>, found: &[(Finding, Located)]) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for (finding, place) in found {
        list.append(self::finding(py, finding, place)?)?;
    }
    Ok(list)
}

/// `Redacted`.
pub(crate) fn redacted<'py>(
    py: Python<'py>,
    text: &Text,
    result: &Redacted<Vec<u8>>,
    found: &[(Finding, Located)],
) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: Class = Class::new();
    let error = result.error.as_ref().map(|error| exception(py, error)).transpose()?;
    let content =
        if found.is_empty() && error.is_none() { text.unchanged(py)? } else { text.with_content(py, &result.text)? };
    CLASS.import(py, MODULE, "Redacted")?.call1((content, findings(py, found)?, error))
}

/// `Outcome`.
pub(crate) fn outcome<'py>(
    py: Python<'py>,
    outcome: &Outcome,
    found: &[(Finding, Located)],
) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: Class = Class::new();
    let error = outcome.error.as_ref().map(|error| exception(py, error)).transpose()?;
    CLASS.import(py, MODULE, "Outcome")?.call1((
        &outcome.text,
        findings(py, found)?,
        outcome.entry.as_deref(),
        outcome.log_reference.as_deref(),
        outcome.revocations,
        error,
    ))
}

/// What the core serialises, as the record class of this name: one, or a list of them.
pub(crate) fn records<'py>(py: Python<'py>, class: &str, value: &impl Serialize) -> PyResult<Bound<'py, PyAny>> {
    static LOAD: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let json = serde_json::to_string(value).map_err(|_| PyRuntimeError::new_err("a result cannot be serialised"))?;
    LOAD.import(py, "sentinel._records", "load")?.call1((class, json))
}

fn finding<'py>(py: Python<'py>, finding: &Finding, place: &Located) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: Class = Class::new();
    static PART: Class = Class::new();
    let components = place.components.iter().map(|(rule, at)| {
        let class = PART.import(py, MODULE, "Component")?;
        class.call1((&**rule, at.start, at.end))
    });
    let components = PyTuple::new(py, components.collect::<PyResult<Vec<_>>>()?)?;
    let what = (
        &*finding.rule,
        finding.category.as_str(),
        finding.severity.as_str(),
        finding.confidence,
        place.at.start,
        place.at.end,
        place.at.line,
        place.at.column,
    );
    let more = (
        finding.preview.as_str(),
        finding.fingerprint.as_ref().map(|fingerprint| fingerprint.as_str()),
        finding.proof.as_str(),
        components,
        &*finding.ruleset,
    );
    let arguments = what.into_pyobject(py)?.as_sequence().concat(more.into_pyobject(py)?.as_sequence())?;
    CLASS.import(py, MODULE, "Finding")?.call1(arguments.to_tuple()?)
}
