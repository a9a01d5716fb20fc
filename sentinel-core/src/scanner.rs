//! The front door of detection.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use crate::{
    Category, Error, ErrorKind, Finding, FingerprintKey, Limits, Patterns, Redacted, Result, Rule,
    detect::{Detector, Prepared},
    redact::{self, WITHHELD_ERROR, WITHHELD_LIMIT},
    rule::{BuiltinRule, builtin_rules},
};

/// Compiled, immutable rules: finds secrets and replaces them. Does no I/O, keeps no text, and is
/// shared freely between threads; a clone is the same scanner.
///
/// ```
/// use sentinel_core::Scanner;
///
/// let scanner = Scanner::builtin();
/// let key = ["AKIA", "QYLPMN5HHHFPZAM2"].concat();
/// let redacted = scanner.redact(&format!("key={key} user=7"));
/// assert_eq!(redacted.text, "key=[REDACTED:AWS_ACCESS_KEY] user=7");
/// ```
#[derive(Clone, Debug)]
pub struct Scanner {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    detector: Detector,
    limits: Limits,
    key: Option<FingerprintKey>,
    withheld: AtomicU64,
}

impl Scanner {
    /// The built-in rules for secrets.
    ///
    /// # Panics
    ///
    /// Never: the built-in rules are compiled by the tests.
    pub fn builtin() -> Self {
        Self::builder().build().expect("the built-in rules compile")
    }

    /// Chooses rules and limits.
    pub fn builder() -> ScannerBuilder {
        ScannerBuilder::default()
    }

    /// Every finding in `text`, in order of position; none overlaps another. The text may be any
    /// bytes; spans count bytes.
    ///
    /// # Errors
    ///
    /// `LimitExceeded` when the text is larger, or dearer to scan, than the limits allow.
    pub fn scan(&self, text: impl AsRef<[u8]>) -> Result<Vec<Finding>> {
        let text = text.as_ref();
        self.check_size(text).and_then(|()| self.find(text)).inspect_err(|_| self.count_withheld())
    }

    /// The text with every finding replaced. Never fails: where scanning does, the text is withheld.
    pub fn redact(&self, text: &str) -> Redacted {
        let Redacted { text, findings, error } = self.redact_bytes(text.as_bytes());
        // Rules match whole characters unless they are made to cut one in two.
        let text = String::from_utf8(text).unwrap_or_else(|cut| String::from_utf8_lossy(cut.as_bytes()).into_owned());
        Redacted { text, findings, error }
    }

    /// As [`redact`](Self::redact), for bytes that need not be UTF-8.
    pub fn redact_bytes(&self, text: &[u8]) -> Redacted<Vec<u8>> {
        // The limit is the input's: what a redaction makes of it may be longer.
        match self.check_size(text).and_then(|()| redact::redact(text, |text| self.find(text))) {
            Ok((text, findings)) => Redacted { text, findings, error: None },
            Err(error) => {
                self.count_withheld();
                let marker = match error.kind() {
                    ErrorKind::LimitExceeded => WITHHELD_LIMIT,
                    _ => WITHHELD_ERROR,
                };
                Redacted { text: marker.into(), findings: Vec::new(), error: Some(error) }
            }
        }
    }

    /// How many texts this scanner and its clones have withheld since it was built.
    pub fn withheld(&self) -> u64 {
        self.inner.withheld.load(Relaxed)
    }

    /// Identifies the rules: 16 hexadecimal digits, equal for equal rules.
    pub fn digest(&self) -> &str {
        self.inner.detector.digest()
    }

    /// What one call may cost.
    pub fn limits(&self) -> Limits {
        self.inner.limits
    }

    /// The active rules, by name.
    pub fn rules(&self) -> impl Iterator<Item = (&str, &Rule)> {
        self.inner.detector.rules()
    }

    pub(crate) fn rule(&self, name: &str) -> Option<&Rule> {
        self.rules().find(|(known, _)| *known == name).map(|(_, rule)| rule)
    }

