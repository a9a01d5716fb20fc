//! Errors on their way to C: a status, and what the last call on this thread complained about.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    ffi::{CString, c_char},
};

use sentinel_core::{Error, ErrorKind};
use serde_json::{Value, json};

use crate::{
    boundary,
    status::sentinel_status::{self, *},
};

/// What the last call on this thread complained about, for people: it names the operation, fields,
/// rules and files, never a byte of a text. Empty if the call succeeded. Valid until the next call
/// on this thread that answers with a status.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_last_error() -> *const c_char {
    boundary::value(c"".as_ptr(), || last(|last| last.message.as_ptr()))
}

/// The stable word for what went wrong in the last call on this thread: "invalid_rule". Empty if it
/// succeeded. The string is static.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_last_error_code() -> *const c_char {
    boundary::value(c"".as_ptr(), || last(|last| last.status.word().as_ptr()))
}

/// All of the last error of this thread as JSON: code, operation, message, context (an object) and
/// retryable (whether the same call may succeed later). Empty if the last call succeeded. Valid as
/// sentinel_last_error() is.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_last_error_json() -> *const c_char {
    boundary::value(c"".as_ptr(), || last(|last| last.document.as_ptr()))
}

/// Why a call failed.
#[derive(Debug)]
pub(crate) struct Failure {
    status: sentinel_status,
    error: Error,
}

struct Last {
    status: sentinel_status,
    message: CString,
    document: CString,
}

thread_local! {
    static LAST: RefCell<Option<Last>> = const { RefCell::new(None) };
}

fn last(field: impl FnOnce(&Last) -> *const c_char) -> *const c_char {
    LAST.try_with(|last| last.borrow().as_ref().map_or(c"".as_ptr(), field)).unwrap_or(c"".as_ptr())
}

pub(crate) fn forget() {
    remember(None);
}

/// Where a destructor of the thread calls and the last error is gone, the status says enough.
fn remember(failure: Option<Last>) {
    let _ = LAST.try_with(|last| last.replace(failure));
}

impl Failure {
    pub(crate) fn null(argument: &'static str) -> Self {
        Self::of(SENTINEL_NULL_POINTER, ErrorKind::InvalidInput, "a pointer is NULL", "argument", argument)
    }

    pub(crate) fn utf8(argument: &'static str) -> Self {
        Self::of(SENTINEL_INVALID_UTF8, ErrorKind::InvalidInput, "not valid UTF-8", "argument", argument)
    }

    pub(crate) fn panic(place: &str) -> Self {
        Self::of(SENTINEL_PANIC, ErrorKind::Internal, "panicked", "at", place)
    }

    fn of(status: sentinel_status, kind: ErrorKind, message: &str, key: &'static str, value: &str) -> Self {
        Self { status, error: Error::new(kind, "call", message).with(key, value) }
    }

    /// Makes it the last error of this thread.
    pub(crate) fn note(self) -> sentinel_status {
        let Self { status, error } = self;
        let message = c_string(error.to_string());
        let document = c_string(document(status, &error).to_string());
        remember(Some(Last { status, message, document }));
        status
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { status: error.kind().into(), error }
    }
}

/// An error as JSON.
pub(crate) fn document(status: sentinel_status, error: &Error) -> Value {
    json!({
        "code": status.word().to_str().unwrap_or_default(),
        "operation": error.operation(),
        "message": error.to_string(),
        "context": error.context().collect::<BTreeMap<_, _>>(),
        "retryable": error.is_retryable(),
    })
}

fn c_string(text: String) -> CString {
    CString::new(text.replace('\0', "\u{fffd}")).unwrap_or_default()
}
