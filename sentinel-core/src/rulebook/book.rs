//! The document of rules, and the scanner that is made of it.

use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

use crate::{Error, Patterns, PatternsStore, Result, Rule, Scanner, ScannerBuilder, builtin_packs};

/// Keeps the scanner in step with the document.
#[derive(Debug)]
pub(crate) struct RuleBook {
    base: ScannerBuilder,
    document: Arc<dyn PatternsStore>,
    scanner: ArcSwap<Scanner>,
    /// Held while the document is read and the scanner replaced, so that the newest stays.
    replacing: Mutex<()>,
}

impl RuleBook {
    pub(crate) fn open(base: ScannerBuilder, document: Arc<dyn PatternsStore>) -> Result<Self> {
        let load = || base.clone().patterns(Patterns::parse(&document.read()?)?).build();
        let scanner = load().map_err(|error| named(error, &*document))?;
        Ok(Self { base, document, scanner: ArcSwap::from_pointee(scanner), replacing: Mutex::new(()) })
    }

    pub(crate) fn scanner(&self) -> Scanner {
        Scanner::clone(&self.scanner.load())
    }

    pub(crate) fn read(&self) -> Result<Patterns> {
        Patterns::parse(&self.document.read()?).map_err(|error| named(error, &*self.document))
    }

    pub(crate) fn compile(&self, patterns: &Patterns) -> Result<Scanner> {
        self.base.clone().patterns(patterns.clone()).build()
    }

    pub(crate) fn reload(&self) -> Result<()> {
        let _guard = self.replacing.lock().unwrap_or_else(PoisonError::into_inner);
        self.replace()
    }

    /// Edits the document, then puts its rules into force.
    pub(crate) fn update(&self, edit: &mut dyn FnMut(&str) -> Result<String>) -> Result<()> {
        let _guard = self.replacing.lock().unwrap_or_else(PoisonError::into_inner);
        self.document.update(edit)?;
        self.replace()
    }

    /// The rule of that name in `patterns`, or the built-in one.
    pub(crate) fn rule(&self, patterns: &Patterns, name: &str) -> Option<Rule> {
        patterns.patterns.get(name).cloned().or_else(|| self.builtin(name))
    }

    pub(crate) fn builtin(&self, name: &str) -> Option<Rule> {
        let packs = builtin_packs().iter().filter_map(|pack| pack.patterns().ok());
        packs.flat_map(|pack| pack.patterns).find(|(known, _)| known == name).map(|(_, rule)| rule)
    }

    fn replace(&self) -> Result<()> {
        let scanner = self.compile(&self.read()?)?;
        self.scanner.store(Arc::new(scanner.continuing(&self.scanner.load())));
        Ok(())
    }
}

/// The error with the place of the document, unless it names a file already.
fn named(error: Error, document: &dyn PatternsStore) -> Error {
    let known = error.context().any(|(key, _)| key == "file");
    if known { error } else { error.with("file", document.place()) }
}
