//! Time of the processor: what other programs take of it does not count.

use std::{fs, sync::LazyLock, time::Duration, time::Instant};

/// What this thread has used so far, where the system says so, to a few milliseconds; elsewhere the time since the first
/// call.
pub fn used() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let schedule = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let running = schedule.and_then(|text| text.split(' ').next()?.parse().ok());
    running.map_or_else(|| START.elapsed(), Duration::from_nanos)
}
