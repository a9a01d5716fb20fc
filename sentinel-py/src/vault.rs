//! The class `Vault`, and the guard.

use std::path::PathBuf;

use pyo3::{prelude::*, pybacked::PyBackedStr, types::PyDict};
use sentinel_core::{Error, ErrorKind, Grant, Guard, GuardPolicy, Locator, Scope, Sink, Span, Unit, Vault as Core};
use sentinel_store::VaultOptions;
use serde_json::json;

use crate::{
    error::detached,
    text::{Text, counted_in},
};

/// Keeps values sealed, gives tokens for them, and gives them back to whom a Grant allows it.
///
/// `url` is that of a store, as in `open`: memory, or the file of SQLite that a sentinel may share. `key` is 64
/// hexadecimal digits, `key_file` a file of them, which is made with a new store. At most `capacity` values are kept (a
/// million), each `retention` seconds after it was last seen (a day). The same value has the same token within `tenant`
/// and `session`, and another elsewhere.
///
/// >>> import sentinel
/// >>> vault = sentinel.Vault()
/// >>> text = sentinel.Scanner().tokenize("key=AKIA" + "QYLPMN5HHHFPZAM2", vault).text
/// >>> text[:23]
/// 'key=«sn:AWS_ACCESS_KEY:'
/// >>> grant = sentinel.Grant(by="machine:deploy", sink="file", purpose="write .env", until="2999-01-01T00:00:00Z",
/// ...     rules=["AWS_ACCESS_KEY"])
/// >>> vault.restore(text, grant).expose() == "key=AKIA" + "QYLPMN5HHHFPZAM2"
/// True
///
/// Raises InvalidInputError, with the field, for a wrong option, and what `open` raises for stores and keys.
#[pyclass(frozen, module = "sentinel")]
pub(crate) struct Vault(pub(crate) Core);

#[pymethods]
impl Vault {
    #[new]
    #[pyo3(signature = (url="memory://".to_owned(), *, key=None, key_file=None, capacity=None, retention=None,
        tenant="".to_owned(), session="".to_owned()))]
    #[expect(clippy::too_many_arguments, reason = "keywords in Python")]
    fn new(
        py: Python<'_>,
        url: String,
        key: Option<String>,
        key_file: Option<PathBuf>,
        capacity: Option<u64>,
        retention: Option<f64>,
        tenant: String,
        session: String,
    ) -> PyResult<Self> {
        detached(py, "open vault", || {
            let mut options = json!({"key": key, "capacity": capacity, "retention": retention});
            options["tenant"] = tenant.into();
            options["session"] = session.into();
            let mut options = VaultOptions::from_json(&options.to_string())?;
            if let Some(path) = key_file {
                if key.is_some() {
                    let error = Error::new(ErrorKind::InvalidInput, "open vault", "expected one of two");
                    return Err(error.with("field", "key").with("or", "key_file"));
                }
                options = options.key_file(path);
            }
            options.open(&url).map(Self)
        })
    }

    /// The same vault for another tenant and session.
    #[pyo3(signature = (*, tenant="", session=""))]
    fn scoped(&self, tenant: &str, session: &str) -> Self {
        Self(self.0.scoped(Scope::new(tenant, session)))
    }

    /// The text with every token replaced by its value, if the grant allows all of them: a Restored.
    ///
    /// Tokens are read as people and language models leave them: in another case, with blanks, quotes or line breaks
    /// inside, in other brackets. What is left of a token otherwise makes all of it fail. What was done, by whom, where
    /// to and what for, is in the hyperlog of the store before this returns.
    ///
    /// Raises ForbiddenError when the grant has run out or does not allow a rule, TamperedError for a token that is
    /// forged, damaged or of another scope, and NotFoundError for a value that has expired. Nothing is restored then.
    fn restore<'py>(&self, py: Python<'py>, text: Text, grant: &Bound<'_, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let grant = document(grant)?;
        let restored = detached(py, "restore", || self.0.restore(text.words()?, &Grant::from_json(&grant)?))?;
        let tokens = place(text.bytes(), restored.tokens().iter().map(|token| token.span));
        let tokens: Vec<_> = restored
            .tokens()
            .iter()
            .zip(tokens)
            .map(|(token, (start, end, _))| (token.rule.clone(), start, end))
            .collect();
        let text = counted_in(py, Unit::CodePoints, restored.expose());
        py.import("sentinel._vault")?.call_method1("restored_of_parts", (text, tokens))
    }

    /// Forgets the values that have expired, and returns how many those were.
    fn purge(&self, py: Python<'_>) -> PyResult<u64> {
        detached(py, "expire values", || self.0.purge())
    }

    /// What was done: `tokenized`, `failed` (no token was given: the vault was full), `restored`, `refused`.
    #[getter]
    fn counts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let counts = self.0.counts();
        let dict = PyDict::new(py);
        dict.set_item("tokenized", counts.tokenized)?;
        dict.set_item("failed", counts.failed)?;
        dict.set_item("restored", counts.restored)?;
        dict.set_item("refused", counts.refused)?;
        Ok(dict)
    }

    fn __repr__(&self) -> String {
        "<sentinel.Vault>".to_owned()
    }
}

/// The text as it may be written to `sink`. Only the package's own modules call it.
#[pyfunction]
pub(crate) fn guard<'py>(
    py: Python<'py>,
    text: Text,
    sink: PyBackedStr,
    vault: Option<&Bound<'_, Vault>>,
    grant: Option<&Bound<'_, PyAny>>,
    policy: Option<PyBackedStr>,
) -> PyResult<Bound<'py, PyAny>> {
    let (grant, vault) = (grant.map(document).transpose()?, vault.map(|vault| vault.get().0.clone()));
    let guarded = detached(py, "guard", || {
        let policy = policy.as_deref().map(GuardPolicy::from_json).transpose()?.unwrap_or_default();
        let guard = vault.into_iter().fold(Guard::new(policy), Guard::with_vault);
        let grant = grant.as_deref().map(Grant::from_json).transpose()?;
        guard.check(text.words()?, Sink::read(&sink)?, grant.as_ref())
    })?;
    let places = place(text.bytes(), guarded.traces().iter().map(|trace| trace.span));
    let traces: Vec<_> = guarded
        .traces()
        .iter()
        .zip(places)
        .map(|(trace, (start, end, line))| (trace.kind.as_str(), trace.action.as_str(), start, end, line))
        .collect();
    let text = counted_in(py, Unit::CodePoints, guarded.expose());
    py.import("sentinel._vault")?.call_method1("guarded_of_parts", (text, traces))
}

/// A grant as JSON.
fn document(grant: &Bound<'_, PyAny>) -> PyResult<String> {
    grant.py().import("sentinel._vault")?.call_method1("grant_document", (grant,))?.extract()
}

/// Start, end and line of spans, in code points.
fn place(text: &[u8], spans: impl Iterator<Item = Span>) -> Vec<(usize, usize, usize)> {
    let mut locator = Locator::new(text, Unit::CodePoints);
    spans.map(|span| locator.locate(span)).map(|at| (at.start, at.end, at.line)).collect()
}
