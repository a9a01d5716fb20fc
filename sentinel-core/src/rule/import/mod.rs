//! Rules and suppressions of other tools, read into rules of ours. Nothing of a document is dropped silently: what has
//! no counterpart is reported, by name and field.

mod allowlist;
mod collector;
mod detect_secrets;
mod dialect;
mod document;
mod gitleaks;
mod gitleaksignore;
mod group;
mod kingfisher;
mod name;
mod nosey_parker;
mod suppression;

use std::fmt;

use serde::Serialize;

pub use self::suppression::Suppression;
use super::edit_patterns;
use crate::{Patterns, Result, words::words};

words! {
    /// Which tool wrote a document.
    ImportFormat {
        /// Rules in TOML, of Gitleaks or Betterleaks.
        Gitleaks = "gitleaks",
        /// Rules in YAML, of Kingfisher.
        Kingfisher = "kingfisher",
        /// Rules in YAML, of Nosey Parker.
        NoseyParker = "nosey_parker",
        /// A baseline in JSON, of detect-secrets.
        DetectSecrets = "detect_secrets",
        /// Fingerprints in lines: `.gitleaksignore`.
        Gitleaksignore = "gitleaksignore",
    }
}

words! {
    /// What became of a field that could not be taken over as it is.
    ImportEffect {
        /// The whole rule or suppression was left out.
        Skipped = "skipped",
        /// The field has no counterpart, and what it asks for does not happen.
        Ignored = "ignored",
        /// The field was taken over, and means something else now.
        Changed = "changed",
        /// The field has no counterpart, and none is needed.
        Unneeded = "unneeded",
    }
}

/// What a document held.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Imported {
    /// The rules. Every one compiles; their severity is HIGH where the document has none.
    pub patterns: Patterns,
    /// Each rule's name in the document, and its name in `patterns`.
    pub names: Vec<(String, String)>,
    /// Findings that somebody has looked at and does not want to see again.
    pub suppressions: Vec<Suppression>,
    /// What was not taken over as it is, in the order of the document.
    pub notes: Vec<ImportNote>,
}

/// One thing that was not taken over as it is. It holds names and reasons, and no other text of the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ImportNote {
    /// The rule, by its name in the document; the file, for a suppression; or `document`.
    pub item: String,
    /// The field: `allowlists[0].paths`.
    pub field: String,
    /// What became of it.
    pub effect: ImportEffect,
    /// Why.
    pub reason: String,
}

impl fmt::Display for ImportNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { item, field, effect, reason } = self;
        write!(f, "{item}: {field}: {effect}: {reason}")
    }
}

impl Imported {
    /// The rules as a `patterns.yaml`; examples in it are split, so that no scanner fires on the file.
    ///
    /// # Errors
    ///
    /// `Unsupported` when a rule cannot be written as YAML.
    pub fn to_yaml(&self) -> Result<String> {
        edit_patterns("", |patterns| patterns.clone_from(&self.patterns))
    }
}

impl ImportFormat {
    /// The format of a file of this name and text; none when neither tells.
    ///
    /// ```
    /// use sentinel_core::ImportFormat;
    ///
    /// assert_eq!(ImportFormat::guess("house/.gitleaks.toml", ""), Some(ImportFormat::Gitleaks));
    /// assert_eq!(ImportFormat::guess("rules.txt", ""), None);
    /// ```
    pub fn guess(file_name: &str, text: &str) -> Option<Self> {
        let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
        let has = |keys: &[&str]| {
            text.lines().any(|line| keys.iter().any(|key| line.trim_start_matches([' ', '-']).starts_with(key)))
        };
        match name.rsplit('.').next() {
            Some("gitleaksignore" | "betterleaksignore") => Some(Self::Gitleaksignore),
            Some("toml") => Some(Self::Gitleaks),
            Some("baseline" | "json") => Some(Self::DetectSecrets),
            Some("yaml" | "yml") if has(&["min_entropy:", "confidence:", "validation:", "pattern_requirements:"]) => {
                Some(Self::Kingfisher)
            }
            Some("yaml" | "yml") if has(&["negative_examples:", "categories:"]) => Some(Self::NoseyParker),
            _ => None,
        }
    }
}

/// Reads a document of another tool.
///
/// ```
/// use sentinel_core::{ImportFormat, Scanner, import};
///
/// let document = "[[rules]]\nid = 'house-token'\nregex = '''token=(hsk_[0-9a-f]{8})'''\nkeywords = ['hsk_']\n";
/// let imported = import(document, ImportFormat::Gitleaks)?;
/// assert_eq!(imported.patterns.patterns["HOUSE_TOKEN"].regex, "token=(?P<secret>hsk_[0-9a-f]{8})");
/// assert_eq!(imported.notes[0].field, "keywords");
///
/// let scanner = Scanner::builder().patterns(imported.patterns).build()?;
/// assert_eq!(scanner.redact("token=hsk_01<|>234567".replace("<|>", "").as_str()).text, "token=[REDACTED:HOUSE_TOKEN]");
/// # Ok::<(), sentinel_core::Error>(())
/// ```
///
/// # Errors
///
/// `InvalidInput` when the text is no such document; the error names the field or the line, and quotes no value. A rule
/// that cannot be used is no error but a note.
pub fn import(text: &str, format: ImportFormat) -> Result<Imported> {
    document::check_size(text)?;
    match format {
        ImportFormat::Gitleaks => gitleaks::read(text),
        ImportFormat::Kingfisher => kingfisher::read(text),
        ImportFormat::NoseyParker => nosey_parker::read(text),
        ImportFormat::DetectSecrets => detect_secrets::read(text),
        ImportFormat::Gitleaksignore => gitleaksignore::read(text),
    }
}
