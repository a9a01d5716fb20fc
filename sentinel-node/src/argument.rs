//! Arguments as a caller gives them.

use napi::{
    Env, JSON,
    bindgen_prelude::{Either, JsObjectValue, Object, Uint8ArraySlice},
};
use sentinel_core::{Error, ErrorKind, Result, Unit};
use serde::de::DeserializeOwned;

/// A string, or bytes that need not be UTF-8. In a string, each lone surrogate is read as U+FFFD,
/// which is one unit as well: offsets stay right, and the scan sees all that is around it.
pub type Text<'t> = Either<String, Uint8ArraySlice<'t>>;

/// The bytes that are scanned, and what the caller counts them in.
pub fn parts<'a>(text: &'a Text<'_>) -> (&'a [u8], Unit) {
    match text {
        Either::A(text) => (text.as_bytes(), Unit::Utf16),
        Either::B(bytes) => (bytes, Unit::Bytes),
    }
}

/// Options, a report: an object of plain data, or nothing.
pub type Data<'o> = Option<Object<'o>>;

/// The data as JSON; `{}` for nothing.
pub fn json(env: &Env, operation: &'static str, data: Data<'_>) -> Result<String> {
    let Some(object) = data else { return Ok("{}".to_owned()) };
    let stringify = || env.get_global()?.get_named_property_unchecked::<JSON<'_>>("JSON")?.stringify(object);
    stringify().map_err(|_| Error::new(ErrorKind::InvalidInput, operation, "an argument is no plain data"))
}

/// Reads data. Values in it, which may be secrets, are not quoted.
pub fn read<T: DeserializeOwned>(operation: &'static str, json: &str) -> Result<T> {
    let deserializer = &mut serde_json::Deserializer::from_str(json);
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let path = error.path().to_string();
        let message = error.into_inner().to_string();
        let named = ["unknown field", "missing field", "unknown variant"];
        let problem = named.into_iter().find(|words| message.starts_with(words)).unwrap_or("not of the right type");
        let error = Error::new(ErrorKind::InvalidInput, operation, problem);
        match (path.as_str(), message.split('`').nth(1)) {
            (".", Some(field)) if problem.ends_with("field") => error.with("field", field),
            (".", _) => error,
            _ => error.with("field", path),
        }
    })
}
