//! The front door of detection.

mod builder;
mod names;
mod tokenize;

use std::{borrow::Cow, sync::Arc};

pub use self::builder::ScannerBuilder;

use self::names::Names;
use crate::{
    Counters, Error, ErrorKind, Finding, FingerprintKey, Known, Limits, Paths, Profile, Redacted, Replacements, Result,
    Rule, SlowRule, Span, Stream,
    counters::Counting,
    detect::{Call, Detector, Left, Meter, Trail, Unfinished, exceeded, lines_of},
    redact::{
        self, Author, Clean, Memory, ReadyPolicy, Spliced, Tokens, Treating, WITHHELD_ERROR, WITHHELD_LIMIT, field_name,
    },
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
    /// Of the active rules and the known values.
    names: Names,
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
        if let Err(error) = self.check_size(text) {
            return self.scanned(text, Err(error));
        }
        match self.found(text, &self.call(), None) {
            None => Ok(Vec::new()),
            Some(found) => self.scanned(text, found),
        }
    }

    /// A scan in which something was found, or that failed, counted.
    #[inline(never)]
    fn scanned(&self, text: &[u8], found: Result<Vec<Finding>>) -> Result<Vec<Finding>> {
        let found = found.inspect_err(|error| self.inner.counters.withheld(error.kind()))?;
        self.inner.counters.found(found.len());
        Ok(self.with_components(text, found))
    }

    /// The text with every finding replaced, as the [policy](ScannerBuilder::policy) says. Never fails: where scanning
    /// does, the text is withheld.
    ///
    /// Digits behind a name in double quotes and a colon may be a number of JSON: what stands for them gets quotes, unless it
    /// is a number. A token gets none, so that [`restore`](crate::Vault::restore) gives back the same text.
    /// [`redact_json`](Self::redact_json) knows where numbers stand, and what fields mean.
    pub fn redact(&self, text: &str) -> Redacted {
        match self.changed(None, text.as_bytes()) {
            None => Redacted::unchanged(text.to_owned()),
            Some(redacted) => redacted.map(redact::as_text),
        }
    }

    /// As [`redact`](Self::redact). A text in which nothing is found is handed back as it was given, and not copied:
    /// most lines of a log are.
    ///
    /// ```
    /// use std::borrow::Cow;
    ///
    /// use sentinel_core::Scanner;
    ///
    /// let redacted = Scanner::builtin().redact_cow("user=7");
    /// assert!(matches!(redacted.text, Cow::Borrowed("user=7")));
    /// ```
    pub fn redact_cow<'t>(&self, text: &'t str) -> Redacted<Cow<'t, str>> {
        match self.changed(None, text.as_bytes()) {
            None => Redacted::unchanged(Cow::Borrowed(text)),
            Some(redacted) => redacted.map(|text| Cow::Owned(redact::as_text(text))),
        }
    }

    /// As [`redact`](Self::redact), for bytes that need not be UTF-8.
    pub fn redact_bytes(&self, text: &[u8]) -> Redacted<Vec<u8>> {
        self.changed(None, text).unwrap_or_else(|| Redacted::unchanged(text.to_vec()))
    }

    /// As [`redact_cow`](Self::redact_cow), for bytes that need not be UTF-8.
    pub fn redact_bytes_cow<'t>(&self, text: &'t [u8]) -> Redacted<Cow<'t, [u8]>> {
        match self.changed(None, text) {
            None => Redacted::unchanged(Cow::Borrowed(text)),
            Some(redacted) => redacted.map(Cow::Owned),
        }
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
        self.changed(Some(&field_name(field)), text).unwrap_or_else(|| Redacted::unchanged(text.to_vec()))
    }

    /// What becomes of a text; none where nothing is found in it, as in most: all that is done there is to scan it once.
    #[inline]
    fn changed(&self, field: Option<&str>, text: &[u8]) -> Option<Redacted<Vec<u8>>> {
        self.count_call(text.len());
        let call = self.call();
        // The limit is the input's: what a redaction makes of it may be longer.
        if let Err(error) = self.check_size(text) {
            return Some(self.replaced(field, text, Err(error), None, &call));
        }
        let mut trail = Trail::worth(text);
        match self.found(text, &call, trail.as_mut()) {
            None if self.may_give_out(text) => None,
            None => Some(self.replaced(field, text, Ok(Vec::new()), None, &call)),
            Some(found) => Some(self.replaced(field, text, found, trail.as_ref(), &call)),
        }
    }

    #[inline(never)]
    fn replaced(
        &self,
        field: Option<&str>,
        text: &[u8],
        found: Result<Vec<Finding>>,
        trail: Option<&Trail>,
        call: &Call<'_>,
    ) -> Redacted<Vec<u8>> {
        let mut memory = Memory::default();
        let mut treating = self.treating(field, &mut memory);
        let find = |spliced: &Spliced| self.find_again(spliced, trail, call);
        self.done(text, found.and_then(|found| redact::redact_found(text, found, &mut treating, find)))
    }

    /// What became of a text, counted.
    fn done(&self, text: &[u8], cleaned: Result<Clean<'_>>) -> Redacted<Vec<u8>> {
        match cleaned {
            Ok(clean) => {
                self.count(&clean);
                let Clean { text: redacted, findings, replacements, .. } = clean;
                let (text, findings) = (redacted.into_owned(), self.with_components(text, findings));
                Redacted { text, findings, replacements: Replacements::new(replacements), error: None }
            }
            Err(error) => {
                let marker = self.withhold(error.kind());
                let (findings, replacements) = Default::default();
                Redacted { text: marker.as_bytes().to_vec(), findings, replacements, error: Some(error) }
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
        let call = self.call_with(Some(&meter));
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

    /// True when redaction may call code of the host: the tokenizer or the callback of its
    /// [policy](ScannerBuilder::policy). What they do may take long.
    pub fn asks_host(&self) -> bool {
        self.policy().asks_host()
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
        let text = Unfinished { left: &Left::default(), text, ended: false, after: &[] };
        self.inner.detector.frontier(text).end
    }

    pub(crate) fn fingerprint_key(&self) -> Option<&FingerprintKey> {
        self.inner.key.as_ref()
    }

    pub(crate) fn find(&self, text: &[u8], call: &Call<'_>) -> Result<Vec<Finding>> {
        self.found(text, call, None).unwrap_or_else(|| Ok(Vec::new()))
    }

    /// What is found; none where nothing is, so that nothing needs to be moved about. A trail is left where one is wanted.
    #[inline]
    pub(crate) fn found(
        &self,
        text: &[u8],
        call: &Call<'_>,
        trail: Option<&mut Trail>,
    ) -> Option<Result<Vec<Finding>>> {
        let counts = |span| !self.is_written(text, span);
        let found = match trail {
            None => self.inner.detector.find_where(text, call, counts),
            Some(trail) => self.inner.detector.find_leaving(text, call, trail, counts),
        };
        match found {
            Ok(found) if found.is_empty() => None,
            found => Some(found),
        }
    }

    /// What is found in a text of which stretches were replaced, by the trail of the search before.
    pub(crate) fn find_again(&self, spliced: &Spliced, trail: Option<&Trail>, call: &Call<'_>) -> Result<Vec<Finding>> {
        let text = &spliced.text;
        let Some(trail) = trail else { return self.find(text, call) };
        let changed = (spliced.written(), |span| spliced.inner(span));
        self.inner.detector.find_again(text, call, trail, changed, |span| !self.is_written(text, span))
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
        Treating {
            policy: self.policy(),
            author: self,
            field,
            before: &[],
            offset: 0,
            room,
            tokens: Tokens::AsWritten,
            memory,
        }
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
    #[inline]
    pub(crate) fn call(&self) -> Call<'_> {
        self.call_with(self.inner.meter.as_ref())
    }

    #[inline]
    fn call_with<'c>(&'c self, meter: Option<&'c Meter>) -> Call<'c> {
        let Inner { limits, key, stopwatch, .. } = &*self.inner;
        Call::start(limits, key.as_ref(), stopwatch.as_ref(), meter)
    }

    #[inline]
    pub(crate) fn check_size(&self, text: &[u8]) -> Result<()> {
        let limit = self.inner.limits.max_input_bytes;
        if text.len() <= limit { Ok(()) } else { Err(too_large(text.len(), limit)) }
    }

    /// True when a text in which nothing is replaced is not too long.
    #[inline]
    pub(crate) fn may_give_out(&self, text: &[u8]) -> bool {
        text.len() <= self.inner.limits.max_output_bytes
    }

    #[inline]
    pub(crate) fn count_call(&self, bytes: usize) {
        self.inner.counters.call(bytes);
    }

    pub(crate) fn count(&self, clean: &Clean<'_>) {
        let counters = &self.inner.counters;
        counters.found(clean.findings.len());
        if clean.blocked {
            counters.blocked();
        } else {
            counters.redacted(clean.replacements.len());
        }
    }
}

#[cold]
fn too_large(bytes: usize, limit: usize) -> Error {
    exceeded("the input is too large", "max_input_bytes").with("bytes", bytes).with("limit", limit)
}

impl Author for Scanner {
    fn is_rule(&self, name: &str) -> bool {
        self.inner.names.has(name) || redact::is_field_rule(name)
    }

    fn begins_rule(&self, beginning: &str) -> bool {
        self.inner.names.has_one_beginning(beginning) || redact::begins_field_rule(beginning)
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
