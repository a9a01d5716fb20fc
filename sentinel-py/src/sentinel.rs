//! The class below `sentinel.Sentinel`: one method a call of the core.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use pyo3::{prelude::*, types::PyBytes};
use sentinel_core::{Actor, EntryQuery, Error, ErrorKind, Feedback, Record, Result, Sentinel as Core, Status};
use sentinel_store::Worker;

use crate::{
    error::{detached, invalid, raised},
    results::{self, records},
    scanner::{Named, Scanner},
    text::{Text, Words},
};

/// An open store and the rules over it.
#[pyclass(frozen, module = "sentinel._sentinel")]
pub(crate) struct Sentinel {
    /// None once closed.
    open: Mutex<Option<Open>>,
}

struct Open {
    core: Core,
    worker: Option<Worker>,
}

type Object<'py> = PyResult<Bound<'py, PyAny>>;

#[pymethods]
impl Sentinel {
    fn process<'py>(
        &self,
        py: Python<'py>,
        text: Text,
        source: Words,
        tenant: Words,
        attributes: BTreeMap<String, Words>,
    ) -> Object<'py> {
        let (outcome, found) = self.call(py, "process", |core| {
            let mut record = Record::new(text.bytes()).source(source.0).tenant(tenant.0);
            for (name, value) in attributes {
                record = record.attribute(name, value.0);
            }
            let mut outcome = core.process(record)?;
            let found = text.locate(std::mem::take(&mut outcome.findings));
            Ok((outcome, found))
        })?;
        results::outcome(py, &outcome, &found)
    }

    fn feedback<'py>(&self, py: Python<'py>, report: Text) -> Object<'py> {
        let update = self.call(py, "take feedback", |core| {
            let json = report.as_str().ok_or_else(|| invalid("read feedback", "report", "not UTF-8"))?;
            core.feedback(Feedback::from_json(json)?)
        })?;
        records(py, "Update", &update)
    }

    fn active<'py>(&self, py: Python<'py>) -> Object<'py> {
        let rules = self.call(py, "read rules", |core| Ok(core.rules().active()))?;
        let rules: Vec<_> = rules.iter().map(|(name, rule)| Named { name, rule }).collect();
        records(py, "Rule", &rules)
    }

    fn pending<'py>(&self, py: Python<'py>) -> Object<'py> {
        records(py, "Update", &self.call(py, "read rules", |core| core.rules().pending())?)
    }

    fn approve<'py>(&self, py: Python<'py>, id: Words, by: Words, reason: Words) -> Object<'py> {
        let by = Actor::person(by.0);
        records(py, "Update", &self.call(py, "decide on update", |core| core.rules().approve(&id.0, by, &reason.0))?)
    }

    fn reject<'py>(&self, py: Python<'py>, id: Words, by: Words, reason: Words) -> Object<'py> {
        let by = Actor::person(by.0);
        records(py, "Update", &self.call(py, "decide on update", |core| core.rules().reject(&id.0, by, &reason.0))?)
    }

    fn history<'py>(&self, py: Python<'py>) -> Object<'py> {
        records(py, "HistoryRow", &self.call(py, "read history", |core| core.rules().history())?)
    }

    fn reload(&self, py: Python<'_>) -> PyResult<()> {
        self.call(py, "reload rules", |core| core.rules().reload())
    }

    fn entries<'py>(
        &self,
        py: Python<'py>,
        status: Option<Words>,
        secret_type: Option<Words>,
        offset: usize,
        limit: usize,
    ) -> Object<'py> {
        let entries = self.call(py, "read quarantine", |core| {
            let mut query = EntryQuery::default();
            query.status = status.map(|word| parse_status(&word)).transpose()?;
            query.secret_type = secret_type.map(|name| name.0);
            (query.offset, query.limit) = (offset, limit);
            core.quarantine().entries(&query)
        })?;
        records(py, "Entry", &entries)
    }

    fn entry<'py>(&self, py: Python<'py>, id: Words) -> Object<'py> {
        records(py, "Entry", &self.call(py, "read quarantine", |core| core.quarantine().entry(&id.0))?)
    }

    fn review(&self, py: Python<'_>, id: Words, status: Words, by: Words, reason: Words) -> PyResult<()> {
        let by = Actor::person(by.0);
        self.call(py, "review entry", |core| core.quarantine().review(&id.0, parse_status(&status)?, &by, &reason.0))
    }

    fn original<'py>(&self, py: Python<'py>, id: Words, by: Words, reason: Words) -> PyResult<Bound<'py, PyBytes>> {
        let by = Actor::person(by.0);
        let original = self.call(py, "open original", |core| core.quarantine().open(&id.0, &by, &reason.0))?;
        Ok(PyBytes::new(py, original.expose()))
    }

    fn events<'py>(&self, py: Python<'py>, after: Option<Words>, limit: usize) -> Object<'py> {
        let after = after.as_ref().map(|id| id.0.as_str());
        records(py, "Event", &self.call(py, "read revocations", |core| core.revocations().events(after, limit))?)
    }

    /// How often the worker could not read or write the store; None without a worker.
    #[getter]
    fn worker_errors(&self) -> Option<u64> {
        self.lock().as_ref()?.worker.as_ref().map(Worker::errors)
    }

    fn log<'py>(&self, py: Python<'py>, sequence: u64, limit: usize) -> Object<'py> {
        records(py, "LogEntry", &self.call(py, "read log", |core| core.hyperlog().entries(sequence, limit))?)
    }

    fn verify<'py>(&self, py: Python<'py>) -> Object<'py> {
        records(py, "Verification", &self.call(py, "verify hyperlog", |core| core.hyperlog().verify())?)
    }

    fn scanner(&self, py: Python<'_>) -> PyResult<Scanner> {
        Ok(Scanner { core: self.core(py)?.scanner() })
    }

    /// Waits for the attempts under way, then lets go of the store.
    fn close(&self, py: Python<'_>) {
        let open = self.lock().take();
        py.detach(|| drop(open));
    }
}

impl Sentinel {
    pub(crate) fn new(core: Core, worker: Option<Worker>) -> Self {
        Self { open: Mutex::new(Some(Open { core, worker })) }
    }

    fn call<T: Send>(
        &self,
        py: Python<'_>,
        operation: &'static str,
        call: impl FnOnce(&Core) -> Result<T> + Send,
    ) -> PyResult<T> {
        let core = self.core(py)?;
        detached(py, operation, move || call(&core))
    }

    fn core(&self, py: Python<'_>) -> PyResult<Core> {
        let core = self.lock().as_ref().map(|open| open.core.clone());
        core.ok_or_else(|| raised(py, &Error::new(ErrorKind::Conflict, "use sentinel", "it is closed")))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A sentinel that nobody closed: other threads must not wait for its worker.
impl Drop for Sentinel {
    fn drop(&mut self) {
        if let Some(open) = self.lock().take() {
            Python::try_attach(|py| py.detach(|| drop(open)));
        }
    }
}

fn parse_status(word: &Words) -> Result<Status> {
    Status::parse(&word.0).ok_or_else(|| invalid("read status", "status", "expected PENDING, REVIEWED or FALSE_ALARM"))
}
