//! What rules cost, as the package's own objects.

use std::time::Duration;

use pyo3::{prelude::*, sync::PyOnceLock};
use sentinel_core::Scanner;

use crate::{error::detached, text::Text};

/// `Profile`.
pub(crate) fn of<'py>(py: Python<'py>, scanner: &Scanner, text: &Text) -> PyResult<Bound<'py, PyAny>> {
    static MAKE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let profile = detached(py, "profile", || scanner.profile(text.bytes()))?;
    let rules: Vec<_> = profile
        .rules
        .iter()
        .map(|cost| {
            let counts = (cost.candidates, cost.regex_runs, cost.searched_bytes, cost.matches, cost.refused);
            (&cost.rule, counts, nanoseconds(cost.time))
        })
        .collect();
    let make = MAKE.import(py, "sentinel._profile", "profile_of_parts")?;
    make.call1((profile.bytes, nanoseconds(profile.time), rules))
}

/// A list of `SlowRule`.
pub(crate) fn slow_rules<'py>(py: Python<'py>, scanner: &Scanner) -> PyResult<Vec<Bound<'py, PyAny>>> {
    static CLASS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let class = CLASS.import(py, "sentinel._profile", "SlowRule")?;
    let slow = detached(py, "slow rules", || Ok(scanner.slow_rules()))?;
    slow.iter()
        .map(|rule| class.call1((&rule.rule, nanoseconds(rule.time_per_mib), rule.disabled, rule.skipped)))
        .collect()
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
