//! Rules as people write them: the fields of one entry of `patterns.yaml`, how they are read,
//! written and checked.

mod builtin;
mod check;
mod edit;
mod explain;
mod haystack;
mod import;
mod lookaround;
mod measure;
mod patterns;
mod pending;
mod split;

use serde::{Deserialize, Serialize};

pub(crate) use self::{
    builtin::{BuiltinRule, builtin_rules},
    lookaround::{Condition, Place, translate},
};
pub use self::{
    builtin::{Pack, builtin_packs},
    check::{Check, Note, Problem, check_rules},
    edit::edit_patterns,
    explain::{Explanation, Search, explain_rule},
    import::{ImportEffect, ImportFormat, ImportNote, Imported, Suppression, import},
    measure::{RuleSpeed, measure_unplanned},
    patterns::Patterns,
    pending::{Action, Evidence, PendingUpdate, UpdateStatus},
    split::{SPLIT_MARK, unsplit},
};
use crate::{Category, Fingerprint, Severity};

/// One rule. Its name is the key under which it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Rule {
    /// What it finds and what that opens.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// In the `regex` crate's syntax, matched on bytes. A group named `secret` selects the value;
    /// without it the whole match is the value.
    pub regex: String,
    /// How bad a leak of it is.
    #[serde(default = "default_severity")]
    pub severity: Severity,
    /// Measured precision, from 0 to 1.
    #[serde(default = "default_confidence")]
    pub confidence: f64,
    /// False: loaded and checked, but not run.
    #[serde(default = "yes")]
    pub active: bool,
    /// What kind of thing it finds.
    #[serde(default = "default_category")]
    pub category: Category,
    /// True: only a person may change it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub locked: bool,
    /// True: classes, `\b` and case folding are Unicode's rather than ASCII's.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unicode: bool,
    /// Who issues such credentials: `aws`, `github`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Offline proofs and plausibility checks, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub validate: Vec<String>,
    /// Lowest Shannon entropy of the value, in bits per byte.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entropy: Option<f64>,
    /// Must match text that ends where the match starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Must match text that starts where the match ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// What it must not report although it matches.
    #[serde(default, skip_serializing_if = "Exceptions::is_empty")]
    pub exceptions: Exceptions,
    /// Other rules whose findings, when near, are parts of the same credential.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Component>,
    /// How much of the value a preview shows.
    #[serde(default, skip_serializing_if = "Keep::is_nothing")]
    pub redact: Keep,
    /// Which revocation a leak asks for: `aws`, `github`, `slack` or `generic`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoke: Option<String>,
    /// Texts in which it must find something.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<String>,
    /// Texts in which it must find nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counterexamples: Vec<String>,
    /// Where the format is documented.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
}

impl Rule {
    /// A rule with this regex and the defaults of every other field.
    pub fn new(regex: impl Into<String>) -> Self {
        Self {
            description: String::new(),
            regex: regex.into(),
            severity: default_severity(),
            confidence: default_confidence(),
            active: true,
            category: default_category(),
            locked: false,
            unicode: false,
            provider: None,
            validate: Vec::new(),
            entropy: None,
            before: None,
            after: None,
            exceptions: Exceptions::default(),
            components: Vec::new(),
            redact: Keep::default(),
            revoke: None,
            examples: Vec::new(),
            counterexamples: Vec::new(),
            references: Vec::new(),
        }
    }
}

/// What a rule must not report although it matches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Exceptions {
    /// Values that start so, at their beginning or just after the rule's own fixed prefix:
    /// `TESTKEY` excepts `TESTKEY…` and, for a rule that starts with `AKIA`, `AKIATESTKEY…`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub prefixes: Vec<String>,
    /// Exact values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Regexes that match somewhere in the value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub regexes: Vec<String>,
    /// Keyed fingerprints of values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fingerprints: Vec<Fingerprint>,
}

impl Exceptions {
    /// True when nothing is excepted.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds what `other` excepts and this does not.
    pub(crate) fn merge(&mut self, other: &Self) {
        extend_new(&mut self.prefixes, &other.prefixes);
        extend_new(&mut self.values, &other.values);
        extend_new(&mut self.regexes, &other.regexes);
        extend_new(&mut self.fingerprints, &other.fingerprints);
    }
}

fn extend_new<T: Clone + PartialEq>(to: &mut Vec<T>, from: &[T]) {
    for item in from {
        if !to.contains(item) {
            to.push(item.clone());
        }
    }
}

/// Another rule whose finding within some lines is part of the same credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// The other rule.
    pub rule: String,
    /// How many lines apart at most.
    #[serde(default)]
    pub within_lines: usize,
}

/// How much of a value its preview shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Keep {
    /// Bytes at the start.
    pub keep_prefix: usize,
    /// Bytes at the end.
    pub keep_suffix: usize,
}

impl Keep {
    fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

fn default_severity() -> Severity {
    Severity::High
}

fn default_category() -> Category {
    Category::Secret
}

fn default_confidence() -> f64 {
    0.8
}

fn yes() -> bool {
    true
}

fn is_false(value: &bool) -> bool {
    !value
}
