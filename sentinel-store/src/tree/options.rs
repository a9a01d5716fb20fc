//! What of a tree is scanned, and how.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::Relaxed},
};

use sentinel_core::Result;

use super::{baseline::Baseline, exclude::Exclude};

/// What of a tree is scanned, and how.
///
/// A file or folder that is named itself is always scanned; what stands here is for what is found
/// below it. Folders and files named `.git` are left out.
#[derive(Clone, Debug)]
pub struct TreeOptions {
    pub(super) gitignore: bool,
    pub(super) ignore: bool,
    pub(super) sentinelignore: bool,
    pub(super) hidden: bool,
    pub(super) follow_links: bool,
    pub(super) max_bytes: Option<u64>,
    pub(super) threads: usize,
    pub(super) exclude: Exclude,
    pub(super) allow_markers: bool,
    pub(super) baseline: Option<Arc<Baseline>>,
    pub(super) cancel: CancelToken,
}

impl Default for TreeOptions {
    fn default() -> Self {
        Self {
            gitignore: true,
            ignore: true,
            sentinelignore: true,
            hidden: true,
            follow_links: false,
            max_bytes: None,
            threads: 0,
            exclude: Exclude::default(),
            allow_markers: true,
            baseline: None,
            cancel: CancelToken::default(),
        }
    }
}

impl TreeOptions {
    /// Ignore files are obeyed, hidden files are scanned, symbolic links are not followed.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether `.gitignore` files and `.git/info/exclude` are obeyed inside a repository. Default:
    /// yes. What a person's own configuration of git ignores is scanned, so that two machines find
    /// the same.
    #[must_use]
    pub fn gitignore(mut self, obey: bool) -> Self {
        self.gitignore = obey;
        self
    }

    /// Whether `.ignore` files are obeyed. Default: yes. They come before `.gitignore`.
    #[must_use]
    pub fn ignore(mut self, obey: bool) -> Self {
        self.ignore = obey;
        self
    }

    /// Whether `.sentinelignore` files are obeyed. Default: yes. They come before the others: the
    /// line `!.env` has a file scanned that `.gitignore` leaves out.
    #[must_use]
    pub fn sentinelignore(mut self, obey: bool) -> Self {
        self.sentinelignore = obey;
        self
    }

    /// Whether files and folders whose name starts with a dot are scanned. Default: yes.
    #[must_use]
    pub fn hidden(mut self, scan: bool) -> Self {
        self.hidden = scan;
        self
    }

    /// Whether symbolic links below a folder are followed. Default: no, they are reported as
    /// skipped.
    #[must_use]
    pub fn follow_links(mut self, follow: bool) -> Self {
        self.follow_links = follow;
        self
    }

    /// The largest file that is scanned, in bytes; larger ones are reported as skipped. Default:
    /// 16 MiB for files below a folder, and none for a file that is named itself: past the
    /// scanner's own limit it fails.
    #[must_use]
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = Some(bytes);
        self
    }

    /// How many threads scan, 1024 at most. Default: 0, as many as the machine runs at once. Each
    /// holds one file in memory.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// Leaves out what these patterns name, in the syntax of `.gitignore`, relative to each folder that is scanned.
    /// They come before ignore files. Default: none.
    ///
    /// # Errors
    ///
    /// `InvalidInput` for what is no pattern; `index` says which.
    pub fn exclude<G: AsRef<str>>(mut self, globs: impl IntoIterator<Item = G>) -> Result<Self> {
        self.exclude = Exclude::new(globs)?;
        Ok(self)
    }

    /// Whether a finding is left out when `sentinel:allow` stands on the line where it starts, outside of it. Names of
    /// rules may follow the word, and allow those alone. Default: yes. What is left out is counted.
    #[must_use]
    pub fn allow_markers(mut self, obey: bool) -> Self {
        self.allow_markers = obey;
        self
    }

    /// Leaves out the findings that this baseline holds, and counts them. The others carry their fingerprint under its
    /// key. Default: none.
    #[must_use]
    pub fn baseline(mut self, baseline: Baseline) -> Self {
        self.baseline = Some(Arc::new(baseline));
        self
    }

    /// What ends the scan from elsewhere.
    #[must_use]
    pub fn cancel(mut self, token: &CancelToken) -> Self {
        self.cancel = token.clone();
        self
    }
}

/// Ends a scan from another thread. A clone is the same token.
#[derive(Clone, Debug, Default)]
pub struct CancelToken(Arc<AtomicBool>);

impl CancelToken {
    /// A token that has not been used.
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the scan soon: files are given up at the next MiB that is read. A text that is being
    /// searched already is searched to its end.
    pub fn cancel(&self) {
        self.0.store(true, Relaxed);
    }

    /// True once it was used.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Relaxed)
    }
}
