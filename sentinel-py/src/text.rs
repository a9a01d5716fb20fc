//! What Python gives as text, and places in it in Python's own unit.

use std::borrow::Cow;

use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    pybacked::{PyBackedBytes, PyBackedStr},
    types::{PyBytes, PyString},
};
use sentinel_core::{Finding, Located, Locator, Unit};

/// A `str`, `bytes` or `bytearray`.
pub(crate) enum Text {
    Str(PyBackedStr),
    /// A `str` with lone surrogates, in the encoding `surrogatepass`: it is scanned all the same, so
    /// that a text which cannot be encoded does not pass unseen.
    Surrogates(PyBackedBytes),
    Bytes(PyBackedBytes),
}

impl Text {
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Str(text) => text.as_bytes(),
            Self::Surrogates(bytes) | Self::Bytes(bytes) => bytes,
        }
    }

    /// The text as the core wants words: none when it is not UTF-8.
    pub(crate) fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(self.bytes()).ok()
    }

    /// Findings with their places: code points of a `str`, bytes of `bytes`.
    pub(crate) fn locate(&self, findings: Vec<Finding>) -> Vec<(Finding, Located)> {
        if findings.is_empty() {
            return Vec::new();
        }
        let (counted, unit) = match self {
            Self::Str(text) => (Cow::Borrowed(text.as_bytes()), Unit::CodePoints),
            Self::Surrogates(bytes) => (Cow::Owned(countable(bytes)), Unit::CodePoints),
            Self::Bytes(bytes) => (Cow::Borrowed(&**bytes), Unit::Bytes),
        };
        let mut locator = Locator::new(&counted, unit);
        let locate = |finding: Finding| {
            let place = finding.locate(&mut locator);
            (finding, place)
        };
        findings.into_iter().map(locate).collect()
    }

    /// This text, unchanged.
    pub(crate) fn unchanged<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Self::Str(text) => Ok(text.as_py_str().bind(py).clone().into_any()),
            _ => self.with_content(py, self.bytes()),
        }
    }

    /// `content` as the type that this text has.
    pub(crate) fn with_content<'py>(&self, py: Python<'py>, content: &[u8]) -> PyResult<Bound<'py, PyAny>> {
        match self {
            // Valid, unless a rule cut a character in two.
            Self::Str(_) => Ok(PyString::new(py, &String::from_utf8_lossy(content)).into_any()),
            Self::Bytes(_) => Ok(PyBytes::new(py, content).into_any()),
            Self::Surrogates(_) => {
                let bytes = PyBytes::new(py, content);
                let decode = |errors: &str| bytes.call_method1("decode", ("utf-8", errors));
                decode("surrogatepass").or_else(|_| decode("replace"))
            }
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for Text {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(text) = object.cast::<PyString>() {
            // The exception of a failure holds the text: it is dropped.
            return match text.extract::<PyBackedStr>() {
                Ok(text) => Ok(Self::Str(text)),
                Err(_) => Ok(Self::Surrogates(text.call_method1("encode", ("utf-8", "surrogatepass"))?.extract()?)),
            };
        }
        object.extract().map(Self::Bytes).map_err(|_| {
            let given = object.get_type().name().map_or_else(|_| "something else".to_owned(), |name| name.to_string());
            PyTypeError::new_err(format!("expected str, bytes or bytearray, not {given}"))
        })
    }
}

/// Words that are not scanned: a name, a reason. Lone surrogates become U+FFFD, since the exception
/// for them would hold the words.
pub(crate) struct Words(pub(crate) String);

impl<'py> FromPyObject<'_, 'py> for Words {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match object.cast::<PyString>() {
            Ok(words) => Ok(Self(words.to_string_lossy().into_owned())),
            Err(_) => Err(PyTypeError::new_err("expected str")),
        }
    }
}

/// The same bytes with U+FFFD for each lone surrogate: both take three bytes, but only U+FFFD is
/// counted as the one code point that it is.
fn countable(bytes: &[u8]) -> Vec<u8> {
    let mut counted = bytes.to_vec();
    for at in 1..bytes.len() {
        // In `surrogatepass`, 0xED before 0xA0 and above starts a surrogate and nothing else.
        if bytes[at - 1] == 0xED && bytes[at] >= 0xA0 {
            counted[at - 1..at + 2].copy_from_slice("\u{FFFD}".as_bytes());
        }
    }
    counted
}
