//! No panic crosses into C. Every exported function runs its body in here.

use std::{
    cell::RefCell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
    thread,
};

use crate::{
    failure::{self, Failure},
    status::sentinel_status::{self, SENTINEL_OK},
};

/// Runs the body of a function that answers with a status, and notes the last error.
pub(crate) fn call(body: impl FnOnce() -> Result<(), Failure>) -> sentinel_status {
    failure::forget();
    match caught(body) {
        Ok(Ok(())) => {
            // That of a call that a callback made.
            failure::forget();
            SENTINEL_OK
        }
        Ok(Err(failure)) => failure.note(),
        Err(place) => Failure::panic(&place).note(),
    }
}

/// Runs the body of a function that cannot fail, and leaves the last error alone. A panic gives
/// `otherwise`.
pub(crate) fn value<T>(otherwise: T, body: impl FnOnce() -> T) -> T {
    caught(body).unwrap_or(otherwise)
}

thread_local! {
    /// Where the call that runs on this thread panicked; none outside a call.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// What `body` returns, or the place where it panicked.
fn caught<T>(body: impl FnOnce() -> T) -> Result<T, String> {
    silence();
    // A destructor of the thread may call when the place is gone already: then only that is lost. A callback may call:
    // the call that it was called by goes on after it.
    let outer = PLACE.try_with(|place| place.replace(Some(String::new()))).ok().flatten();
    // What a panic leaves half done is dropped with the call, or stands behind locks that the core guards.
    let result = panic::catch_unwind(AssertUnwindSafe(body));
    let place = PLACE.try_with(|place| place.replace(outer)).ok().flatten();
    result.map_err(|_| place.unwrap_or_default())
}

/// A panic's message may quote a text. Inside a call only its place is kept, and nothing is printed.
fn silence() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let inside = PLACE.try_with(|place| {
                let mut place = place.borrow_mut();
                if let (Some(place), Some(location)) = (place.as_mut(), info.location()) {
                    *place = location.to_string();
                }
                place.is_some()
            });
            if inside == Ok(false) && !scans_a_tree() {
                before(info);
            }
        }));
    });
}

/// The threads of `sentinel_scan_tree` work for a call, and turn a panic into the report of a file.
fn scans_a_tree() -> bool {
    thread::current().name().is_some_and(|name| name.starts_with("sentinel-scan-"))
}

#[cfg(test)]
mod tests {
    use std::ffi::CStr;

    use super::*;
    use crate::{sentinel_last_error, sentinel_last_error_code, status::sentinel_status::SENTINEL_PANIC};

    #[test]
    fn a_panic_becomes_a_status_that_quotes_nothing() {
        assert_eq!(call(|| panic!("{}", "hunter2")), SENTINEL_PANIC);
        // SAFETY: both return strings that live until the next call on this thread.
        let (code, message) =
            unsafe { (CStr::from_ptr(sentinel_last_error_code()), CStr::from_ptr(sentinel_last_error())) };
        let message = message.to_str().unwrap();
        assert_eq!(code, c"panic");
        assert!(message.contains("boundary.rs"), "the place is named: {message}");
        assert!(!message.contains("hunter2"));
        assert_eq!(value(7, || panic!("hunter2")), 7);
        let after_another = || {
            assert_eq!(call(|| Ok(())), SENTINEL_OK);
            assert!(PLACE.with_borrow(Option::is_some), "the message of a panic is printed");
            panic!("hunter2")
        };
        assert_eq!(call(after_another), SENTINEL_PANIC);
        // SAFETY: as above.
        assert!(unsafe { CStr::from_ptr(sentinel_last_error()) }.to_str().unwrap().contains("boundary.rs"));
        assert_eq!(call(|| Ok(())), SENTINEL_OK, "a later call goes on");
    }

    #[test]
    fn every_exported_function_runs_in_here() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
        let mut functions = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let source = std::fs::read_to_string(file.unwrap().path()).unwrap();
            for function in source.split("#[unsafe(no_mangle)]\n").skip(1) {
                let body = function.split_once("{\n").unwrap().1.trim_start();
                let name = function.split_once("fn ").unwrap().1.split('(').next().unwrap();
                let guarded = ["boundary::call(", "boundary::value(", "answer("];
                assert!(guarded.iter().any(|start| body.starts_with(start)), "{name}");
                functions += 1;
            }
        }
        assert!(functions > 30, "{functions}");
    }
}
