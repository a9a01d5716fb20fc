//! Scans files and folders: walks them in a fixed order, reads what is text, and reports each file.

mod allow;
mod baseline;
mod buffer;
mod deliver;
mod exclude;
mod options;
mod read;
mod report;
mod scan;
mod utf16;
mod walk;
mod worker;

pub use self::{
    baseline::{Baseline, BaselineAudit, BaselineEntry},
    options::{CancelToken, TreeOptions},
    report::{
        FileOutcome, FileReport, LocatedFinding, SkipReason, TextEncoding, TreeProgress, TreeReport, TreeSummary,
    },
    scan::{TreeObserver, scan_tree, scan_tree_with},
};
