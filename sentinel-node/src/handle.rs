//! An open sentinel and its worker, shared by the objects that JavaScript holds.

use std::{
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use napi::bindgen_prelude::AsyncTask;
use sentinel_core::{Error, ErrorKind, Result, RetryPolicy, Sentinel};
use sentinel_store::Worker;
use serde::Serialize;

use crate::{
    options::OpenOptions,
    task::{Call, Data, promise},
};

/// A sentinel until it is closed.
#[derive(Clone)]
pub struct Handle(Arc<Shared>);

struct Shared(Mutex<Option<Open>>);

struct Open {
    sentinel: Sentinel,
    /// Sends revocations; dropping it waits for the attempt under way.
    _worker: Option<Worker>,
}

impl Handle {
    /// Opens the store and, when there is a webhook, starts the worker.
    pub fn open(url: &str, options: &OpenOptions) -> Result<Self> {
        let revoker = options.revoker()?;
        let sentinel = options.open(url)?;
        let start = |revoker| Worker::start(sentinel.clone(), revoker, RetryPolicy::default());
        let open = Open { _worker: revoker.map(start), sentinel };
        Ok(Self(Arc::new(Shared(Mutex::new(Some(open))))))
    }

    /// The sentinel.
    pub fn get(&self, operation: &'static str) -> Result<Sentinel> {
        let closed = || Error::new(ErrorKind::Conflict, operation, "the sentinel is closed");
        self.0.lock().as_ref().map(|open| open.sentinel.clone()).ok_or_else(closed)
    }

    /// A promise of what `job` does with the sentinel.
    pub fn call<T: Serialize + Send + 'static>(
        &self,
        operation: &'static str,
        job: impl FnOnce(&Sentinel) -> Result<T> + Send + 'static,
    ) -> AsyncTask<Call<Data<T>>> {
        let handle = self.clone();
        promise(operation, move || Ok(Data(job(&handle.get(operation)?)?)))
    }

    /// Stops the worker. The store is closed when the calls under way have ended.
    pub fn close(&self) {
        let open = self.0.lock().take();
        drop(open);
    }
}

impl Shared {
    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Open>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Shared {
    /// Without `close` this runs in the garbage collector, or at exit: neither may wait for an
    /// attempt. What is cut off is attempted again when the store is next opened.
    fn drop(&mut self) {
        let open = self.lock().take();
        if open.is_some() {
            thread::spawn(move || drop(open));
        }
    }
}
