//! Refuses values that name where a secret is kept.

use super::{Validator, Verdict};

/// Refuses `${VAR}`, `$VAR`, `{{ x }}`, `<x>`, `%VAR%`, lookups (`os.environ`, `process.env`,
/// `getenv(`), dotted identifiers, calls, and the literals of no value (`null`, `true`).
pub(super) struct NotReference;

impl Validator for NotReference {
    fn check(&self, value: &[u8]) -> Verdict {
        let Ok(text) = std::str::from_utf8(value) else { return Verdict::Plausible };
        Verdict::refuted_if(is_template(text) || is_lookup(text) || is_path(text) || is_nothing(text))
    }
}

fn is_template(text: &str) -> bool {
    let starts = ["$", "{", "<", "%", "#{", "@{"];
    // A tag or an alias of YAML.
    let named = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    starts.iter().any(|start| text.starts_with(start))
        || text.strip_prefix(['!', '&']).is_some_and(named)
        || ["${", "{{", "$(", "<%"].iter().any(|inside| text.contains(inside))
}

fn is_lookup(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["os.environ", "process.env", "getenv", "env[", "env.", "vault:", "secretsmanager", "arn:aws", "ref+"]
        .iter()
        .any(|lookup| lower.contains(lookup))
}

/// Identifiers joined by `.`, `::`, `->` or `?.`, perhaps called, indexed or followed by an identity
/// or a number: `config.db.password`, `get_secret(name)`, `android.os.Proxy@2bd79ce`,
/// `com.example.activity/4505`. Segments with digits in them are not taken for identifiers.
fn is_path(text: &str) -> bool {
    let (path, called) = match text.find(['(', '[', '@', '/']) {
        Some(at) => (&text[..at], matches!(text.as_bytes()[at], b'(' | b'[')),
        None => (text, false),
    };
    let joined = path.replace("?.", ".").replace("::", ".").replace("->", ".");
    let segments: Vec<&str> = joined.split('.').collect();
    let identifiers = segments
        .iter()
        .all(|segment| !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_'));
    identifiers && (segments.len() > 1 || called)
}

fn is_nothing(text: &str) -> bool {
    matches!(
        text.to_ascii_lowercase().as_str(),
        "" | "null" | "nil" | "none" | "true" | "false" | "undefined" | "empty" | "string" | "unset" | "required"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_refused_and_values_are_not() {
        for reference in [
            "${DB_PASSWORD}",
            "$TOKEN",
            "{{ x }}",
            "<token>",
            "%PASS%",
            "os.environ",
            "config.db.password",
            "f(x)",
            "a.os.Proxy@2bd79ce",
        ] {
            assert_eq!(NotReference.check(reference.as_bytes()), Verdict::Refuted, "{reference}");
        }
        for value in ["hunter2", "!LyMdA6vC61eN1", "q9Xv2.LmT7", "p4ss.w0rd!"] {
            assert_eq!(NotReference.check(value.as_bytes()), Verdict::Plausible, "{value}");
        }
    }
}
