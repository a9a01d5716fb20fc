//! Memory for the files under way: used again, and overwritten before it is given back.

use std::{
    ops::{Deref, DerefMut},
    sync::{Mutex, PoisonError},
};

use zeroize::Zeroizing;

/// Buffers that wait for the next file. There are as many as files were ever under way at once.
#[derive(Default)]
pub(super) struct Buffers(Mutex<Vec<Zeroizing<Vec<u8>>>>);

impl Buffers {
    /// An empty buffer that holds `capacity` bytes without moving: a vector that grows leaves a
    /// copy behind that nobody overwrites.
    pub(super) fn take(&self, capacity: usize) -> Buffer<'_> {
        let free = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut bytes = free.unwrap_or_default();
        if bytes.capacity() < capacity {
            bytes = Zeroizing::new(Vec::with_capacity(capacity.next_power_of_two()));
        }
        bytes.clear();
        Buffer { bytes, home: self }
    }
}

/// Goes back to its buffers when it is dropped.
pub(super) struct Buffer<'b> {
    bytes: Zeroizing<Vec<u8>>,
    home: &'b Buffers,
}

impl Deref for Buffer<'_> {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        &self.bytes
    }
}

impl DerefMut for Buffer<'_> {
    fn deref_mut(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }
}

impl Drop for Buffer<'_> {
    fn drop(&mut self) {
        let bytes = std::mem::take(&mut self.bytes);
        self.home.0.lock().unwrap_or_else(PoisonError::into_inner).push(bytes);
    }
}
