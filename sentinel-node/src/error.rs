//! Errors of the core as JavaScript sees them.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
};

use napi::{Env, JsValue};
use sentinel_core::{Error, ErrorKind, Result};
use serde::Serialize;

use crate::callback;

/// What a `SentinelError` is made of.
#[derive(Serialize)]
pub struct ErrorView {
    message: String,
    code: &'static str,
    operation: &'static str,
    context: BTreeMap<&'static str, String>,
    retryable: bool,
}

impl From<&Error> for ErrorView {
    fn from(error: &Error) -> Self {
        Self {
            message: error.to_string(),
            code: error.code(),
            operation: error.operation(),
            context: error.context().map(|(key, value)| (key, value.to_owned())).collect(),
            retryable: error.is_retryable(),
        }
    }
}

/// A JavaScript error that carries its [`ErrorView`] as `sentinel`.
pub fn thrown(env: &Env, error: &Error) -> napi::Error {
    let make = || {
        let mut object = env.create_error(napi::Error::from_reason(error.code()))?;
        object.set("sentinel", env.to_js_value(&ErrorView::from(error))?)?;
        Ok(object.to_unknown().into())
    };
    make().unwrap_or_else(|failed| failed)
}

/// Runs `job`. A panic must not cross into Node, which it would abort.
pub fn guarded<T>(operation: &'static str, job: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(job))
        .unwrap_or_else(|_| Err(Error::new(ErrorKind::Internal, operation, "a defect of the library")))
}

/// Runs `job` at once, and throws what goes wrong. Callbacks of JavaScript can be called meanwhile.
pub fn at_once<T>(env: &Env, operation: &'static str, job: impl FnOnce() -> Result<T>) -> napi::Result<T> {
    guarded(operation, || callback::inside(env, job)).map_err(|error| thrown(env, &error))
}
