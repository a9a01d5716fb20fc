//! The rule packs that come with the library.

use serde::Deserialize;

use super::Rule;
use crate::{Patterns, Result, detect::Prepared};

/// One built-in rule pack: a family of rules in the format of `patterns.yaml`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Pack {
    /// The family: `cloud`, `pii-us`.
    pub name: &'static str,
    /// The document.
    pub yaml: &'static str,
}

impl Pack {
    /// Reads the document.
    ///
    /// # Errors
    ///
    /// As [`Patterns::parse`]; none for the packs as they are shipped.
    pub fn patterns(&self) -> Result<Patterns> {
        Patterns::parse(self.yaml).map_err(|error| error.with("pack", self.name))
    }
}

/// The built-in packs.
pub fn builtin_packs() -> &'static [Pack] {
    PACKS
}

/// One built-in rule.
#[derive(Debug, Deserialize)]
pub(crate) struct BuiltinRule {
    pub(crate) name: String,
    /// Boxed, as it is moved a few times and large.
    pub(crate) rule: Box<Rule>,
    pub(crate) prepared: Option<Prepared>,
}

/// The rules of all packs, prepared when the library was built.
///
/// # Panics
///
/// Never: the tests read them.
pub(crate) fn builtin_rules() -> Vec<BuiltinRule> {
    serde_json::from_str(RULES).expect("what the build wrote can be read")
}

const PACKS: &[Pack] = &include!(concat!(env!("OUT_DIR"), "/packs.rs"));
const RULES: &str = include_str!(concat!(env!("OUT_DIR"), "/rules.json"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_build_prepares_what_the_library_would() {
        let built = builtin_rules();
        let mut rules: Vec<_> = builtin_packs().iter().flat_map(|pack| pack.patterns().unwrap().patterns).collect();
        assert_eq!(built.len(), rules.len());
        for built in built {
            let at = rules.iter().position(|(name, _)| *name == built.name).unwrap();
            let (name, rule) = rules.swap_remove(at);
            assert_eq!(*built.rule, rule, "{name}");
            assert_eq!(built.prepared, Prepared::of(&rule).ok(), "{name}");
        }
    }

    #[test]
    fn names_are_unique_over_all_packs() {
        let mut seen = std::collections::BTreeSet::new();
        for pack in builtin_packs() {
            for name in pack.patterns().unwrap().patterns.into_keys() {
                assert!(seen.insert(name.clone()), "{name} stands in two packs");
            }
        }
    }
}
