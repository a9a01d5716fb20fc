//! Calls that run on libuv's pool and settle a promise.

use napi::{
    Env, Task,
    bindgen_prelude::{AsyncTask, ToNapiValue, TypeName, Uint8Array, Unknown},
};
use sentinel_core::{Error, Result, Secret};
use serde::Serialize;

use crate::error::{guarded, thrown};

/// A promise of data: a plain object, an array or nothing.
pub type Promise<T> = AsyncTask<Call<Plain<T>>>;

/// A promise of what `job` returns.
pub fn promise<T: Deliver>(
    operation: &'static str,
    job: impl FnOnce() -> Result<T> + Send + 'static,
) -> AsyncTask<Call<T>> {
    AsyncTask::new(Call { operation, job: Some(Box::new(job)), error: None })
}

/// One call.
pub struct Call<T> {
    operation: &'static str,
    job: Option<Box<dyn FnOnce() -> Result<T> + Send>>,
    /// Kept apart from the error that napi passes on, which cannot hold it.
    error: Option<Error>,
}

impl<T: Deliver> Task for Call<T> {
    type Output = T;
    type JsValue = T::Js;

    fn compute(&mut self) -> napi::Result<T> {
        let failed = napi::Error::from_reason(self.operation);
        let Some(job) = self.job.take() else { return Err(failed) };
        guarded(self.operation, job).map_err(|error| {
            self.error = Some(error);
            failed
        })
    }

    fn resolve(&mut self, env: Env, output: T) -> napi::Result<T::Js> {
        output.deliver(&env)
    }

    fn reject(&mut self, env: Env, failed: napi::Error) -> napi::Result<T::Js> {
        Err(self.error.take().map_or(failed, |error| thrown(&env, &error)))
    }
}

/// What becomes a JavaScript value on the thread that waits for it.
pub trait Deliver: Send + 'static {
    /// The value.
    type Js: ToNapiValue + TypeName;

    /// Makes it.
    fn deliver(self, env: &Env) -> napi::Result<Self::Js>;
}

/// Data that serde can write.
pub struct Plain<T>(pub T);

impl<T: Serialize + Send + 'static> Deliver for Plain<T> {
    type Js = Unknown<'static>;

    fn deliver(self, env: &Env) -> napi::Result<Self::Js> {
        env.to_js_value(&self.0)
    }
}

/// An original, as bytes that the caller can overwrite.
impl Deliver for Secret {
    type Js = Uint8Array;

    fn deliver(self, _: &Env) -> napi::Result<Self::Js> {
        Ok(Uint8Array::from(self.expose()))
    }
}
