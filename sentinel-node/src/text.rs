//! Text as a caller gives it.

use napi::bindgen_prelude::{Either, Uint8ArraySlice};
use sentinel_core::Unit;

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
