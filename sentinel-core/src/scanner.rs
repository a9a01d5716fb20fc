//! The front door of detection.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use crate::{
    Category, Counters, Error, ErrorKind, Finding, FingerprintKey, Known, Limits, Paths, Patterns, Policy, Profile,
    Redacted, Replacements, Result, Rule, Secret, SlowRule, Span, Stream, Treatment, Vault,
    counters::Counting,
    detect::{Call, Detector, Left, Meter, Prepared, RuleBudget, Unfinished, exceeded, lines_of},
    redact::{self, Author, Clean, Memory, ReadyPolicy, Treating, WITHHELD_ERROR, WITHHELD_LIMIT, field_name},
    rule::{BuiltinRule, builtin_rules},
    stopwatch::Stopwatch,
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
    paths: Paths,
    key: Option<FingerprintKey>,
    policy: ReadyPolicy,
    counters: Arc<Counting>,
    stopwatch: Option<Stopwatch>,
    /// Over all calls; only where rules have a budget.
    meter: Option<Meter>,
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
        self.count_call(text.len());
        let call = self.call();
        let found = self.check_size(text).and_then(|()| self.find(text, &call));
        let found = found.inspect_err(|error| self.inner.counters.withheld(error.kind()))?;
        self.inner.counters.found(found.len());
        Ok(self.with_components(text, found))
    }

    /// The text with every finding replaced, as the [policy](ScannerBuilder::policy) says. Never fails: where scanning
    /// does, the text is withheld.
    pub fn redact(&self, text: &str) -> Redacted {
        let Redacted { text, findings, replacements, error } = self.redact_bytes(text.as_bytes());
        // Rules match whole characters unless they are made to cut one in two.
        let text = String::from_utf8(text).unwrap_or_else(|cut| String::from_utf8_lossy(cut.as_bytes()).into_owned());
        Redacted { text, findings, replacements, error }
    }

    /// As [`redact`](Self::redact), for bytes that need not be UTF-8.
    pub fn redact_bytes(&self, text: &[u8]) -> Redacted<Vec<u8>> {
        self.redact_in(None, text)
    }

    /// As [`redact_bytes`](Self::redact_bytes), for the value of a field: what the policy says for the field holds.
    ///
    /// ```
    /// use sentinel_core::{Policy, Scanner, Treatment};
    ///
    /// let policy = Policy::new(Treatment::Placeholder).field("api_key", Treatment::Remove);
    /// let scanner = Scanner::builder().policy(policy).build()?;
    /// let key = ["AKIA", "QYLPMN5HHHFPZAM2"].concat();
    /// assert_eq!(scanner.redact_field("apiKey", key.as_bytes()).text, b"");
    /// # Ok::<(), sentinel_core::Error>(())
    /// ```
    pub fn redact_field(&self, field: &str, text: &[u8]) -> Redacted<Vec<u8>> {
        self.redact_in(Some(&field_name(field)), text)
    }

    fn redact_in(&self, field: Option<&str>, text: &[u8]) -> Redacted<Vec<u8>> {
        self.done(text, self.clean(field, text))
    }

    /// What became of a text, counted.
    fn done(&self, text: &[u8], cleaned: Result<Clean>) -> Redacted<Vec<u8>> {
        self.count_call(text.len());
        match cleaned {
            Ok(clean) => {
                self.count(&clean);
                let Clean { text: redacted, findings, replacements, .. } = clean;
                let findings = self.with_components(text, findings);
                Redacted { text: redacted, findings, replacements: Replacements::new(replacements), error: None }
            }
            Err(error) => {
                let marker = self.withhold(error.kind());
                let (findings, replacements) = Default::default();
                Redacted { text: marker.into(), findings, replacements, error: Some(error) }
            }
        }
    }

    /// Counts a text that is withheld because of an error of this kind, and gives the marker that stands for it: for
    /// hosts that walk objects themselves.
    pub fn withhold(&self, kind: ErrorKind) -> &'static str {
        self.inner.counters.withheld(kind);
        match kind {
            ErrorKind::LimitExceeded => WITHHELD_LIMIT,
            _ => WITHHELD_ERROR,
        }
    }

    fn clean(&self, field: Option<&str>, text: &[u8]) -> Result<Clean> {
        // The limit is the input's: what a redaction makes of it may be longer.
        self.check_size(text)?;
        let call = self.call();
        let mut memory = Memory::default();
        let mut treating = self.treating(field, &mut memory);
        redact::redact(text, &mut treating, |text| self.find(text, &call))
    }

    /// The text with every finding replaced by a token of this vault, whatever the policy says: restored by the vault,
    /// it is the text again, byte by byte. Never fails: where scanning does, or the vault is full, the text is withheld,
    /// and `error` says why.
    pub fn tokenize(&self, text: &str, vault: &Vault) -> Redacted {
        let Redacted { text, findings, replacements, error } = self.tokenize_bytes(text.as_bytes(), vault);
        let text = String::from_utf8(text).unwrap_or_else(|cut| String::from_utf8_lossy(cut.as_bytes()).into_owned());
        Redacted { text, findings, replacements, error }
    }

    /// As [`tokenize`](Self::tokenize), for bytes that need not be UTF-8.
    pub fn tokenize_bytes(&self, text: &[u8], vault: &Vault) -> Redacted<Vec<u8>> {
        let policy = Policy::new(Treatment::Tokenize).tokenizer(Arc::new(vault.clone()));
        let ready = policy.ready(std::iter::empty(), |_| true);
        self.done(text, ready.and_then(|policy| Tokenizing { scanner: self, policy }.clean(text)))
    }

    /// A stream with these rules: redacts a text that comes piece by piece.
    ///
    /// # Errors
    ///
    /// `Unsupported`, with the rule, when one of the rules may look farther than
    /// [`MAX_MATCH_BYTES`](crate::MAX_MATCH_BYTES) from a match's start: one with look-around of no known bound inside
    /// its regex.
    pub fn stream(&self) -> Result<Stream> {
        Stream::new(self)
    }

    /// How many texts and streams this scanner and its clones have withheld since it was built because of a limit or
    /// an error.
    pub fn withheld(&self) -> u64 {
        let Counters { limited, failed, .. } = self.counters();
        limited + failed
    }

    /// What this scanner, its clones and its streams have done since it was built.
    ///
    /// ```
    /// use sentinel_core::Scanner;
    ///
    /// let scanner = Scanner::builtin();
    /// scanner.redact(&["key=AKIA", "QYLPMN5HHHFPZAM2"].concat());
    /// let counters = scanner.counters();
    /// assert_eq!((counters.calls, counters.bytes, counters.found, counters.redacted), (1, 24, 1, 1));
    /// ```
    pub fn counters(&self) -> Counters {
        self.inner.counters.read()
    }

    /// What scanning `text` costs, rule by rule. Rules that were turned off run here too. Times need a
    /// [`clock`](ScannerBuilder::clock).
    ///
    /// # Errors
    ///
    /// As [`scan`](Self::scan).
    pub fn profile(&self, text: impl AsRef<[u8]>) -> Result<Profile> {
        let text = text.as_ref();
        self.check_size(text)?;
        let meter = Meter::new(self.rules().count(), None);
        let call = self.new_call().metered(Some(&meter));
        let start = call.now();
        self.find(text, &call)?;
        let time = call.now().saturating_sub(start);
        Ok(Profile { bytes: text.len(), time, rules: meter.costs(self.rules().map(|(name, _)| name)) })
    }

    /// The rules that cost more than their [budget](ScannerBuilder::rule_budget) in all that this scanner and its
    /// clones have scanned, and those that are off because they did. Empty without a budget, and before a MiB was
    /// scanned.
    pub fn slow_rules(&self) -> Vec<SlowRule> {
        let names = self.rules().map(|(name, _)| name);
        self.inner.meter.as_ref().map(|meter| meter.slow_rules(names)).unwrap_or_default()
    }

    /// The known values that it looks for.
    pub fn known(&self) -> &Known {
        self.inner.detector.known()
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

    pub(crate) fn detector(&self) -> &Detector {
        &self.inner.detector
    }

    /// How much of a text of which more may come is final, as far as one pass over it shows.
    pub(crate) fn settled_end(&self, text: &[u8]) -> usize {
        self.inner.detector.settled_end(Unfinished { left: &Left::default(), text, ended: false })
    }

    pub(crate) fn fingerprint_key(&self) -> Option<&FingerprintKey> {
        self.inner.key.as_ref()
    }

    pub(crate) fn find(&self, text: &[u8], call: &Call<'_>) -> Result<Vec<Finding>> {
        let mut findings = self.inner.detector.find_in(text, call)?;
        findings.retain(|finding| !self.is_written(text, finding.span));
        Ok(findings)
    }

    /// True when what was found lies in something that a redaction wrote into the text.
    pub(crate) fn is_written(&self, text: &[u8], span: Span) -> bool {
        let is_ours = |name: &str, token: &str| self.is_rule(name) && (!self.gives_tokens() || self.gave_token(token));
        redact::in_written(text, span, self) || redact::in_token(text, span, is_ours)
    }

    pub(crate) fn paths(&self) -> &Paths {
        &self.inner.paths
    }

    pub(crate) fn policy(&self) -> &ReadyPolicy {
        &self.inner.policy
    }

    /// What replaces findings in one call, in the value of a field where it has a name.
    pub(crate) fn treating<'c>(&'c self, field: Option<&'c str>, memory: &'c mut Memory) -> Treating<'c, Self> {
        let room = self.inner.limits.max_output_bytes;
        Treating { policy: self.policy(), author: self, field, offset: 0, room, memory }
    }

    pub(crate) fn counting(&self) -> &Counting {
        &self.inner.counters
    }

    /// The same scanner, which goes on counting where another stopped.
    pub(crate) fn continuing(mut self, other: &Self) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.counters = Arc::clone(&other.inner.counters);
        }
        self
    }

    /// All findings in a text, with their components.
    pub(crate) fn with_components(&self, text: &[u8], mut findings: Vec<Finding>) -> Vec<Finding> {
        let detector = &self.inner.detector;
        if detector.wants_components(&findings) {
            detector.attach_components(&lines_of(text, &findings), &mut findings);
        }
        findings
    }

    /// What one call may use; its clock starts now.
    pub(crate) fn call(&self) -> Call<'_> {
        self.new_call().metered(self.inner.meter.as_ref())
    }

    fn new_call(&self) -> Call<'_> {
        let Inner { limits, key, stopwatch, .. } = &*self.inner;
        Call::new(*limits, key.as_ref()).timed(stopwatch.as_ref())
    }

    pub(crate) fn check_size(&self, text: &[u8]) -> Result<()> {
        let limit = self.inner.limits.max_input_bytes;
        if text.len() <= limit {
            return Ok(());
        }
        Err(exceeded("the input is too large", "max_input_bytes").with("bytes", text.len()).with("limit", limit))
    }

    pub(crate) fn count_call(&self, bytes: usize) {
        self.inner.counters.call();
        self.inner.counters.bytes(bytes);
    }

    pub(crate) fn count(&self, clean: &Clean) {
        let counters = &self.inner.counters;
        counters.found(clean.findings.len());
        if clean.blocked {
            counters.blocked();
        } else {
            counters.redacted(clean.replacements.len());
        }
    }
}

