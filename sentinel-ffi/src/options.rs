//! Structures that C fills in. Zero is the default of every field, and the first field says how
//! large the structure was when the caller was compiled.

use std::{ffi::c_void, mem::offset_of, ptr, slice, time::Duration};

use sentinel_core::{Error, ErrorKind, Known, Limits, Paths, Policy};
use sentinel_store::known_values;

use crate::{
    argument, callback::sentinel_policy_callback, failure::Failure, text::sentinel_text, vault::sentinel_vault,
};

/// A secret that the host holds. It is read during the call; the library's copy is overwritten when it is not needed
/// any more.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct sentinel_known_value {
    /// What findings of it have as their type.
    pub name: sentinel_text,
    /// Any bytes, at least 8.
    pub value: *const c_void,
    /// How many.
    pub length: usize,
}

/// A key of pseudonyms. It is read during the call; the library's copy is overwritten when it is not needed any more.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct sentinel_pseudonym_key {
    /// What stands in each pseudonym: one to eight lower-case letters or digits.
    pub id: sentinel_text,
    /// Any bytes, at least 32.
    pub key: *const c_void,
    /// How many.
    pub length: usize,
}

/// How a scanner is built: `sentinel_scanner_options options = {.size = sizeof options};` and then
/// what differs from the default, which is zero in every field.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
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
    /// Secrets that are found exactly, raw and encoded, under their names. NULL: none.
    pub known: *const sentinel_known_value,
    /// How many.
    pub known_length: usize,
    /// How many bytes may be decoded in one pass over a text. 0: four times the text and 1 MiB.
    pub max_decoded_bytes: usize,
    /// How long one call may take, in milliseconds; past it the text is withheld. 0: as long as it takes.
    pub max_time: u64,
    /// True: what is secret in the environment of the process is known too.
    pub known_env: bool,
    /// What stands for what is found: YAML with "default", "rules", "fields", "severities" and "categories", each
    /// treatment one of "mask", "placeholder", "pseudonym", "format", "tokenize", "remove", "block" and "callback".
    /// Missing: [REDACTED:RULE] for all.
    pub policy: sentinel_text,
    /// Keys of pseudonyms; "pseudonym_key" in the policy names the current one. NULL: none.
    pub pseudonym_keys: *const sentinel_pseudonym_key,
    /// How many.
    pub pseudonym_keys_length: usize,
    /// Places in JSON documents that are masked, or kept: YAML or JSON with the lists "redact" and "keep" of paths, as
    /// $.user.*.token, **.secret, items[0]. Missing: none.
    pub paths: sentinel_text,
    /// Gives tokens for the values that the policy treats with "tokenize"; it may be freed before the scanner. NULL: none.
    pub vault: *const sentinel_vault,
    /// How long a redacted text may be, and all that a stream gives, in bytes; past it the text is withheld. 0: 256 MiB.
    pub max_output_bytes: usize,
    /// How many nanoseconds a rule may take for each MiB of text, on average over all that was scanned;
    /// sentinel_scanner_slow_rules() says which take more. 0: no rule has a budget.
    pub rule_budget: u64,
    /// True: a rule that is over its budget turns itself off. What it would have found is then passed through, and who
    /// writes the texts can bring that about; max_time withholds the text instead. Needs rule_budget.
    pub disable_slow_rules: bool,
    /// Says what stands for the values that the policy treats with "callback". NULL: nothing does.
    pub callback: sentinel_policy_callback,
    /// What callback is called with.
    pub callback_data: *mut c_void,
}

/// How a service is opened: `sentinel_service_options options = {.size = sizeof options};` and then
/// what differs from the default, which is zero in every field.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
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
    /// Secrets that are found exactly, raw and encoded, under their names, whatever the rules become. NULL: none.
    pub known: *const sentinel_known_value,
    /// How many.
    pub known_length: usize,
    /// How many bytes may be decoded in one pass over a record. 0: four times the record and 1 MiB.
    pub max_decoded_bytes: usize,
    /// How long one record may take, in milliseconds; past it the record is withheld. 0: as long as it takes.
    pub max_time: u64,
    /// True: what is secret in the environment of the process is known too.
    pub known_env: bool,
    /// How long a redacted record may be, in bytes; past it the record is withheld. 0: 256 MiB.
    pub max_output_bytes: usize,
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

impl Default for sentinel_scanner_options {
    fn default() -> Self {
        Self {
            size: 0,
            rules: sentinel_text::default(),
            without_builtin: false,
            pii: false,
            max_input_bytes: 0,
            known: ptr::null(),
            known_length: 0,
            max_decoded_bytes: 0,
            max_time: 0,
            known_env: false,
            policy: sentinel_text::default(),
            pseudonym_keys: ptr::null(),
            pseudonym_keys_length: 0,
            paths: sentinel_text::default(),
            vault: ptr::null(),
            max_output_bytes: 0,
            rule_budget: 0,
            disable_slow_rules: false,
            callback: None,
            callback_data: ptr::null_mut(),
        }
    }
}

impl Default for sentinel_service_options {
    fn default() -> Self {
        let none = sentinel_text::default();
        Self {
            size: 0,
            patterns: none,
            key_file: none,
            without_builtin: false,
            pii: false,
            max_input_bytes: 0,
            webhook_url: none,
            webhook_secret: none,
            known: ptr::null(),
            known_length: 0,
            max_decoded_bytes: 0,
            max_time: 0,
            known_env: false,
            max_output_bytes: 0,
        }
    }
}

