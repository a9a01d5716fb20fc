//! Names of other tools' rules in our form.

use std::collections::BTreeSet;

use crate::rule::builtin_rules;

/// Gives names that are in our form, and that no other rule has.
pub(super) struct Names {
    /// None before the first name: most documents that are refused, and lists of suppressions, name no rule.
    taken: Option<BTreeSet<String>>,
}

/// Leaves room for a number.
const LONGEST: usize = 56;

impl Names {
    pub(super) fn new() -> Self {
        Self { taken: None }
    }

    /// The names of the built-in rules are taken: a rule of the same name would replace one.
    pub(super) fn unique(&mut self, id: &str) -> String {
        let taken = self.taken.get_or_insert_with(|| builtin_rules().into_iter().map(|rule| rule.name).collect());
        let base = formed(id);
        let numbered = (2..).map(|number| format!("{base}_{number}"));
        let mut names = std::iter::once(base.clone()).chain(numbered);
        let name = names.find(|name| !taken.contains(name)).unwrap_or(base);
        taken.insert(name.clone());
        name
    }
}

/// Capitals, digits and single underscores, a letter first.
fn formed(id: &str) -> String {
    let upper = id.to_ascii_uppercase();
    let words: Vec<&str> = upper.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut name = words.join("_");
    if !name.starts_with(|first: char| first.is_ascii_uppercase()) {
        name = format!("RULE_{name}").trim_end_matches('_').to_owned();
    }
    name.truncate(LONGEST);
    name.trim_end_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_formed_and_unique() {
        let mut names = Names { taken: Some(BTreeSet::from(["TAKEN".to_owned()])) };
        let table = [
            ("house-token", "HOUSE_TOKEN"),
            ("house.token", "HOUSE_TOKEN_2"),
            ("taken", "TAKEN_2"),
            ("2fa -- code", "RULE_2FA_CODE"),
            ("Schlüssel", "SCHL_SSEL"),
            ("---", "RULE"),
        ];
        for (id, name) in table {
            assert_eq!(names.unique(id), name);
        }
        assert!(names.unique(&"x".repeat(99)).len() <= 64);
    }
}
