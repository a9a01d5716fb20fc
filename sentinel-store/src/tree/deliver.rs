//! Puts reports back in order and hands them over, on the thread that called.

use std::{
    collections::BTreeMap,
    ops::ControlFlow::{self, Continue},
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::{Duration, Instant},
};

use super::{FileReport, TreeObserver, TreeProgress, TreeSummary, scan::Stop};

const TICK: Duration = Duration::from_millis(100);

/// Hands every report over in its turn. What comes after a file that was given up is left out.
pub(super) fn deliver(
    reports: Receiver<(usize, FileReport)>,
    observer: &mut dyn TreeObserver,
    stop: &Stop<'_>,
) -> TreeSummary {
    let mut delivery = Delivery {
        observer,
        early: BTreeMap::new(),
        next: 0,
        progress: TreeProgress::default(),
        summary: TreeSummary::default(),
    };
    if delivery.run(&reports).is_break() {
        stop.break_off();
    }
    delivery.summary
}

struct Delivery<'o> {
    observer: &'o mut dyn TreeObserver,
    /// Reports that are done before their turn.
    early: BTreeMap<usize, FileReport>,
    next: usize,
    progress: TreeProgress,
    summary: TreeSummary,
}

impl Delivery<'_> {
    fn run(&mut self, reports: &Receiver<(usize, FileReport)>) -> ControlFlow<()> {
        let mut told = Instant::now();
        loop {
            match reports.recv_timeout(TICK.saturating_sub(told.elapsed())) {
                Ok((index, report)) => self.take(index, report)?,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return self.observer.progress(self.progress),
            }
            if told.elapsed() >= TICK {
                self.observer.progress(self.progress)?;
                told = Instant::now();
            }
        }
    }

    fn take(&mut self, index: usize, report: FileReport) -> ControlFlow<()> {
        self.progress.add(&report);
        self.early.insert(index, report);
        while let Some(report) = self.early.remove(&self.next) {
            self.next += 1;
            self.summary.add(&report);
            self.observer.file(report)?;
        }
        Continue(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;
    use crate::tree::{CancelToken, SkipReason};

    #[test]
    fn reports_are_handed_over_in_order_and_none_after_a_gap() {
        let (sender, receiver) = sync_channel(8);
        for index in [2, 0, 1, 4] {
            let name = index.to_string().into();
            sender.send((index, FileReport::skipped(name, 1, SkipReason::Binary))).unwrap();
        }
        drop(sender);
        let token = CancelToken::new();
        let mut names = Vec::new();
        let mut observer = |report: FileReport| {
            names.push(report.path.display().to_string());
            Continue(())
        };
        let summary = deliver(receiver, &mut observer, &Stop::new(&token));
        assert_eq!((names.concat().as_str(), summary.skipped, summary.bytes), ("012", 3, 3));
    }
}
