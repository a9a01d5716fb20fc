//! Reads the vector files: the cases that Rust, Python, Node and C all run.
//!
//! A file is JSON, `{"cases": […]}`, once every split mark in it is removed. `name` and `op` say
//! what a case is; [`Case`] says what its other fields mean.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::LazyLock,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use sentinel_core::{Limits, Paths, Patterns, Policy, Result, Scanner, unsplit};
use serde::Deserialize;
use serde_json::Value;

/// Runs `check` on every case, and fails with all complaints. `check` gives none for a case that is
/// another crate's to run.
#[expect(clippy::print_stdout, reason = "says how many ran")]
pub(crate) fn run(check: impl Fn(&Case) -> Option<Result<(), String>>) {
    let (mut ran, mut complaints) = (0, Vec::new());
    for case in cases() {
        let Some(checked) = check(&case) else { continue };
        ran += 1;
        complaints.extend(checked.err().map(|complaint| format!("{}: {complaint}", case.name)));
    }
    println!("{ran} vectors ran");
    assert!(ran > 0, "no vector ran");
    assert!(complaints.is_empty(), "{} of {ran} vectors failed:\n{}", complaints.len(), complaints.join("\n"));
}

fn cases() -> Vec<Case> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../sentinel-core/tests/vectors"));
    let paths = folder.read_dir().unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<Case> = Vec::new();
    for path in paths.filter(|path| path.extension().is_some_and(|extension| extension == "json")) {
        let text = unsplit(&std::fs::read_to_string(&path).unwrap());
        let document: Document =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        cases.extend(document.cases);
    }
    let names: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), cases.len(), "two cases have the same name");
    cases
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    cases: Vec<Case>,
}

/// One case. An unknown field or word is an error, so that a slip of the pen is no silent pass.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) op: Op,

    /// What is scanned: a text, or the base64 of bytes.
    text: Option<String>,
    base64: Option<String>,
    /// A rule document. Where it is given, the built-in rules do not run.
    rules: Option<String>,
    pii: bool,
    max_input_bytes: Option<usize>,
    max_decoded_bytes: Option<usize>,
    max_output_bytes: Option<usize>,
    /// Known values by their names, which stand in order.
    known: BTreeMap<String, String>,
    /// A policy, and its keys by their ids.
    policy: Option<String>,
    pseudonym_keys: BTreeMap<String, String>,
    /// Paths in documents: `redact` and `keep`.
    paths: Option<Value>,

    /// `scan`: what is found, in order; offsets and columns in each unit that a language counts in.
    pub(crate) findings: Option<Value>,

    /// `feed`: the word of the format. Where there is an `answer`, `redacted` is what the members of that name say in
    /// the documents of the events that come out, all in all.
    pub(crate) format: String,
    pub(crate) answer: String,

    /// `redact_as`: the word of the shape.
    pub(crate) shape: String,

    /// `stream`, `feed`: the sizes of the pieces, again and again, in the language's own unit.
    pub(crate) chunks: Vec<usize>,

    /// `redact`, `redact_as`, `stream`, `feed`: the text afterwards or the base64 of it, and the types of what was found.
    redacted: Option<String>,
    redacted_base64: Option<String>,
    pub(crate) types: Vec<String>,
    /// `redact`, `redact_as`, `stream`: what was replaced, in order: `type`, `treatment`, and where in both texts, in each unit.
    pub(crate) replacements: Option<Value>,
    /// `redact`, `stream`, `feed`, `draft`: the code of the error.
    pub(crate) error: Option<String>,

    /// `preview`: what is shown of a value.
    pub(crate) value: String,
    pub(crate) keep_prefix: usize,
    pub(crate) keep_suffix: usize,
    pub(crate) preview: String,

    /// `draft`: what is drafted from evidence. `confidence` has two decimals.
    pub(crate) evidence: Vec<String>,
    pub(crate) regex: String,
    pub(crate) samples: usize,
    pub(crate) matched: usize,
    pub(crate) confidence: f64,

    /// `vault`: the options of a vault and what is done with it, step by step.
    pub(crate) vault: Value,

    /// `error`: which call fails, with which code; what the error's text names and what it hides.
    pub(crate) call: Option<Call>,
    pub(crate) code: String,
    pub(crate) names: Vec<String>,
    pub(crate) hides: Vec<String>,
    pub(crate) feedback: Value,
    pub(crate) url: String,
    pub(crate) id: String,
    pub(crate) by: String,
}

