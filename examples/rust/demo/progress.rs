//! A progress bar on standard error.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar for `total` records.
pub(crate) fn bar(total: usize, what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg:>12} [{bar:40}] {pos}/{len} {per_sec}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("=> ");
    ProgressBar::new(total as u64).with_style(style).with_message(what)
}
