//! How well the rules find: on labelled lines, benign files, placeholders, and strings made from the rules themselves.

mod benign;
mod corpus;
mod generated;
mod lines;
mod placeholders;
mod strings;
mod table;
mod target;

use std::collections::BTreeMap;

use sentinel_core::Scanner;
use serde::Serialize;

pub use self::{
    benign::{ByRule, Quiet},
    corpus::{File, Line},
    generated::Generated,
    lines::Score,
    placeholders::Placeholders,
    strings::Strings,
    target::{Target, Verdict, targets},
};
pub(crate) use self::{
    corpus::{files, lines as labelled_lines},
    generated::{accepted_strings, has_own_form},
    placeholders::placeholder_lines,
};

/// All that is measured. What needs corpora is absent where they are.
#[derive(Debug, Serialize)]
pub struct Accuracy {
    /// All labelled lines together.
    pub lines: Option<Score>,
    /// Labelled lines by kind.
    pub lines_by_kind: BTreeMap<String, Score>,
    /// Benign files by kind.
    pub benign: BTreeMap<String, Quiet>,
    /// What is found in them, by rule.
    pub benign_by_rule: ByRule,
    /// Lines with placeholders.
    pub placeholders: Placeholders,
    /// Strings made from each structured rule's format.
    pub generated: Vec<Generated>,
    /// Why something is absent.
    #[serde(skip)]
    pub absent: Vec<String>,
}

impl Accuracy {
    /// Measures the built-in rules: those for secrets alone, and on benign files those for personal data too.
    ///
    /// # Errors
    ///
    /// Rules that cannot be compiled, or a text that cannot be scanned.
    pub fn measure() -> sentinel_core::Result<Self> {
        let secrets = Scanner::builtin();
        let all = Scanner::builder().pii(true).build()?;
        let mut absent = Vec::new();
        let (lines, lines_by_kind) = match labelled_lines() {
            Ok(labelled) => lines::scored(&secrets, &labelled).map(|(score, kinds)| (Some(score), kinds))?,
            Err(reason) => {
                absent.push(reason);
                (None, BTreeMap::new())
            }
        };
        let mut files = files().unwrap_or_else(|reason| {
            absent.push(reason);
            Vec::new()
        });
        match crate::haystack::log_corpus() {
            Ok(logs) => {
                let text = String::from_utf8_lossy(&logs).into_owned();
                files.push(File { kind: "loghub/logs".to_owned(), text });
            }
            Err(reason) => absent.push(reason),
        }
        let (benign, benign_by_rule) = benign::counted(&all, &files)?;
        Ok(Self {
            lines,
            lines_by_kind,
            benign,
            benign_by_rule,
            placeholders: placeholders::placeholders(&secrets)?,
            generated: generated::generated(&all)?,
            absent,
        })
    }

    /// Benign files of the kinds that end so, together.
    pub fn benign_of(&self, kinds: &[&str]) -> Quiet {
        let chosen = self.benign.iter().filter(|(kind, _)| kinds.iter().any(|end| kind.ends_with(end)));
        chosen.map(|(_, quiet)| *quiet).fold(Quiet::default(), Quiet::plus)
    }
}
