//! The rule packs that come with the library.

use crate::{Patterns, Result};

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
    &PACKS
}

macro_rules! packs {
    ($($name:literal),* $(,)?) => {
        [$(Pack { name: $name, yaml: include_str!(concat!("../../rules/", $name, ".yaml")) }),*]
    };
}

const PACKS: [Pack; PACK_COUNT] = packs![
    "cloud",
    "vcs",
    "ai",
    "payments",
    "chat",
    "devtools",
    "data",
    "keys",
    "generic",
    "pii-global",
    "pii-finance",
    "pii-us",
    "pii-americas",
    "pii-uk",
    "pii-eu",
    "pii-europe",
    "pii-asia",
    "pii-oceania",
    "pii-africa",
];
const PACK_COUNT: usize = 19;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_in_the_rules_folder_is_a_pack() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules");
        let mut files: Vec<String> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        files.sort();
        let mut names: Vec<String> = PACKS.iter().map(|pack| format!("{}.yaml", pack.name)).collect();
        names.sort();
        assert_eq!(files, names);
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
