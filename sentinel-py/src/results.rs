//! Results of the core as objects of the Python package.

use pyo3::{prelude::*, sync::PyOnceLock, types::*};
use sentinel_core::{Error, Finding, Located, Outcome, Redacted, Replacements as Core};

use crate::{error::exception, policy::Replacements, slots::Slots, text::Text};

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
    result: &Redacted<impl AsRef<[u8]>>,
    found: &[(Finding, Located)],
) -> PyResult<Bound<'py, PyAny>> {
    if found.is_empty() && result.error.is_none() {
        return redacted_as(py, text.unchanged(py)?, found, None, Core::default());
    }
    let redacted = result.text.as_ref();
    let counted = result.replacements.counted_in(text.unit(), text.bytes(), redacted);
    redacted_as(py, text.with_content(py, redacted), found, result.error.as_ref(), counted)
}

/// `Redacted`, with this text.
pub(crate) fn redacted_as<'py>(
    py: Python<'py>,
    content: Bound<'py, PyAny>,
    found: &[(Finding, Located)],
    error: Option<&Error>,
    replacements: Core,
) -> PyResult<Bound<'py, PyAny>> {
    static SLOTS: PyOnceLock<Slots<4>> = PyOnceLock::new();
    let slots = SLOTS
        .get_or_try_init(py, || Slots::import(py, MODULE, "Redacted", ["text", "findings", "error", "replacements"]))?;
    let error = error.map(|error| exception(py, error)).transpose()?;
    let error = error.unwrap_or_else(|| py.None().into_bound(py));
    slots.make(py, [content, findings(py, found)?.into_any(), error, evidence(py, replacements)?])
}

/// `Replacements`. Most texts have none: that one is shared.
fn evidence(py: Python<'_>, replacements: Core) -> PyResult<Bound<'_, PyAny>> {
    static NONE: PyOnceLock<Py<Replacements>> = PyOnceLock::new();
    if replacements.is_empty() {
        let none = NONE.get_or_try_init(py, || Py::new(py, Replacements(Core::default())))?;
        return Ok(none.bind(py).clone().into_any());
    }
    Ok(Replacements(replacements).into_pyobject(py)?.into_any())
}

/// `Outcome`.
pub(crate) fn outcome<'py>(
    py: Python<'py>,
    outcome: &Outcome,
    found: &[(Finding, Located)],
) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: Class = Class::new();
    let error = outcome.error.as_ref().map(|error| exception(py, error)).transpose()?;
    let Outcome { text, entry, log_reference, revocations, .. } = outcome;
    let findings = findings(py, found)?;
    CLASS.import(py, MODULE, "Outcome")?.call1((text, findings, entry, log_reference, revocations, error))
}

fn finding<'py>(py: Python<'py>, finding: &Finding, place: &Located) -> PyResult<Bound<'py, PyAny>> {
    static OF_PARTS: Class = Class::new();
    let parts: Vec<_> = place.components.iter().map(|(rule, at)| (&**rule, at.start, at.end)).collect();
    let what = (&*finding.rule, finding.category.as_str(), finding.severity.as_str(), finding.confidence);
    let place = (place.at.start, place.at.end, place.at.line, place.at.column);
    let fingerprint = finding.fingerprint.as_ref().map(|fingerprint| fingerprint.as_str());
    let more = (finding.preview.as_str(), fingerprint, finding.proof.as_str());
    let encodings: Vec<_> = finding.encodings.iter().map(|encoding| encoding.as_str()).collect();
    OF_PARTS.import(py, MODULE, "finding_of_parts")?.call1((what, place, more, parts, &*finding.ruleset, encodings))
}
