//! Structures that C fills in. Zero is the default of every field, and the first field says how
//! large the structure was when the caller was compiled.

use std::slice;

use sentinel_core::{Error, ErrorKind, Limits};

use crate::{argument, failure::Failure, text::sentinel_text};

/// How a scanner is built: `sentinel_scanner_options options = {.size = sizeof options};` and then
/// what differs from the default, which is zero in every field.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sentinel_scanner_options {
    /// sizeof(sentinel_scanner_options).
    pub size: usize,
    /// The text of a patterns.yaml, whose rules are added. Missing: none.
    pub rules: sentinel_text,
    /// True: the built-in rules do not run.
    pub without_builtin: bool,
    /// True: the built-in rules for personal data run too.
    pub pii: bool,
    /// The largest text, in bytes. 0: 64 MiB.
    pub max_input_bytes: usize,
}

/// How a service is opened: `sentinel_service_options options = {.size = sizeof options};` and then
/// what differs from the default, which is zero in every field.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sentinel_service_options {
    /// sizeof(sentinel_service_options).
    pub size: usize,
    /// The file of rules. Missing: NAME.patterns.yaml beside the database NAME.db; memory for memory://.
    pub patterns: sentinel_text,
    /// The file that holds the key. Missing: NAME.key beside the database NAME.db; a new key for
    /// memory://. Keep it apart from backups of the store: with both, what is sealed can be read.
    pub key_file: sentinel_text,
    /// True: the built-in rules do not run.
    pub without_builtin: bool,
    /// True: the built-in rules for personal data run too.
    pub pii: bool,
    /// The largest record, in bytes. 0: 64 MiB.
    pub max_input_bytes: usize,
    /// Where revocations are sent: an https URL, or http on the loopback interface. Missing: nowhere;
    /// they wait in the store.
    pub webhook_url: sentinel_text,
    /// What signs them: "whsec_" and the base64 of 24 to 64 bytes. Needed with webhook_url.
    pub webhook_secret: sentinel_text,
}

/// What is known about a record: `sentinel_record record = {.size = sizeof record};` and then what
/// is known. Zero in a field means that it is not.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct sentinel_record {
    /// sizeof(sentinel_record).
    pub size: usize,
    /// What sent it: a service, an agent.
    pub source: sentinel_text,
    /// Whose it is, when several share a store.
    pub tenant: sentinel_text,
    /// A JSON object of strings: "repository" and "workspace" stand in the payloads for GitHub and Slack.
    pub attributes: sentinel_text,
}

/// No structure is larger: a size that was never set is seldom smaller.
const LARGEST: usize = 4096;

/// Reads a structure that starts with its size; NULL gives the defaults. A caller that knows fields
/// which this release does not may leave them zero.
///
/// # Safety
///
/// `options` is NULL or points to a `T` of C, followed by as many more bytes as its size says.
pub(crate) unsafe fn read<T: Copy + Default>(options: *const T, argument: &'static str) -> Result<T, Failure> {
    if options.is_null() {
        return Ok(T::default());
    }
    // SAFETY: every structure starts with its size.
    let size = unsafe { options.cast::<usize>().read() };
    // When fields are added, the size before that stays the smallest that is taken.
    if !(size_of::<T>()..=LARGEST).contains(&size) {
        return Err(argument::invalid("size is not that of the structure", argument));
    }
    // SAFETY: the caller promises that there are `size` bytes.
    let unknown = unsafe { slice::from_raw_parts(options.cast::<u8>().add(size_of::<T>()), size - size_of::<T>()) };
    if unknown.iter().any(|byte| *byte != 0) {
        let newer = Error::new(ErrorKind::Unsupported, "call", "a field is set that this release does not know");
        return Err(newer.with("argument", argument).into());
    }
    // SAFETY: the structure is as large as `T`, and C's fields have the types of `T`'s.
    Ok(unsafe { options.read() })
}

pub(crate) fn limits(max_input_bytes: usize) -> Limits {
    let mut limits = Limits::default();
    if max_input_bytes != 0 {
        limits.max_input_bytes = max_input_bytes;
    }
    limits
}
