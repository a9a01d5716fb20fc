//! JSON documents, and objects that the package walks.

use std::{borrow::Cow, collections::BTreeMap};

use pyo3::{prelude::*, types::*};
use sentinel_core::{Error, ErrorKind, Leaves, Paths, Redacted, Replacements as Core, Result, Scanner};

use crate::{results, scanner::redacting, text::Text};

/// `paths` as it is given: `redact` and `keep`, each a list.
pub(crate) type PathLists = BTreeMap<String, Vec<String>>;

pub(crate) fn paths(lists: Option<PathLists>) -> Result<Paths> {
    lists.map_or(Ok(Paths::new()), |lists| {
        let text = serde_json::to_string(&lists).unwrap_or_default();
        Paths::parse(&text)
    })
}

/// `Redacted` of a document.
pub(crate) fn redact<'py>(py: Python<'py>, scanner: &Scanner, text: Text) -> PyResult<Bound<'py, PyAny>> {
    let (redacted, found) = redacting(py, "redact json", scanner, &text, || {
        let Redacted { text: redacted, findings, replacements, error, .. } = scanner.redact_json_cow(text.words()?);
        let replacements = replacements.counted_in(text.unit(), text.bytes(), redacted.as_bytes());
        Ok(((redacted, replacements, error), text.locate(findings)))
    })?;
    let (redacted, replacements, error) = redacted;
    let content = match redacted {
        Cow::Borrowed(_) => text.unchanged(py)?,
        Cow::Owned(redacted) => text.with_content(py, redacted.as_bytes()),
    };
    results::redacted_as(py, content, &found, error.as_ref(), replacements)
}

/// `Redacted` whose text says which leaves of a document are replaced: a dict by number, or the marker.
pub(crate) fn redact_leaves<'py>(py: Python<'py>, scanner: &Scanner, text: Text) -> PyResult<Bound<'py, PyAny>> {
    let (redacted, found) = redacting(py, "redact", scanner, &text, || {
        let mut redacted = scanner.redact_leaves(text.words()?);
        let found = text.locate(std::mem::take(&mut redacted.findings));
        Ok((redacted, found))
    })?;
    let leaves = match redacted.text {
        Leaves::Withheld(marker) => PyString::new(py, marker).into_any(),
        Leaves::Replaced(replaced) => {
            let leaves = PyDict::new(py);
            replaced.into_iter().try_for_each(|(leaf, becomes)| leaves.set_item(leaf, becomes))?;
            leaves.into_any()
        }
        _ => PyString::new(py, scanner.withhold(ErrorKind::Internal)).into_any(),
    };
    results::redacted_as(py, leaves, &found, redacted.error.as_ref(), Core::default())
}

/// `Redacted` of an object that cannot be walked, for the reason that the code says.
pub(crate) fn withheld<'py>(py: Python<'py>, scanner: &Scanner, code: &str) -> PyResult<Bound<'py, PyAny>> {
    let kind = ErrorKind::ALL.into_iter().find(|kind| kind.code() == code).unwrap_or(ErrorKind::Internal);
    let marker = PyString::new(py, scanner.withhold(kind)).into_any();
    let error = Error::new(kind, "redact", "the object cannot be walked to its end");
    results::redacted_as(py, marker, &[], Some(&error), Core::default())
}
