//! An open sentinel and its worker, shared by the objects that JavaScript holds.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

use napi::Env;
use sentinel_core::{Error, ErrorKind, Result, RetryPolicy, Sentinel};
use sentinel_store::Worker;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    argument::{Data, json, read},
    options::OpenOptions,
    task::{Plain, Promise, promise},
};

/// A sentinel until it is closed.
#[derive(Clone)]
pub struct Handle(Arc<Shared>);

struct Shared(Mutex<Option<Open>>);

struct Open {
    sentinel: Sentinel,
    /// Sends revocations; dropping it waits for the attempt under way.
    worker: Option<Worker>,
}

impl Handle {
    /// Opens the store and, when there is a webhook, starts the worker.
    pub fn open(url: &str, options: &OpenOptions) -> Result<Self> {
        let revoker = options.revoker()?;
        let sentinel = options.open(url)?;
        let worker = revoker.map(|revoker| Worker::start(sentinel.clone(), revoker, RetryPolicy::default()));
        Ok(Self(Arc::new(Shared(Mutex::new(Some(Open { sentinel, worker }))))))
    }

    /// The sentinel.
    pub fn get(&self) -> Result<Sentinel> {
        let sentinel = self.0.lock().as_ref().map(|open| open.sentinel.clone());
        sentinel.ok_or_else(|| Error::new(ErrorKind::Conflict, "use sentinel", "it is closed"))
    }

    /// A promise of what `job` does with the sentinel.
    pub fn call<T: Serialize + Send + 'static>(
        &self,
        operation: &'static str,
        job: impl FnOnce(&Sentinel) -> Result<T> + Send + 'static,
    ) -> Promise<T> {
        let handle = self.clone();
        promise(operation, move || job(&handle.get()?).map(Plain))
    }

    /// As [`call`](Self::call), for a job that takes data.
    pub fn call_with<A: DeserializeOwned, T: Serialize + Send + 'static>(
        &self,
        env: &Env,
        operation: &'static str,
        data: Data<'_>,
        job: impl FnOnce(&Sentinel, A) -> Result<T> + Send + 'static,
    ) -> Promise<T> {
        let json = json(env, operation, data);
        self.call(operation, move |sentinel| job(sentinel, read(operation, &json?)?))
    }

    /// How often the worker could not use the store.
    pub fn worker_errors(&self) -> Option<u64> {
        self.0.lock().as_ref()?.worker.as_ref().map(Worker::errors)
    }

    /// Stops the worker. The store is closed when the calls under way have ended.
    pub fn close(&self) {
        let open = self.0.lock().take();
        drop(open);
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Option<Open>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Shared {
    /// Without `close` this runs in the garbage collector, or at exit: neither may wait for an
    /// attempt. What is cut off is attempted again when the store is next opened.
    fn drop(&mut self) {
        if let Some(open) = self.lock().take() {
            thread::spawn(move || drop(open));
        }
    }
}
