//! The classes `Policy` and `Replacements`.

use std::{collections::BTreeMap, sync::Arc};

use pyo3::{
    exceptions::{PyIndexError, PyValueError},
    prelude::*,
    sync::PyOnceLock,
    types::*,
};
use sentinel_core::{
    Error, ErrorKind, Finding, Policy as Core, Replacement, Replacements as CoreReplacements, Result, Scanner,
};

use crate::{error::detached, text::Text, vault::Vault};

/// Says what stands for a finding in a redacted text: by its rule, else by its severity, else by its category, else by
/// what is said for all. `document` is YAML:
///
///     default: placeholder          # or {placeholder: {numbered: true}}
///     categories: {pii: format}
///     severities: {CRITICAL: block}
///     rules:
///       AWS_ACCESS_KEY: {mask: {keep_prefix: 4, keep_suffix: 3}}
///     pseudonym_key: k2             # the id of the current key
///
/// A treatment is `mask`, `placeholder`, `pseudonym`, `format`, `tokenize`, `remove`, `block` or `callback`.
/// `pseudonym_keys` maps ids to keys of at least 32 bytes: the same value has the same pseudonym wherever the key is the
/// same. `callback` is called with the rule, the category, the severity and the preview of a finding, all str, and
/// returns the text that stands for it; it may be called more than once for a finding. When it raises, the text is
/// withheld. `vault` gives tokens, for `tokenize`.
///
/// >>> from sentinel import Policy, Scanner
/// >>> scanner = Scanner(policy=Policy("default: mask"))
/// >>> scanner.redact("key=AKIA" + "QYLPMN5HHHFPZAM2").text
/// 'key=AKIA****AM2'
/// >>> Policy(pseudonym_keys={"k1": b"\x07" * 32}).pseudonyms("USER", "jo")
/// ['[USER:k1:fphav6u2mazbrebdgd67]']
///
/// Raises InvalidInputError for a name that there is not, and for a key that is too short; it names the field. Whether
/// the rules exist, the scanner says.
#[pyclass(frozen, module = "sentinel")]
pub(crate) struct Policy(pub(crate) Core);

#[pymethods]
impl Policy {
    #[new]
    #[pyo3(signature = (document=None, *, pseudonym_keys=None, callback=None, vault=None))]
    fn new(
        py: Python<'_>,
        document: Option<Text>,
        pseudonym_keys: Option<BTreeMap<String, Text>>,
        callback: Option<Py<PyAny>>,
        vault: Option<&Bound<'_, Vault>>,
    ) -> PyResult<Self> {
        let vault = vault.map(|vault| vault.get().0.clone());
        detached(py, "read policy", || {
            let mut policy = document.as_ref().map_or(Ok(Core::default()), |text| Core::from_yaml(text.words()?))?;
            for (id, key) in pseudonym_keys.unwrap_or_default() {
                policy = policy.pseudonym_key(&id, key.bytes())?;
            }
            if let Some(callback) = callback {
                policy = policy.callback(move |finding| call(&callback, finding));
            }
            if let Some(vault) = vault {
                policy = policy.tokenizer(Arc::new(vault));
            }
            Ok(Self(policy))
        })
    }

    /// The pseudonym of a value under each key, the current one first: to look for it in texts that were redacted
    /// before.
    fn pseudonyms(&self, rule: &str, value: Text) -> Vec<String> {
        self.0.pseudonyms(rule, value.bytes())
    }

    fn __repr__(&self) -> &'static str {
        "<sentinel.Policy>"
    }
}

/// The exception may hold anything: it is dropped.
fn call(callback: &Py<PyAny>, finding: &Finding) -> Result<String> {
    let arguments = (&*finding.rule, finding.category.as_str(), finding.severity.as_str(), finding.preview.as_str());
    Python::attach(|py| callback.bind(py).call1(arguments)?.extract::<String>())
        .map_err(|_| Error::new(ErrorKind::InvalidInput, "redact", "the policy's callback raised"))
}

