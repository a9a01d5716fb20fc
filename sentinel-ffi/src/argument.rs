//! What C hands in: pointers that may be NULL, bytes, JSON.

use std::{ffi::c_void, slice};

use sentinel_core::{Error, ErrorKind};
use serde::de::DeserializeOwned;

use crate::{failure::Failure, text::sentinel_text};

/// What a pointer points to, if it is not NULL.
pub(crate) fn given<T>(pointer: Option<T>, argument: &'static str) -> Result<T, Failure> {
    pointer.ok_or_else(|| Failure::null(argument))
}

/// A text of any bytes. NULL is an empty text if its length is 0.
///
/// # Safety
///
/// `data` is NULL or points to `length` bytes that nobody changes before the call returns.
pub(crate) unsafe fn bytes<'a>(
    data: *const c_void,
    length: usize,
    argument: &'static str,
) -> Result<&'a [u8], Failure> {
    match (data.is_null(), length) {
        (true, 0) => Ok(&[]),
        (true, _) => Err(Failure::null(argument)),
        (false, _) if length > isize::MAX as usize => Err(invalid("a length is impossible", argument)),
        // SAFETY: the caller's promise, and the length is one that memory can have.
        (false, _) => Ok(unsafe { slice::from_raw_parts(data.cast(), length) }),
    }
}

/// Reads a document. The parser's message may quote a value: where it stopped is all that is kept.
pub(crate) fn json<T: DeserializeOwned>(text: sentinel_text, argument: &'static str) -> Result<T, Failure> {
    serde_json::from_str(text.required(argument)?).map_err(|error| {
        let refused = Error::new(ErrorKind::InvalidInput, "read JSON", "not the document that is expected");
        refused.with("argument", argument).with("line", error.line()).with("column", error.column()).into()
    })
}

pub(crate) fn invalid(message: &str, argument: &'static str) -> Failure {
    Error::new(ErrorKind::InvalidInput, "call", message).with("argument", argument).into()
}