/// A structure that grew: how large it was when it was first given out.
pub(crate) trait Structure: Copy + Default {
    const FIRST_SIZE: usize = size_of::<Self>();
}

impl Structure for sentinel_record {}

impl Structure for sentinel_scanner_options {
    const FIRST_SIZE: usize = offset_of!(Self, known);
}

impl Structure for sentinel_service_options {
    const FIRST_SIZE: usize = offset_of!(Self, known);
}

/// No structure is larger: a size that was never set is seldom smaller.
const LARGEST: usize = 4096;

/// Reads a structure that starts with its size; NULL gives the defaults. A caller that knows fields
/// which this release does not may leave them zero.
///
/// # Safety
///
/// `options` is NULL or points to a `T` of C, followed by as many more bytes as its size says.
pub(crate) unsafe fn read<T: Structure>(options: *const T, argument: &'static str) -> Result<T, Failure> {
    if options.is_null() {
        return Ok(T::default());
    }
    // SAFETY: every structure starts with its size.
    let size = unsafe { options.cast::<usize>().read() };
    if (T::FIRST_SIZE..size_of::<T>()).contains(&size) && size.is_multiple_of(align_of::<T>()) {
        let mut known = T::default();
        // SAFETY: there are `size` bytes, which are the first fields of a `T`.
        unsafe { ptr::copy_nonoverlapping(options.cast::<u8>(), ptr::from_mut(&mut known).cast::<u8>(), size) };
        return Ok(known);
    }
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

/// The paths of an option.
pub(crate) fn paths(document: sentinel_text) -> Result<Paths, Failure> {
    Ok(document.optional("options.paths")?.map_or(Ok(Paths::new()), Paths::parse)?)
}

/// The policy of an option, with its keys.
///
/// # Safety
///
/// `keys` is NULL or points to `length` keys, each of which points to as many bytes as it says.
pub(crate) unsafe fn policy(
    document: sentinel_text,
    keys: *const sentinel_pseudonym_key,
    length: usize,
) -> Result<Policy, Failure> {
    const ARGUMENT: &str = "options.pseudonym_keys";
    // SAFETY: the caller's promise.
    let keys = unsafe { elements(keys, length, ARGUMENT)? };
    let document = document.optional("options.policy")?;
    let mut policy = document.map_or(Ok(Policy::default()), Policy::from_yaml)?;
    for key in keys {
        // SAFETY: the caller's promise.
        let bytes = unsafe { argument::bytes(key.key, key.length, ARGUMENT)? };
        policy = policy.pseudonym_key(key.id.required(ARGUMENT)?, bytes)?;
    }
    Ok(policy)
}

/// # Safety
///
/// `elements` is NULL or points to `length` of them.
unsafe fn elements<'a, T>(elements: *const T, length: usize, argument: &'static str) -> Result<&'a [T], Failure> {
    match (elements.is_null(), length) {
        (_, 0) => Ok(&[]),
        (true, _) => Err(Failure::null(argument)),
        (false, _) if length > isize::MAX as usize / size_of::<T>() => {
            Err(argument::invalid("a length is impossible", argument))
        }
        // SAFETY: the caller's promise, and the length is one that memory can have.
        (false, _) => Ok(unsafe { slice::from_raw_parts(elements, length) }),
    }
}

impl sentinel_scanner_options {
    pub(crate) fn limits(&self) -> Limits {
        limits(self.max_input_bytes, self.max_decoded_bytes, self.max_output_bytes, self.max_time)
    }
}

impl sentinel_service_options {
    pub(crate) fn limits(&self) -> Limits {
        limits(self.max_input_bytes, self.max_decoded_bytes, self.max_output_bytes, self.max_time)
    }
}

/// Zero is the default of each; the time is in milliseconds.
fn limits(max_input_bytes: usize, max_decoded_bytes: usize, max_output_bytes: usize, max_time: u64) -> Limits {
    let mut limits = Limits::default();
    let given = |bytes: usize| (bytes != 0).then_some(bytes);
    limits.max_input_bytes = given(max_input_bytes).unwrap_or(limits.max_input_bytes);
    limits.max_decoded_bytes = given(max_decoded_bytes);
    limits.max_output_bytes = given(max_output_bytes).unwrap_or(limits.max_output_bytes);
    limits.max_time = (max_time != 0).then(|| Duration::from_millis(max_time));
    limits
}

/// The known values of an option, and those of the environment if they are wanted.
///
/// # Safety
///
/// `values` is NULL or points to `length` values, each of which points to as many bytes as it says.
pub(crate) unsafe fn known(
    values: *const sentinel_known_value,
    length: usize,
    environment: bool,
) -> Result<Known, Failure> {
    const ARGUMENT: &str = "options.known";
    // SAFETY: the caller's promise.
    let values = unsafe { elements(values, length, ARGUMENT)? };
    let mut named = Vec::with_capacity(length);
    for value in values {
        // SAFETY: the caller's promise.
        let bytes = unsafe { argument::bytes(value.value, value.length, ARGUMENT)? };
        named.push((value.name.required(ARGUMENT)?, bytes));
    }
    Ok(known_values(named, environment)?)
}
