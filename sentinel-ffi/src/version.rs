//! Which release this is.

use std::ffi::c_char;

use crate::boundary;

/// The version of the library, as in "1.2.3": compare it with SENTINEL_VERSION, the header's. The
/// string is static.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_version() -> *const c_char {
    boundary::value(std::ptr::null(), || concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast())
}
