//! A function of the caller that says what stands for a value in a redacted text.

use std::ffi::{c_char, c_void};

use sentinel_core::{Error, ErrorKind, Finding, Result};

use crate::{options::sentinel_scanner_options, text::sentinel_text};

/// What a policy's callback is told of a value; never the value. Lives until the callback returns. Later releases may
/// add fields at the end.
#[repr(C)]
#[derive(Debug)]
pub struct sentinel_callback_finding {
    /// The rule that found it: "AWS_ACCESS_KEY".
    pub r#type: sentinel_text,
    /// "secret", "pii" or "risk".
    pub category: sentinel_text,
    /// How bad a leak of it is: "LOW", "MEDIUM", "HIGH" or "CRITICAL".
    pub severity: sentinel_text,
    /// The value as people may see it: "AKIA****XYZ".
    pub preview: sentinel_text,
}

/// Says what stands for a value: it writes UTF-8 of at most capacity bytes, which are 4096 or more, to out, sets *length
/// to how many those are, and answers 0. Nothing written, and *length left at 0, is the empty text.
///
/// It fails closed: where the answer is another number, *length is more than capacity, or what stands in out is not
/// UTF-8, all of the text that is redacted is withheld, and sentinel_counters.failed counts it. It is called on the
/// thread that redacts, by as many at the same time as use the scanner, and may be called more than once for a value: it
/// must give the same each time.
pub type sentinel_policy_callback = Option<
    unsafe extern "C" fn(
        finding: &sentinel_callback_finding,
        out: *mut c_char,
        capacity: usize,
        length: &mut usize,
        user_data: *mut c_void,
    ) -> i32,
>;

/// More than anything that stands for a value needs.
const CAPACITY: usize = 4096;

/// The caller's function, and what it is called with.
pub(crate) struct Callback {
    function: unsafe extern "C" fn(&sentinel_callback_finding, *mut c_char, usize, &mut usize, *mut c_void) -> i32,
    user_data: *mut c_void,
}

// SAFETY: the caller promises that the function may be called by any number of threads with what it is called with.
unsafe impl Send for Callback {}
// SAFETY: as above.
unsafe impl Sync for Callback {}

impl Callback {
    /// That of the options, if there is one.
    pub(crate) fn of(options: &sentinel_scanner_options) -> Option<Self> {
        options.callback.map(|function| Self { function, user_data: options.callback_data })
    }

    /// As the core calls it.
    pub(crate) fn function(self) -> impl Fn(&Finding) -> Result<String> + Send + Sync + 'static {
        move |finding| self.call(finding)
    }

    fn call(&self, finding: &Finding) -> Result<String> {
        let told = sentinel_callback_finding {
            r#type: sentinel_text::lent(&finding.rule),
            category: sentinel_text::lent(finding.category.as_str()),
            severity: sentinel_text::lent(finding.severity.as_str()),
            preview: sentinel_text::lent(&finding.preview),
        };
        let (mut out, mut length) = ([0_u8; CAPACITY], 0);
        // SAFETY: the caller's function, called as it is declared; all that it is given outlives the call.
        let answer = unsafe { (self.function)(&told, out.as_mut_ptr().cast(), CAPACITY, &mut length, self.user_data) };
        let failed = |problem| Error::new(ErrorKind::InvalidInput, "redact", problem);
        if answer != 0 {
            return Err(failed("the policy's callback failed"));
        }
        let given =
            out.get(..length).ok_or_else(|| failed("the policy's callback gave more than there is room for"))?;
        Ok(str::from_utf8(given).map_err(|_| failed("the policy's callback gave no UTF-8"))?.to_owned())
    }
}
