//! The worker that delivers revocations.

use std::{
    fmt,
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use sentinel_core::{RetryPolicy, Revoker, Sentinel};

/// A thread that attempts revocations when they are due, until it is dropped.
pub struct Worker {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    stop: Mutex<bool>,
    woken: Condvar,
    errors: AtomicU64,
}

/// How long the worker sleeps when nothing is due.
const IDLE: Duration = Duration::from_millis(200);
/// How long it sleeps after the store failed.
const AFTER_ERROR: Duration = Duration::from_secs(2);

impl Worker {
    /// Starts the thread.
    pub fn start(sentinel: Sentinel, revoker: impl Revoker + 'static, policy: RetryPolicy) -> Self {
        let shared = Arc::new(Shared::default());
        let thread = thread::spawn({
            let shared = Arc::clone(&shared);
            move || shared.run(&sentinel, &revoker, &policy)
        });
        Self { shared, thread: Some(thread) }
    }

    /// How often the store could not be read or written. What was attempted then is attempted again.
    pub fn errors(&self) -> u64 {
        self.shared.errors.load(Relaxed)
    }

    /// Waits for the attempts under way, then stops. Dropping does the same.
    pub fn stop(self) {}
}

impl Drop for Worker {
    fn drop(&mut self) {
        *self.shared.stop.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.shared.woken.notify_all();
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has been reported by then.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker").field("errors", &self.errors()).finish_non_exhaustive()
    }
}

impl Shared {
    fn run(&self, sentinel: &Sentinel, revoker: &dyn Revoker, policy: &RetryPolicy) {
        let mut pause = Duration::ZERO;
        while !self.stopped_within(pause) {
            pause = match sentinel.revocations().attempt_due(revoker, policy, &mut jitter) {
                Ok(0) => IDLE,
                Ok(_) => Duration::ZERO,
                Err(_) => {
                    self.errors.fetch_add(1, Relaxed);
                    AFTER_ERROR
                }
            };
        }
    }

    fn stopped_within(&self, pause: Duration) -> bool {
        let stop = self.stop.lock().unwrap_or_else(PoisonError::into_inner);
        let (stop, _) =
            self.woken.wait_timeout_while(stop, pause, |stop| !*stop).unwrap_or_else(PoisonError::into_inner);
        *stop
    }
}

/// A random number from 0 to 1.
fn jitter() -> f64 {
    let mut bytes = [0; 4];
    // Without randomness retries are not spread, which harms nobody.
    let _ = getrandom::fill(&mut bytes);
    f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX)
}
