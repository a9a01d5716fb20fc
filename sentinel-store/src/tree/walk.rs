//! Which files a scan meets, in order.

use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use super::{FileReport, SkipReason, TreeOptions, exclude::Exclude, read::failed};

const IGNORE_FILE: &str = ".sentinelignore";

/// What the walk comes to.
pub(super) enum Step {
    /// A file to read.
    Read {
        path: PathBuf,
        /// True when the caller named the file itself.
        named: bool,
    },
    /// Something that is not read.
    Report(FileReport),
}

/// The files below some paths: path by path as they were given, and below each by name.
pub(super) struct Walk(ignore::Walk);

impl Walk {
    /// A walk of `paths`, of which there is one at least.
    pub(super) fn new(paths: &[PathBuf], options: &TreeOptions) -> Self {
        let mut paths = paths.iter().map(|path| file_not_stdin(path));
        let exclude = options.exclude.clone();
        let mut builder = WalkBuilder::new(paths.next().unwrap_or_default());
        paths.for_each(|path| {
            builder.add(path);
        });
        builder
            .standard_filters(false)
            .parents(true)
            .hidden(!options.hidden)
            .ignore(options.ignore)
            .git_ignore(options.gitignore)
            .git_exclude(options.gitignore)
            .follow_links(options.follow_links)
            .filter_entry(move |entry| entry.file_name() != ".git" && !is_excluded(entry, &exclude))
            .sort_by_file_name(Ord::cmp);
        if options.sentinelignore {
            builder.add_custom_ignore_filename(IGNORE_FILE);
        }
        Self(builder.build())
    }
}

impl Iterator for Walk {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        self.0.find_map(|entry| match entry {
            Ok(entry) => step(entry),
            Err(error) => problem(&error),
        })
    }
}

/// The walker takes `-` for standard input.
fn file_not_stdin(path: &Path) -> PathBuf {
    if path == Path::new("-") { Path::new(".").join(path) } else { path.to_path_buf() }
}

fn is_excluded(entry: &DirEntry, exclude: &Exclude) -> bool {
    // Names below what was named; that itself is scanned in any case.
    let names: Vec<_> = entry.path().iter().rev().take(entry.depth()).collect();
    let below: PathBuf = names.into_iter().rev().collect();
    entry.depth() > 0 && exclude.covers(&below, entry.file_type().is_some_and(|kind| kind.is_dir()))
}

fn step(entry: DirEntry) -> Option<Step> {
    let named = entry.depth() == 0;
    let kind = entry.file_type();
    let path = entry.into_path();
    // What is named itself is followed, and read whatever it is: a pipe may hold a text.
    if named {
        return (!path.is_dir()).then_some(Step::Read { path, named });
    }
    let reason = match kind {
        Some(kind) if kind.is_dir() => return None,
        Some(kind) if kind.is_file() => return Some(Step::Read { path, named }),
        Some(kind) if kind.is_symlink() => SkipReason::SymbolicLink,
        _ => SkipReason::SpecialFile,
    };
    Some(Step::Report(FileReport::skipped(path, 0, reason)))
}

/// A line of an ignore file that is no pattern is no problem of the scan: it leaves nothing out.
fn problem(error: &ignore::Error) -> Option<Step> {
    if let Some(child) = link_loop(error) {
        return Some(Step::Report(FileReport::skipped(child.to_path_buf(), 0, SkipReason::LinkLoop)));
    }
    let path = path_of(error).unwrap_or(Path::new("")).to_path_buf();
    // The text of other errors quotes the ignore file.
    let cause = error.io_error()?;
    Some(Step::Report(FileReport::failed(path, 0, failed(cause))))
}

fn link_loop(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::Loop { child, .. } => Some(child),
        other => inner(other).and_then(link_loop),
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        other => inner(other).and_then(path_of),
    }
}

fn inner(error: &ignore::Error) -> Option<&ignore::Error> {
    match error {
        ignore::Error::Partial(errors) => errors.first(),
        ignore::Error::WithPath { err, .. }
        | ignore::Error::WithDepth { err, .. }
        | ignore::Error::WithLineNumber { err, .. } => Some(err),
        _ => None,
    }
}
