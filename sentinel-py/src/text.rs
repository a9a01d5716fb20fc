//! What Python gives as text, and places in it in Python's own unit.

use pyo3::{exceptions::PyTypeError, prelude::*, pybacked::*, types::*};
use sentinel_core::{Error, ErrorKind, Finding, Located, Locator, Result, Unit};

/// A `str`, `bytes` or `bytearray`.
pub(crate) enum Text {
    Str(PyBackedStr),
    Bytes(PyBackedBytes),
}

impl Text {
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Str(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }

    /// What places in it are counted in; says its type too.
    pub(crate) fn unit(&self) -> Unit {
        match self {
            Self::Str(_) => Unit::CodePoints,
            Self::Bytes(_) => Unit::Bytes,
        }
    }

    /// The text as words: a name, a document.
    pub(crate) fn words(&self) -> Result<&str> {
        let invalid = |_| Error::new(ErrorKind::InvalidInput, "read arguments", "not UTF-8");
        std::str::from_utf8(self.bytes()).map_err(invalid)
    }

    /// Findings with their places: code points of a `str`, bytes of `bytes`.
    pub(crate) fn locate(&self, findings: Vec<Finding>) -> Vec<(Finding, Located)> {
        // So it is of most texts.
        if findings.is_empty() {
            return Vec::new();
        }
        let mut locator = Locator::new(self.bytes(), self.unit());
        let places: Vec<_> = findings.iter().map(|finding| finding.locate(&mut locator)).collect();
        findings.into_iter().zip(places).collect()
    }

    /// This text, unchanged.
    pub(crate) fn unchanged<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Self::Str(text) => Ok(text.into_pyobject(py)?.into_any()),
            Self::Bytes(bytes) => Ok(bytes.into_pyobject(py)?.into_any()),
        }
    }

    /// `content` as the type that this text has.
    pub(crate) fn with_content<'py>(&self, py: Python<'py>, content: &[u8]) -> Bound<'py, PyAny> {
        counted_in(py, self.unit(), content)
    }
}

/// `content` as the type that is counted in this unit.
pub(crate) fn counted_in<'py>(py: Python<'py>, unit: Unit, content: &[u8]) -> Bound<'py, PyAny> {
    match unit {
        Unit::Bytes => PyBytes::new(py, content).into_any(),
        // Valid, unless a rule cut a character in two.
        _ => PyString::new(py, &String::from_utf8_lossy(content)).into_any(),
    }
}

impl<'py> FromPyObject<'_, 'py> for Text {
    type Error = PyErr;

    /// Lone surrogates are read as U+FFFD, one code point for one, so that a text which cannot be
    /// encoded is scanned all the same. The exception of a failure would hold the text: it is dropped.
    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyString>() {
            let whole = || object.py().import("re")?.call_method1("sub", (r"[\ud800-\udfff]", "\u{FFFD}", object));
            return object.extract().or_else(|_: PyErr| whole()?.extract()).map(Self::Str);
        }
        object.extract().map(Self::Bytes).map_err(|_| {
            let given = object.get_type().name().map_or_else(|_| String::new(), |name| name.to_string());
            PyTypeError::new_err(format!("expected str, bytes or bytearray, not {given}"))
        })
    }
}
