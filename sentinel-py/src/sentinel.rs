//! The class below `sentinel.Sentinel`.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use pyo3::{prelude::*, pybacked::PyBackedStr, types::PyBytes};
use sentinel_core::{Actor, Error, ErrorKind, Record, Result, Sentinel as Core};
use sentinel_store::Worker;

use crate::{error::detached, options::Values, request, results, scanner::Scanner, store, text::Text};

/// An open store and the rules over it.
#[pyclass(frozen, module = "sentinel._sentinel")]
pub(crate) struct Sentinel(Mutex<Option<Open>>);

/// None once closed.
type Open = (Core, Option<Worker>);

#[pymethods]
impl Sentinel {
    #[new]
    fn new(py: Python<'_>, options: PyBackedStr, known: Option<Values>) -> PyResult<Self> {
        let open = detached(py, "open store", || store::open(request::parse(&options)?, known))?;
        Ok(Self(Mutex::new(Some(open))))
    }

    fn process<'py>(
        &self,
        py: Python<'py>,
        text: Text,
        source: Text,
        tenant: Text,
        attributes: BTreeMap<String, Text>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (outcome, found) = detached(py, "process", || {
            let mut record = Record::new(text.bytes()).source(source.words()?).tenant(tenant.words()?);
            for (name, value) in attributes {
                record = record.attribute(name, value.words()?);
            }
            let mut outcome = self.core()?.process(record)?;
            let found = text.locate(std::mem::take(&mut outcome.findings));
            Ok((outcome, found))
        })?;
        results::outcome(py, &outcome, &found)
    }

    /// The original of an entry.
    fn original<'py>(&self, py: Python<'py>, id: Text, by: Text, reason: Text) -> PyResult<Bound<'py, PyBytes>> {
        let original = detached(py, "open original", || {
            self.core()?.quarantine().open(id.words()?, &Actor::person(by.words()?), reason.words()?)
        })?;
        Ok(PyBytes::new(py, original.expose()))
    }

    /// Answers a request of the package.
    fn ask(&self, py: Python<'_>, request: PyBackedStr) -> PyResult<String> {
        detached(py, "ask", || Ok(request::parse::<request::AskSentinel>(&request)?.answer(&self.core()?)?.to_string()))
    }

    /// How often the worker could not read or write the store; None without a worker.
    #[getter]
    fn worker_errors(&self) -> Option<u64> {
        self.lock().as_ref()?.1.as_ref().map(Worker::errors)
    }

    fn scanner(&self, py: Python<'_>) -> PyResult<Scanner> {
        detached(py, "get scanner", || Ok(Scanner(self.core()?.scanner())))
    }

    /// Waits for the attempts under way, then lets go of the store.
    fn close(&self, py: Python<'_>) {
        let open = self.lock().take();
        py.detach(|| drop(open));
    }
}

impl Sentinel {
    fn core(&self) -> Result<Core> {
        let core = self.lock().as_ref().map(|(core, _)| core.clone());
        core.ok_or_else(|| Error::new(ErrorKind::Conflict, "use sentinel", "it is closed"))
    }

    fn lock(&self) -> MutexGuard<'_, Option<Open>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
