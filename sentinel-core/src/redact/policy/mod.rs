//! What stands for a finding in a redacted text.

mod callback;
mod format;
mod host;
mod mask;
mod memory;
mod pseudonym;
mod ready;
mod tokenizer;
mod treatment;
mod yaml;

use std::{collections::BTreeMap, sync::Arc};

use self::{callback::Callback, pseudonym::PseudonymKeys};
pub(crate) use self::{
    memory::{Memory, ValueId},
    pseudonym::{LONGEST_KEY_ID, PSEUDONYM_DIGITS, is_id_byte, is_key_id, is_pseudonym_digit},
    ready::{ReadyPolicy, Value},
    tokenizer::{TOKEN_CLOSE, TOKEN_OPEN},
};
pub use self::{
    tokenizer::{MAX_TOKEN_BYTES, Tokenizer},
    treatment::{MAX_KEPT, Treatment, TreatmentKind},
};
use crate::{Category, Finding, Result, Secret, Severity};

/// Says what stands for a finding in a redacted text: by its rule, else by the field that it stands in, else by its
/// severity, else by its category, else by what is said for all.
///
/// ```
/// use sentinel_core::{Category, Policy, Scanner, Treatment};
///
/// let policy = Policy::new(Treatment::Placeholder)
///     .category(Category::Pii, Treatment::Format)
///     .rule("AWS_ACCESS_KEY", Treatment::Mask(None));
/// let scanner = Scanner::builder().pii(true).policy(policy).build()?;
/// let line = ["key AKIA", "QYLPMN5HHHFPZAM2 of card 4012 8888 ", "8888 1881"].concat();
/// assert_eq!(scanner.redact(&line).text, "key AKIA****AM2 of card 4012 8800 0000 1881");
/// # Ok::<(), sentinel_core::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Policy {
    otherwise: Treatment,
    rules: BTreeMap<String, Treatment>,
    fields: BTreeMap<String, Treatment>,
    severities: BTreeMap<Severity, Treatment>,
    categories: BTreeMap<Category, Treatment>,
    keys: PseudonymKeys,
    tokenizer: Option<Arc<dyn Tokenizer>>,
    callback: Option<Callback>,
}

impl Policy {
    /// This treatment for all of which nothing else is said.
    pub fn new(otherwise: Treatment) -> Self {
        Self { otherwise, ..Self::default() }
    }

    /// Reads a document:
    ///
    /// ```
    /// # use sentinel_core::Policy;
    /// let policy = Policy::from_yaml("
    /// default: placeholder        # or {placeholder: {numbered: true}}
    /// categories:
    ///   pii: format
    /// severities:
    ///   CRITICAL: block
    /// fields:
    ///   session_id: pseudonym
    /// rules:
    ///   AWS_ACCESS_KEY: {mask: {keep_prefix: 4, keep_suffix: 3}}
    ///   GITHUB_TOKEN: mask        # keeps what the rule's `redact` says
    /// pseudonym_key: k2           # the id of the current key; the keys are given in code
    /// ")?;
    /// # Ok::<(), sentinel_core::Error>(())
    /// ```
    ///
    /// A treatment is `mask`, `placeholder`, `pseudonym`, `format`, `tokenize`, `remove`, `block` or `callback`.
    ///
    /// # Errors
    ///
    /// `InvalidInput` when the text is not YAML, or names a key, a treatment, a severity or a category that there is
    /// not; the error has its `field`. Whether rules of these names exist, the scanner says when it is built.
    pub fn from_yaml(text: &str) -> Result<Self> {
        yaml::read(text)
    }

    /// For what this rule finds. A known value's rule is its name.
    #[must_use]
    pub fn rule(mut self, name: &str, treatment: Treatment) -> Self {
        self.rules.insert(name.to_owned(), treatment);
        self
    }

    /// For what is found in the field of this name, as in [`Scanner::redact_field`](crate::Scanner::redact_field).
    /// Case and what separates words do not count: `apiKey` is `API-KEY`.
    #[must_use]
    pub fn field(mut self, name: &str, treatment: Treatment) -> Self {
        self.fields.insert(field_name(name), treatment);
        self
    }

