//! What automata that are made as they are walked work in. Each search has one for itself; it grows with what is
//! searched, and stays for the next.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError, TryLockError,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

/// The caches of one automaton: one, and more for threads that search at the same time, while there are some to spare.
pub(crate) struct Caches<C> {
    first: Mutex<Option<Box<C>>>,
    more: Mutex<Vec<Box<C>>>,
    spare: Arc<Spare>,
}

/// How many caches the automata of a scanner may still have beside their first. However many threads search, memory is
/// bounded.
#[derive(Debug)]
pub(crate) struct Spare(AtomicUsize);

/// Most take 10 to 100 KB.
const SPARE: usize = 512;

impl<C> Caches<C> {
    pub(crate) fn new(spare: &Arc<Spare>) -> Self {
        Self { first: Mutex::new(None), more: Mutex::default(), spare: Arc::clone(spare) }
    }

    /// Searches. Where every cache is in use and none is to spare, it waits for one; so no search may be part of another
    /// by the same automaton.
    #[inline]
    pub(crate) fn with<T>(&self, create: impl Fn() -> C, search: impl FnOnce(&mut C) -> T) -> T {
        match self.first.try_lock() {
            Ok(first) => search_in(first, create, search),
            Err(TryLockError::Poisoned(first)) => search_in(self.emptied(first), create, search),
            Err(TryLockError::WouldBlock) => self.with_another(create, search),
        }
    }

    #[cold]
    fn with_another<T>(&self, create: impl Fn() -> C, search: impl FnOnce(&mut C) -> T) -> T {
        let kept = self.more().pop();
        let Some(mut cache) = kept.or_else(|| self.spare.take().then(|| Box::new(create()))) else {
            let first = self.first.lock().unwrap_or_else(|first| self.emptied(first));
            return search_in(first, create, search);
        };
        let done = search(&mut cache);
        self.more().push(cache);
        done
    }

    /// The first, without what a search that panicked left in it.
    fn emptied<'g>(&self, first: PoisonError<MutexGuard<'g, Option<Box<C>>>>) -> MutexGuard<'g, Option<Box<C>>> {
        let mut first = first.into_inner();
        *first = None;
        self.first.clear_poison();
        first
    }

    /// Caches that no search is in.
    fn more(&self) -> MutexGuard<'_, Vec<Box<C>>> {
        self.more.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[inline]
fn search_in<C, T>(
    mut first: MutexGuard<'_, Option<Box<C>>>,
    create: impl Fn() -> C,
    search: impl FnOnce(&mut C) -> T,
) -> T {
    search(first.get_or_insert_with(|| Box::new(create())))
}

impl Default for Spare {
    fn default() -> Self {
        Self(AtomicUsize::new(SPARE))
    }
}

impl Spare {
    fn take(&self) -> bool {
        self.0.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use std::{panic, sync::Barrier, thread};

    use super::*;

    fn caches(spare: usize) -> (Caches<usize>, AtomicUsize) {
        (Caches::new(&Arc::new(Spare(AtomicUsize::new(spare)))), AtomicUsize::new(0))
    }

    /// Counts the caches that are made; none is the one of another.
    fn create(made: &AtomicUsize) -> usize {
        made.fetch_add(1, Relaxed)
    }

    #[test]
    fn one_search_after_the_other_works_in_one_cache() {
        let (caches, made) = caches(8);
        let seen: Vec<usize> = (0..5).map(|_| caches.with(|| create(&made), |cache| *cache)).collect();
        assert_eq!(seen, [0; 5]);
    }

    #[test]
    fn searches_at_the_same_time_have_a_cache_each_and_they_stay() {
        let (caches, made) = caches(100);
        for _ in 0..3 {
            let all_search = Barrier::new(4);
            let mut seen: Vec<usize> = thread::scope(|scope| {
                let search = || {
                    caches.with(
                        || create(&made),
                        |cache| {
                            all_search.wait();
                            *cache
                        },
                    )
                };
                let threads: Vec<_> = (0..4).map(|_| scope.spawn(search)).collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            seen.sort_unstable();
            assert_eq!(seen, [0, 1, 2, 3]);
        }
    }

    #[test]
    fn where_none_is_to_spare_a_search_waits() {
        let (caches, made) = caches(1);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..500).for_each(|_| caches.with(|| create(&made), |_| thread::yield_now())));
            }
        });
        assert!((1..=2).contains(&made.load(Relaxed)), "{made:?}");
    }

    #[test]
    fn what_is_to_spare_is_shared() {
        let spare = Arc::new(Spare(AtomicUsize::new(1)));
        let [one, other] = [Caches::new(&spare), Caches::new(&spare)];
        let made = AtomicUsize::new(0);
        let nested = |caches: &Caches<usize>| caches.with(|| create(&made), |_| caches.with(|| create(&made), |_| ()));
        nested(&one);
        assert!(!spare.take());
        other.with(|| create(&made), |_| ());
        nested(&one);
        assert_eq!(made.load(Relaxed), 3);
    }

    #[test]
    fn a_cache_in_which_a_search_panicked_is_not_used_again() {
        let (caches, made) = caches(0);
        for _ in 0..2 {
            let search = || caches.with(|| create(&made), |_| panic::resume_unwind(Box::new(())));
            assert!(panic::catch_unwind(panic::AssertUnwindSafe(search)).is_err());
        }
        assert_eq!(caches.with(|| create(&made), |cache| *cache), 2);
        assert_eq!(caches.with(|| create(&made), |cache| *cache), 2);
    }
}