/// What a case does.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Op {
    #[default]
    Scan,
    Redact,
    RedactJson,
    RedactAs,
    Stream,
    Feed,
    Preview,
    Draft,
    Error,
    Vault,
}

/// Which call fails.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Call {
    /// A scanner is built from `rules`.
    Rules,
    /// A scanner is built with `known`.
    Known,
    /// A scanner is built with `policy`.
    Policy,
    /// A scanner is built with `paths`.
    Paths,
    /// `text` is scanned.
    Scan,
    /// `text` is redacted as one of `shape`.
    RedactAs,
    /// `feedback` is given to a new sentinel.
    Feedback,
    /// A sentinel is opened at `url`.
    Open,
    /// `by` approves the update `id` of a new sentinel.
    Approve,
}

impl Case {
    pub(crate) fn input(&self) -> Vec<u8> {
        bytes(&self.text, &self.base64).expect("the case has a text")
    }

    pub(crate) fn redacted(&self) -> Vec<u8> {
        bytes(&self.redacted, &self.redacted_base64).expect("the case has a redacted text")
    }

    pub(crate) fn scanner(&self) -> Result<Scanner> {
        // Most cases need no other.
        static BUILTIN: LazyLock<Scanner> = LazyLock::new(Scanner::builtin);
        let limited = [self.max_input_bytes, self.max_decoded_bytes, self.max_output_bytes].iter().any(Option::is_some);
        if self.rules.is_none()
            && self.known.is_empty()
            && !limited
            && !self.pii
            && self.policy.is_none()
            && self.paths.is_none()
        {
            return Ok(BUILTIN.clone());
        }
        let mut limits = Limits::default();
        limits.max_input_bytes = self.max_input_bytes.unwrap_or(limits.max_input_bytes);
        limits.max_decoded_bytes = self.max_decoded_bytes;
        limits.max_output_bytes = self.max_output_bytes.unwrap_or(limits.max_output_bytes);
        let mut builder = Scanner::builder().pii(self.pii).limits(limits);
        for (name, value) in &self.known {
            builder = builder.register(value.as_str(), name)?;
        }
        if let Some(policy) = &self.policy {
            let keys = self.pseudonym_keys.iter();
            let policy =
                keys.fold(Policy::from_yaml(policy), |policy, (id, key)| policy?.pseudonym_key(id, key.as_str()));
            builder = builder.policy(policy?);
        }
        if let Some(paths) = &self.paths {
            builder = builder.paths(Paths::parse(&paths.to_string())?);
        }
        match &self.rules {
            Some(rules) => builder.builtin(false).patterns(Patterns::parse(rules)?).build(),
            None => builder.build(),
        }
    }

    /// Holds an error against `code`, `names` and `hides`.
    pub(crate) fn check_error<T>(&self, got: Result<T>) -> Result<(), String> {
        let Err(error) = got else { return Err("no error".to_owned()) };
        equal("code", error.code(), self.code.as_str())?;
        let text = error.to_string();
        match self.names.iter().find(|named| !text.contains(*named)) {
            Some(named) => Err(format!("the error's text lacks {named:?}")),
            None if self.hides.iter().any(|hidden| text.contains(hidden)) => {
                Err("the error's text quotes a value".to_owned())
            }
            None => Ok(()),
        }
    }
}

/// A complaint that shows both sides: for what may be seen.
pub(crate) fn equal<T: std::fmt::Debug + PartialEq>(what: &str, got: T, expected: T) -> Result<(), String> {
    if got == expected { Ok(()) } else { Err(format!("{what}: expected {expected:?}, got {got:?}")) }
}

fn bytes(text: &Option<String>, base64: &Option<String>) -> Option<Vec<u8>> {
    match base64 {
        Some(base64) => Some(STANDARD.decode(base64).expect("valid base64")),
        None => Some(text.as_ref()?.clone().into_bytes()),
    }
}