    /// For findings of this severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity, treatment: Treatment) -> Self {
        self.severities.insert(severity, treatment);
        self
    }

    /// For findings of this category.
    #[must_use]
    pub fn category(mut self, category: Category, treatment: Treatment) -> Self {
        self.categories.insert(category, treatment);
        self
    }

    /// Adds a key for pseudonyms, under an id of one to eight lower-case letters or digits that stands in each.
    ///
    /// A pseudonym is HMAC-SHA-256 over the value under the key, shortened to 80 bits, and 20 bits by which it is told
    /// from what only looks like one: two texts with the same pseudonym speak of the same value, in every language and
    /// in every service that has the key. To change the key, add another and make it the
    /// [current](Self::current_pseudonym_key) one; under the old one pseudonyms are recognised as long as it is there.
    ///
    /// # Errors
    ///
    /// `InvalidInput` when the id has another form or is taken, or the key is shorter than 32 bytes.
    pub fn pseudonym_key(mut self, id: &str, key: impl Into<Secret>) -> Result<Self> {
        self.keys.add(id, key.into())?;
        Ok(self)
    }

    /// Says with which key new pseudonyms are made. Of a single key that need not be said.
    #[must_use]
    pub fn current_pseudonym_key(mut self, id: &str) -> Self {
        self.keys.set_current(id);
        self
    }

    /// Who gives tokens, for [`Treatment::Tokenize`].
    #[must_use]
    pub fn tokenizer(mut self, tokenizer: Arc<dyn Tokenizer>) -> Self {
        self.tokenizer = Some(tokenizer);
        self
    }

    /// What gives the text for [`Treatment::Callback`]. It is called for a finding more than once where a text is
    /// scanned again, and must give the same each time. Where it fails, the text is withheld, and nothing of its error
    /// is passed on but the kind; where it panics, the kind is `Internal`.
    #[must_use]
    pub fn callback(mut self, callback: impl Fn(&Finding) -> Result<String> + Send + Sync + 'static) -> Self {
        self.callback = Some(Callback::new(callback));
        self
    }

    /// The pseudonym of a value under each key, the current one first: to look for it in texts that were redacted
    /// before, also before the key was changed.
    ///
    /// ```
    /// use sentinel_core::{Policy, Treatment};
    ///
    /// let policy = Policy::new(Treatment::Pseudonym).pseudonym_key("k1", vec![7; 32])?;
    /// assert_eq!(policy.pseudonyms("USER", "jo"), ["[USER:k1:fphav6u2mazbrebdgd67]"]);
    /// # Ok::<(), sentinel_core::Error>(())
    /// ```
    pub fn pseudonyms(&self, rule: &str, value: impl AsRef<[u8]>) -> Vec<String> {
        self.keys.all(rule, value.as_ref())
    }

    /// What is done with a finding.
    fn choose(&self, finding: &Finding, field: Option<&str>) -> Treatment {
        let by_rule = || self.rules.get(&*finding.rule);
        let by_field = || self.fields.get(field?);
        let by_severity = || self.severities.get(&finding.severity);
        let by_category = || self.categories.get(&finding.category);
        let chosen = by_rule().or_else(by_field).or_else(by_severity).or_else(by_category);
        *chosen.unwrap_or(&self.otherwise)
    }

    /// Every treatment, and where it is said.
    fn treatments(&self) -> impl Iterator<Item = (&'static str, Treatment)> {
        let rules = self.rules.values().map(|treatment| ("rules", *treatment));
        let fields = self.fields.values().map(|treatment| ("fields", *treatment));
        let severities = self.severities.values().map(|treatment| ("severities", *treatment));
        let categories = self.categories.values().map(|treatment| ("categories", *treatment));
        rules.chain(fields).chain(severities).chain(categories).chain([("default", self.otherwise)])
    }
}

/// A field's name without what names are written differently in.
pub(crate) fn field_name(name: &str) -> String {
    name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