impl Author for Scanner {
    fn is_rule(&self, name: &str) -> bool {
        redact::is_field_rule(name) || self.rule(name).is_some() || self.known().has_name(name)
    }

    fn begins_rule(&self, beginning: &str) -> bool {
        let mut names = self.rules().map(|(name, _)| name).chain(self.known().names());
        redact::begins_field_rule(beginning) || names.any(|name| name.starts_with(beginning))
    }

    fn made_pseudonym(&self, rule: &str, key: &str, digits: &[u8]) -> bool {
        self.policy().recognises_pseudonym(rule, key, digits)
    }

    fn gave_token(&self, token: &str) -> bool {
        self.policy().recognises_token(token)
    }

    fn gives_tokens(&self) -> bool {
        self.policy().gives_tokens()
    }
}

/// A scanner that gives tokens for all it finds.
struct Tokenizing<'s> {
    scanner: &'s Scanner,
    policy: ReadyPolicy,
}

impl Tokenizing<'_> {
    fn clean(&self, text: &[u8]) -> Result<Clean> {
        self.scanner.check_size(text)?;
        let call = self.scanner.call();
        let mut memory = Memory::default();
        let Self { scanner, policy } = self;
        let room = scanner.limits().max_output_bytes;
        let mut treating = Treating { policy, author: self, field: None, offset: 0, room, memory: &mut memory };
        redact::redact(text, &mut treating, |text| {
            let mut findings = self.scanner.inner.detector.find_in(text, &call)?;
            findings.retain(|finding| !self.is_written(text, finding.span));
            Ok(findings)
        })
    }

    fn is_written(&self, text: &[u8], span: Span) -> bool {
        let is_ours = |name: &str, token: &str| self.is_rule(name) && self.gave_token(token);
        redact::in_written(text, span, self) || redact::in_token(text, span, is_ours)
    }
}

