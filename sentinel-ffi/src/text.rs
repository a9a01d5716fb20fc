//! Texts that are borrowed: names, ids, reasons, documents.

use std::ffi::c_char;

use crate::{argument, failure::Failure};

/// A borrowed UTF-8 text: length bytes, without a zero at the end. As an argument it is read during
/// the call and not kept; where data is NULL it is missing. Make one with sentinel_text_of().
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct sentinel_text {
    /// The first byte, or NULL.
    data: *const c_char,
    /// How many bytes.
    length: usize,
}

impl Default for sentinel_text {
    fn default() -> Self {
        Self { data: std::ptr::null(), length: 0 }
    }
}

impl sentinel_text {
    /// Points into `text`, which must outlive what C does with it.
    pub(crate) fn lent(text: &str) -> Self {
        Self { data: text.as_ptr().cast(), length: text.len() }
    }

    /// As `lent`, for a name of the system, which need not be UTF-8.
    pub(crate) fn lent_bytes(name: &[u8]) -> Self {
        Self { data: name.as_ptr().cast(), length: name.len() }
    }

    pub(crate) fn required(&self, name: &'static str) -> Result<&str, Failure> {
        argument::given(self.optional(name)?, name)
    }

    pub(crate) fn optional(&self, name: &'static str) -> Result<Option<&str>, Failure> {
        if self.data.is_null() && self.length == 0 {
            return Ok(None);
        }
        // SAFETY: the fields are private: the value comes from C, whose caller promises that it
        // points to as many bytes, or from `lent`.
        let bytes = unsafe { argument::bytes(self.data.cast(), self.length, name)? };
        str::from_utf8(bytes).map(Some).map_err(|_| Failure::utf8(name))
    }

    /// The text; empty if it is missing.
    pub(crate) fn or_empty(&self, name: &'static str) -> Result<&str, Failure> {
        Ok(self.optional(name)?.unwrap_or_default())
    }
}
