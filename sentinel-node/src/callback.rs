//! A function of JavaScript that says what stands for a value in a redacted text.

use std::cell::Cell;

use napi::{
    Env,
    bindgen_prelude::{FnArgs, Function, FunctionRef},
};
use sentinel_core::{Error, ErrorKind, Finding, Result};

type Arguments = FnArgs<(String, &'static str, &'static str, String)>;

/// Takes the rule, the category, the severity and the preview of a finding.
pub type Says<'f> = Function<'f, Arguments, String>;

/// The function, kept as long as the scanner and its streams.
pub struct Callback(FunctionRef<Arguments, String>);

thread_local! {
    /// Of the call from JavaScript that this thread is in; none on a thread that is not JavaScript's.
    static INSIDE: Cell<Option<Env>> = const { Cell::new(None) };
}

/// Runs `job` in a call from JavaScript.
pub fn inside<T>(env: &Env, job: impl FnOnce() -> T) -> T {
    struct Leave(Option<Env>);
    impl Drop for Leave {
        fn drop(&mut self) {
            INSIDE.set(self.0);
        }
    }
    // A callback may call the library itself: the call that it was called by goes on after it.
    let _leave = Leave(INSIDE.replace(Some(*env)));
    job()
}

impl Callback {
    pub fn new(function: Says<'_>) -> napi::Result<Self> {
        function.create_ref().map(Self)
    }

    /// What was thrown may hold anything: it is dropped.
    pub fn call(&self, finding: &Finding) -> Result<String> {
        let Some(env) = INSIDE.get() else {
            return Err(Error::new(ErrorKind::Unsupported, "redact", "a callback is called on its own thread only"));
        };
        let arguments =
            (finding.rule.to_string(), finding.category.as_str(), finding.severity.as_str(), finding.preview.clone());
        // A text may have many findings: what one call makes is let go before the next.
        env.run_in_scope(|| self.0.borrow_back(&env)?.call(arguments.into()))
            .map_err(|_| Error::new(ErrorKind::InvalidInput, "redact", "the policy's callback failed"))
    }
}