    pub(crate) fn fingerprint_key(&self) -> Option<&FingerprintKey> {
        self.inner.key.as_ref()
    }

    fn find(&self, text: &[u8]) -> Result<Vec<Finding>> {
        let Inner { detector, limits, key, .. } = &*self.inner;
        let mut findings = detector.find(text, *limits, key.as_ref())?;
        findings.retain(|finding| !redact::in_placeholder(text, finding.span, |name| self.rule(name).is_some()));
        Ok(findings)
    }

    fn check_size(&self, text: &[u8]) -> Result<()> {
        let limit = self.inner.limits.max_input_bytes;
        if text.len() <= limit {
            return Ok(());
        }
        Err(Error::new(ErrorKind::LimitExceeded, "scan", "the input is too large")
            .with("bytes", text.len())
            .with("limit", limit))
    }

    fn count_withheld(&self) {
        self.inner.withheld.fetch_add(1, Relaxed);
    }
}

/// Chooses the rules and limits of a [`Scanner`].
#[derive(Clone, Debug)]
pub struct ScannerBuilder {
    builtin: bool,
    pii: bool,
    documents: Vec<Patterns>,
    limits: Limits,
    key: Option<FingerprintKey>,
}

impl Default for ScannerBuilder {
    fn default() -> Self {
        Self { builtin: true, pii: false, documents: Vec::new(), limits: Limits::default(), key: None }
    }
}

impl ScannerBuilder {
    /// Whether the built-in rules run. Default: yes.
    #[must_use]
    pub fn builtin(mut self, builtin: bool) -> Self {
        self.builtin = builtin;
        self
    }

    /// Whether built-in rules for personal data run too. Default: no.
    #[must_use]
    pub fn pii(mut self, pii: bool) -> Self {
        self.pii = pii;
        self
    }

    /// Adds rules; one with the name of an earlier rule replaces it. Rules of any category run,
    /// whatever [`pii`](Self::pii) says.
    #[must_use]
    pub fn patterns(mut self, patterns: Patterns) -> Self {
        self.documents.push(patterns);
        self
    }

    /// Sets the limits of one call.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the key under which findings get a fingerprint. Without one they have none.
    #[must_use]
    pub fn fingerprint_key(mut self, key: FingerprintKey) -> Self {
        self.key = Some(key);
        self
    }

    /// Compiles the rules.
    ///
    /// # Errors
    ///
    /// `InvalidRule` when a rule cannot be used; the error names the rule and the field.
    pub fn build(self) -> Result<Scanner> {
        let mut rules: BTreeMap<String, (Rule, Option<Prepared>)> = BTreeMap::new();
        let builtin = if self.builtin { builtin_rules() } else { Vec::new() };
        for BuiltinRule { name, rule, prepared } in builtin {
            if rule.category != Category::Pii || self.pii {
                rules.insert(name, (rule, Some(prepared)));
            }
        }
        for (name, rule) in self.documents.iter().flat_map(|document| &document.patterns) {
            rules.insert(name.clone(), (rule.clone(), None));
        }
        check_components(&rules)?;
        let detector = Detector::new(rules.into_iter().map(|(name, (rule, prepared))| (name, rule, prepared)))?;
        let inner = Inner { detector, limits: self.limits, key: self.key, withheld: AtomicU64::new(0) };
        Ok(Scanner { inner: Arc::new(inner) })
    }
}

fn check_components(rules: &BTreeMap<String, (Rule, Option<Prepared>)>) -> Result<()> {
    for (name, (rule, _)) in rules {
        if let Some(unknown) = rule.components.iter().find(|part| !rules.contains_key(part.rule.as_str())) {
            return Err(Error::new(ErrorKind::InvalidRule, "compile rules", "a component names no known rule")
                .with("rule", name)
                .with("field", "components")
                .with("component", &unknown.rule));
        }
    }
    Ok(())
}
