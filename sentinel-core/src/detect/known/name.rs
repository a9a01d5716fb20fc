//! Names of known values, in the form of a rule's name.

/// The longest name that a placeholder has room for.
const LONGEST: usize = 64;

/// `[A-Z][A-Z0-9_]*`, at most 64 characters: letters become capitals, everything else an underscore. None when nothing
/// is left.
pub(super) fn rule_name(name: &str) -> Option<String> {
    let form = |character: char| match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' => character.to_ascii_uppercase(),
        _ => '_',
    };
    let formed: String = name.chars().map(form).collect();
    let formed = formed.trim_matches('_');
    let prefix = if formed.starts_with(|first: char| first.is_ascii_digit()) { "KNOWN_" } else { "" };
    let mut whole = format!("{prefix}{formed}");
    whole.truncate(LONGEST);
    (!formed.is_empty()).then_some(whole)
}

/// A name as an error may show it.
pub(super) fn shown(name: &str) -> String {
    rule_name(name).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_get_the_form_of_a_rule() {
        let table = [
            ("DB_PASSWORD", Some("DB_PASSWORD")),
            ("db.password", Some("DB_PASSWORD")),
            ("vault/app key", Some("VAULT_APP_KEY")),
            ("1password", Some("KNOWN_1PASSWORD")),
            ("_x_", Some("X")),
            ("", None),
            ("--", None),
            ("é", None),
        ];
        for (name, formed) in table {
            assert_eq!(rule_name(name).as_deref(), formed, "{name}");
        }
        assert_eq!(rule_name(&"long".repeat(40)).unwrap().len(), LONGEST);
    }
}
