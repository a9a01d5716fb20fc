//! Bytes that C owns until it gives them back.

use std::{mem::ManuallyDrop, ptr};

use sentinel_core::{Error, ErrorKind};
use serde::Serialize;
use zeroize::Zeroize;

use crate::{boundary, failure::Failure};

/// Bytes that the caller owns, and gives back with sentinel_buffer_free(). Start with
/// `sentinel_buffer out = {0};`. A zero byte stands after the last byte and is not counted.
#[repr(C)]
#[derive(Debug)]
pub struct sentinel_buffer {
    /// The first byte; NULL only before the buffer is written and after it is freed.
    data: *mut u8,
    /// How many bytes.
    length: usize,
    /// The library's own: leave it alone.
    capacity: usize,
}

/// Overwrites and frees the bytes, and makes the buffer empty, so that freeing it again does
/// nothing. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_buffer_free(buffer: Option<&mut sentinel_buffer>) {
    boundary::value((), || {
        if let Some(buffer) = buffer {
            *buffer = sentinel_buffer { data: ptr::null_mut(), length: 0, capacity: 0 };
        }
    });
}

impl From<&[u8]> for sentinel_buffer {
    fn from(bytes: &[u8]) -> Self {
        // Large enough at once: a vector that grows leaves a copy behind that nobody overwrites.
        let mut owned = Vec::with_capacity(bytes.len() + 1);
        owned.extend_from_slice(bytes);
        owned.push(0);
        let mut owned = ManuallyDrop::new(owned);
        Self { data: owned.as_mut_ptr(), length: bytes.len(), capacity: owned.capacity() }
    }
}

impl sentinel_buffer {
    pub(crate) fn json(document: &impl Serialize) -> Result<Self, Failure> {
        let unwritable = |_| Error::new(ErrorKind::Internal, "write JSON", "a document cannot be written");
        Ok(Self::from(serde_json::to_vec(document).map_err(unwritable)?.as_slice()))
    }
}

impl Drop for sentinel_buffer {
    fn drop(&mut self) {
        if !self.data.is_null() {
            // SAFETY: `data` and `capacity` are those of a vector that `from` made and gave away;
            // the caller promises to have left them alone. The length does not matter: all of the
            // capacity is overwritten.
            let mut owned = unsafe { Vec::from_raw_parts(self.data, 0, self.capacity) };
            owned.zeroize();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_is_freed_once_whatever_became_of_its_length() {
        let mut buffer = sentinel_buffer::from(&b"abc"[..]);
        // SAFETY: the buffer holds three bytes and the zero after them.
        assert_eq!(unsafe { std::slice::from_raw_parts(buffer.data, 4) }, b"abc\0");
        buffer.length = 1;
        sentinel_buffer_free(Some(&mut buffer));
        assert!(buffer.data.is_null() && buffer.length == 0);
        sentinel_buffer_free(Some(&mut buffer));
        sentinel_buffer_free(None);
    }
}
