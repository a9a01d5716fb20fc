//! What a scanner is made of.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use super::{Inner, Scanner, names::Names};
use crate::{
    Category, Error, ErrorKind, FingerprintKey, Known, Limits, Paths, Patterns, Policy, Result, Rule, Secret,
    detect::{Detector, Meter, Prepared, RuleBudget},
    rule::{BuiltinRule, builtin_rules},
    stopwatch::Stopwatch,
};

/// Chooses the rules and limits of a [`Scanner`].
#[derive(Clone, Debug)]
pub struct ScannerBuilder {
    builtin: bool,
    pii: bool,
    documents: Vec<Patterns>,
    known: Known,
    limits: Limits,
    paths: Paths,
    key: Option<FingerprintKey>,
    stopwatch: Option<Stopwatch>,
    rule_budget: Option<Duration>,
    disable_slow_rules: bool,
    policy: Policy,
}

impl Default for ScannerBuilder {
    fn default() -> Self {
        Self {
            builtin: true,
            pii: false,
            documents: Vec::new(),
            known: Known::default(),
            limits: Limits::default(),
            paths: Paths::default(),
            key: None,
            stopwatch: None,
            rule_budget: None,
            disable_slow_rules: false,
            policy: Policy::default(),
        }
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

    /// Looks for these values too; they replace those that were given before.
    #[must_use]
    pub fn known(mut self, known: Known) -> Self {
        self.known = known;
        self
    }

    /// Looks for this value too: see [`Known::register`].
    ///
    /// # Errors
    ///
    /// `InvalidInput`, with the name and never the value, when the value is too short or too long, is blank, or reads
    /// like a placeholder.
    pub fn register(mut self, value: impl Into<Secret>, name: &str) -> Result<Self> {
        self.known.register(value, name)?;
        Ok(self)
    }

    /// Looks for what is secret among these variables too: see [`Known::register_env`]. Which names were taken,
    /// [`Known::names`] says.
    #[must_use]
    pub fn register_env<N: AsRef<str>, V: Into<Secret>>(mut self, variables: impl IntoIterator<Item = (N, V)>) -> Self {
        self.known.register_env(variables);
        self
    }

    /// Sets the clock by which calls are timed: the time since any fixed moment, never less than before. For
    /// [`Limits::max_time`], [`Scanner::profile`] and [`rule_budget`](Self::rule_budget); it is read for nothing else.
    ///
    /// ```
    /// use std::time::Instant;
    /// use sentinel_core::Scanner;
    ///
    /// let start = Instant::now();
    /// let scanner = Scanner::builder().clock(move || start.elapsed()).build()?;
    /// let profile = scanner.profile("user=7 action=login").unwrap();
    /// assert!(!profile.time.is_zero());
    /// # Ok::<(), sentinel_core::Error>(())
    /// ```
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        self.stopwatch = Some(Stopwatch::new(clock));
        self
    }

    /// How much time a rule may take for each MiB of text, on average over all that was scanned;
    /// [`Scanner::slow_rules`] says which take more. It needs a [`clock`](Self::clock), and costs two readings of it for
    /// each rule of which a literal stands in a text.
    #[must_use]
    pub fn rule_budget(mut self, per_mib: Duration) -> Self {
        self.rule_budget = Some(per_mib);
        self
    }

    /// Whether a rule that is over its budget turns itself off, in this scanner and its clones. Default: no.
    ///
    /// It then finds nothing any more, and **what it would have found is passed through**: who writes the texts can
    /// bring that about. [`Scanner::slow_rules`] shows what is off and how often that mattered. Use
    /// [`Limits::max_time`] instead where no secret may get out; it withholds the text.
    #[must_use]
    pub fn disable_slow_rules(mut self, disable: bool) -> Self {
        self.disable_slow_rules = disable;
        self
    }

    /// Says what stands for what is found, in texts and streams. Default: `[REDACTED:RULE]`.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Sets the limits of one call.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the places in JSON documents and objects that are masked, or kept, by their path; they replace those that
    /// were given before.
    #[must_use]
    pub fn paths(mut self, paths: Paths) -> Self {
        self.paths = paths;
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
    /// `InvalidRule` when a rule cannot be used; the error names the rule and the field. `InvalidInput` when a setting
    /// lacks the clock, or the budget, that it needs, and when the policy names a rule that there is not, or lacks the
    /// key, the vault or the function that a treatment needs.
    pub fn build(self) -> Result<Scanner> {
        self.check_settings()?;
        let mut rules: BTreeMap<String, (Box<Rule>, Option<Prepared>)> = BTreeMap::new();
        let builtin = if self.builtin { builtin_rules() } else { Vec::new() };
        // Those that do not run too: a policy may be one for scanners with personal data and without.
        let mut names: BTreeSet<String> = self.known.names().into_iter().map(str::to_owned).collect();
        for BuiltinRule { name, rule, prepared } in builtin {
            names.insert(name.clone());
            if rule.category != Category::Pii || self.pii {
                rules.insert(name, (rule, prepared));
            }
        }
        for (name, rule) in self.documents.iter().flat_map(|document| &document.patterns) {
            rules.insert(name.clone(), (Box::new(rule.clone()), None));
        }
        check_components(&rules)?;
        names.extend(rules.keys().cloned());
        let used = rules.iter().map(|(name, (rule, _))| (name.as_str(), &**rule));
        let policy = self.policy.ready(used, |name| names.contains(name))?;
        let detector = Detector::new(rules.into_iter().map(|(name, (rule, prepared))| (name, rule, prepared)))?;
        let detector = detector.with_known(self.known);
        let budget = self.rule_budget.map(|per_mib| RuleBudget { per_mib, disable: self.disable_slow_rules });
        let meter = budget.map(|budget| Meter::new(detector.rules().count(), Some(budget)));
        let names = Names::new(detector.rules().map(|(name, _)| name).chain(detector.known().names()));
        let Self { limits, paths, key, stopwatch, .. } = self;
        let counters = Arc::default();
        let inner = Inner { detector, names, limits, paths, key, policy, counters, stopwatch, meter };
        Ok(Scanner { inner: Arc::new(inner) })
    }

    /// No setting is without effect because another is missing.
    fn check_settings(&self) -> Result<()> {
        let missing = match self {
            Self { stopwatch: None, limits: Limits { max_time: Some(_), .. }, .. } => ("max_time", "clock"),
            Self { stopwatch: None, rule_budget: Some(_), .. } => ("rule_budget", "clock"),
            Self { rule_budget: None, disable_slow_rules: true, .. } => ("disable_slow_rules", "rule_budget"),
            _ => return Ok(()),
        };
        let error = Error::new(ErrorKind::InvalidInput, "build scanner", "a setting needs another");
        Err(error.with("field", missing.0).with("needs", missing.1))
    }
}

fn check_components(rules: &BTreeMap<String, (Box<Rule>, Option<Prepared>)>) -> Result<()> {
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