impl Author for Tokenizing<'_> {
    fn is_rule(&self, name: &str) -> bool {
        self.scanner.is_rule(name)
    }

    fn begins_rule(&self, beginning: &str) -> bool {
        self.scanner.begins_rule(beginning)
    }

    fn made_pseudonym(&self, rule: &str, key: &str, digits: &[u8]) -> bool {
        self.scanner.made_pseudonym(rule, key, digits)
    }

    fn gave_token(&self, token: &str) -> bool {
        self.policy.recognises_token(token) || self.scanner.gave_token(token)
    }

    fn gives_tokens(&self) -> bool {
        true
    }
}

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
    /// let profile = scanner.profile("password=hunter2").unwrap();
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
        let mut rules: BTreeMap<String, (Rule, Option<Prepared>)> = BTreeMap::new();
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
            rules.insert(name.clone(), (rule.clone(), None));
        }
        check_components(&rules)?;
        names.extend(rules.keys().cloned());
        let used = rules.iter().map(|(name, (rule, _))| (name.as_str(), rule));
        let policy = self.policy.ready(used, |name| names.contains(name))?;
        let detector = Detector::new(rules.into_iter().map(|(name, (rule, prepared))| (name, rule, prepared)))?;
        let detector = detector.with_known(self.known);
        let budget = self.rule_budget.map(|per_mib| RuleBudget { per_mib, disable: self.disable_slow_rules });
        let meter = budget.map(|budget| Meter::new(detector.rules().count(), Some(budget)));
        let Self { limits, paths, key, stopwatch, .. } = self;
        let counters = Arc::default();
        Ok(Scanner { inner: Arc::new(Inner { detector, limits, paths, key, policy, counters, stopwatch, meter }) })
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
