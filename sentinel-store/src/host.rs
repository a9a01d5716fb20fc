//! What the core asks of its host: the environment and a monotonic clock.

use std::{
    env,
    time::{Duration, Instant},
};

use sentinel_core::{Known, Secret};

/// The variables of this process, for [`Known::register_env`]. One whose name is not Unicode is left out; a value may
/// be any bytes.
pub fn environment() -> impl Iterator<Item = (String, Secret)> {
    env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, Secret::new(value.into_encoded_bytes()))))
}

/// Known values as hosts give them: named ones, and what is secret in the environment if that is wanted.
///
/// # Errors
///
/// As [`Known::register`].
pub fn known_values<N: AsRef<str>, V: Into<Secret>>(
    values: impl IntoIterator<Item = (N, V)>,
    with_environment: bool,
) -> sentinel_core::Result<Known> {
    let mut known = Known::default();
    for (name, value) in values {
        known.register(value, name.as_ref())?;
    }
    if with_environment {
        known.register_env(environment());
    }
    Ok(known)
}

/// The clock for [`ScannerBuilder::clock`](sentinel_core::ScannerBuilder::clock): the time since this call.
///
/// ```
/// use sentinel_core::Scanner;
/// use sentinel_store::monotonic_clock;
///
/// let scanner = Scanner::builder().clock(monotonic_clock()).build()?;
/// assert!(!scanner.profile("user=7 action=login")?.time.is_zero());
/// # Ok::<(), sentinel_core::Error>(())
/// ```
pub fn monotonic_clock() -> impl Fn() -> Duration + Send + Sync + 'static {
    let start = Instant::now();
    move || start.elapsed()
}