/// What a redaction replaced, in order: a sequence of Replacement. Places count code points of a str, and bytes of
/// bytes.
///
/// >>> import sentinel
/// >>> done = sentinel.redact("key=AKIA" + "QYLPMN5HHHFPZAM2 user=7").replacements
/// >>> done[0].type, done[0].treatment, done[0].output, done.input_offset(30)
/// ('AWS_ACCESS_KEY', 'placeholder', (4, 29), 25)
#[pyclass(frozen, sequence, module = "sentinel")]
pub(crate) struct Replacements(pub(crate) CoreReplacements);

#[pymethods]
impl Replacements {
    fn __len__(&self) -> usize {
        self.0.len()
    }

    /// One by its index, which counts from the end where it is negative; of a slice, a list.
    fn __getitem__<'py>(&self, py: Python<'py>, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        if let Ok(slice) = index.cast::<PySlice>() {
            return self.list(py)?.as_any().get_item(slice);
        }
        let length = self.0.len();
        let index: isize = index.extract()?;
        let index = if index < 0 { length.checked_add_signed(index) } else { usize::try_from(index).ok() };
        match index.and_then(|index| self.0.get(index)) {
            Some(found) => replacement(py, found),
            None => Err(PyIndexError::new_err("there is no such replacement")),
        }
    }

    fn __contains__(&self, value: &Bound<'_, PyAny>) -> PyResult<bool> {
        self.list(value.py())?.contains(value)
    }

    fn __reversed__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        let list = self.list(py)?;
        list.reverse()?;
        list.try_iter()
    }

    /// Where the first that equals `value` stands, from `start` on and before `stop`.
    #[pyo3(signature = (value, start=0, stop=isize::MAX, /))]
    fn index(&self, value: &Bound<'_, PyAny>, start: isize, stop: isize) -> PyResult<usize> {
        let found = self.list(value.py())?.call_method1("index", (value, start, stop));
        // The message of a list quotes the value.
        found.map_err(|_| PyValueError::new_err("there is no such replacement"))?.extract()
    }

    /// How many equal `value`.
    fn count(&self, value: &Bound<'_, PyAny>) -> PyResult<usize> {
        self.list(value.py())?.call_method1("count", (value,))?.extract()
    }

    /// Where in the input what stands at an offset of the redacted text stood; inside what stands for a value, the
    /// start of the value.
    fn input_offset(&self, output: usize) -> usize {
        self.0.input_offset(output)
    }

    /// Where in the redacted text what stood at an offset of the input stands; inside a value, the start of what stands
    /// for it.
    fn output_offset(&self, input: usize) -> usize {
        self.0.output_offset(input)
    }

    /// How often each rule's findings were treated in each way: `{("AWS_ACCESS_KEY", "mask"): 2}`.
    fn counts(&self) -> BTreeMap<(String, &'static str), usize> {
        let counts = self.0.counts().into_iter();
        counts.map(|((rule, treatment), count)| ((rule.to_string(), treatment.as_str()), count)).collect()
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let written = serde_json::to_string(&self.0).map_err(|_| PyValueError::new_err("not written"))?;
        Ok((py.get_type::<Self>().getattr("_read")?, (written,)))
    }

    #[staticmethod]
    fn _read(written: &str) -> PyResult<Self> {
        serde_json::from_str(written).map(Self).map_err(|_| PyValueError::new_err("no replacements"))
    }

    fn __repr__(&self) -> String {
        format!("<sentinel.Replacements: {}>", self.0.len())
    }
}

impl Replacements {
    fn list<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let all = (0..self.0.len()).filter_map(|at| self.0.get(at));
        PyList::new(py, all.map(|of| replacement(py, of)).collect::<PyResult<Vec<_>>>()?)
    }
}

/// `Replacement`.
pub(crate) fn replacement<'py>(py: Python<'py>, of: &Replacement) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let (input, output) = ((of.input.start, of.input.end), (of.output.start, of.output.end));
    CLASS.import(py, "sentinel._policy", "Replacement")?.call1((&*of.rule, of.treatment.as_str(), input, output))
}

/// `Counters`.
pub(crate) fn counters<'py>(py: Python<'py>, scanner: &Scanner) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let of = scanner.counters();
    let counts = (of.calls, of.bytes, of.found, of.redacted, of.blocked, of.limited, of.failed);
    CLASS.import(py, "sentinel._policy", "Counters")?.call1(counts)
}
