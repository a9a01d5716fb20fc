//! Gitleaks' allowlists as exceptions. An exception never becomes wider than it was: whatever cannot be said exactly
//! is left out, and noted.

use super::{
    ImportEffect,
    collector::Collector,
    dialect::{Translated, from_go},
    document::Fields,
};
use crate::{Exceptions, Result};

pub(super) struct Allowlist {
    pub(super) exceptions: Exceptions,
    /// The rules that it is for; all, when it names none.
    pub(super) rules: Vec<String>,
}

const STOPWORDS_A_REGEX: usize = 200;

/// Reads one allowlist, which stands at `field` of `item`. `whole`: the value is the whole match.
pub(super) fn read(
    mut fields: Fields,
    (item, field): (&str, &str),
    whole: bool,
    collector: &mut Collector,
) -> Result<Allowlist> {
    let at = |key: &str| format!("{field}.{key}");
    let all = fields.word("condition", &["OR", "AND", "||", "&&"])?.is_some_and(|word| matches!(word, "AND" | "&&"));
    let target = fields.word("regexTarget", &["secret", "match", "line"])?.unwrap_or("secret");
    let (regexes, stopwords) = (fields.texts("regexes")?, fields.texts("stopwords")?);
    let rules = fields.texts("targetRules")?;
    if fields.text("description")?.is_some() {
        collector.note(item, at("description"), ImportEffect::Unneeded, "exceptions have no description");
    }
    let mut foreign = Vec::new();
    for key in ["paths", "commits"] {
        if !fields.texts(key)?.is_empty() {
            foreign.push(key);
        }
    }
    for key in fields.rest() {
        collector.note(item, at(key), ImportEffect::Ignored, "not a known field of this format");
    }
    let exact_target = target == "secret" || (target == "match" && whole);
    let known = usize::from(!regexes.is_empty()) + usize::from(!stopwords.is_empty());
    let criteria = known + foreign.len() + fields.rest().count();
    if all && criteria > 1 {
        let reason = "conditions that must hold together cannot be said as exceptions; nothing is excepted";
        collector.note(item, field, ImportEffect::Ignored, reason);
        return Ok(Allowlist { exceptions: Exceptions::default(), rules });
    }
    for key in foreign {
        let reason = "exceptions go by the value alone; what is found in such a place is reported";
        collector.note(item, at(key), ImportEffect::Ignored, reason);
    }
    let mut exceptions = Exceptions::default();
    if exact_target {
        let translated = regexes.iter().map(|regex| scoped(from_go(regex))).collect();
        exceptions.merge(&collector.exceptions(item, &at("regexes"), translated));
    } else if !regexes.is_empty() {
        let reason = "exceptions are looked for in the value, not in the match or the line round it";
        collector.note(item, at("regexTarget"), ImportEffect::Ignored, reason);
    }
    for words in stopwords.chunks(STOPWORDS_A_REGEX) {
        let words: Vec<String> =
            words.iter().filter(|word| !word.is_empty()).map(|word| regex_syntax::escape(word)).collect();
        if !words.is_empty() {
            let flags = if words.iter().all(|word| word.is_ascii()) { "(?i-u)" } else { "(?iu)" };
            exceptions.regexes.push(format!("{flags}(?:{})", words.join("|")));
        }
    }
    Ok(Allowlist { exceptions, rules })
}

/// The regex with its own reading of classes, whatever that of the rule is.
fn scoped(translated: Translated) -> Translated {
    let Translated { regex, unicode, differences } = translated;
    let flag = if unicode { "u" } else { "-u" };
    Translated { regex: format!("(?{flag}){regex}"), unicode, differences }
}
