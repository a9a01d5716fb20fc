//! Rules of Kingfisher.

use super::{
    ImportEffect::{Changed, Ignored, Unneeded},
    Imported,
    collector::{Collector, DOCUMENT},
    dialect::from_pcre,
    document::Fields,
    group::Wanted,
};
use crate::{Result, Rule};

pub(super) fn read(text: &str) -> Result<Imported> {
    let mut document = Fields::of_yaml(text)?;
    let mut collector = Collector::new();
    for rule in document.tables("rules")? {
        read_rule(rule, &mut collector)?;
    }
    collector.leave_rest(DOCUMENT, &document, "");
    Ok(collector.finish())
}

fn read_rule(mut fields: Fields, collector: &mut Collector) -> Result<()> {
    let name = fields.required_text("name")?;
    let id = fields.required_text("id")?;
    let pattern = fields.required_text("pattern")?;
    let mut rule = collector.rule(&id, "pattern", from_pcre(pattern.trim_end()), Wanted::NamedOrFirst("TOKEN"));
    rule.description = match fields.text("description")? {
        Some(description) => format!("{name}: {description}"),
        None => name,
    };
    let entropy = fields.number("min_entropy")?;
    rule.entropy = collector.entropy(&id, "min_entropy", entropy);
    if let Some(word) = fields.word("confidence", &["low", "medium", "high"])? {
        rule.confidence = match word {
            "low" => 0.4,
            "medium" => 0.6,
            _ => 0.8,
        };
        let reason = format!("a word there, a measured precision here: {word} is taken for {}", rule.confidence);
        collector.note(&id, "confidence", Changed, reason);
    }
    rule.examples = fields.texts("examples")?;
    rule.counterexamples = fields.texts("negative_examples")?;
    rule.references = fields.texts("references")?;
    if fields.flag("visible")? == Some(false) {
        rule.active = false;
        collector.note(&id, "visible", Changed, "the rule is not active: it only supports others");
    }
    if let Some(requirements) = fields.table("pattern_requirements")? {
        require(&id, requirements, &mut rule, collector)?;
    }
    let live = ["validation", "revocation", "tls_mode", "response_is_html"];
    collector.leave(
        &id,
        &mut fields,
        &live,
        Ignored,
        "Sentinel does not ask the provider whether a credential is live",
    );
    let parts = "the rule finds without the other; join them with `components` where they belong together";
    collector.leave(&id, &mut fields, &["depends_on_rule"], Ignored, parts);
    collector.leave(&id, &mut fields, &["prevalidated", "categories"], Unneeded, "rules have no such mark");
    collector.leave_rest(&id, &fields, "");
    collector.add(&id, "pattern", rule);
    Ok(())
}

/// A value that must hold a number of characters is excepted where it holds fewer.
fn require(id: &str, mut fields: Fields, rule: &mut Rule, collector: &mut Collector) -> Result<()> {
    const FIELD: &str = "pattern_requirements";
    let classes = [("min_digits", "0-9"), ("min_uppercase", "A-Z"), ("min_lowercase", "a-z")];
    let special = fields.text("special_chars")?;
    let mut least: Vec<(&str, String, u32)> = Vec::new();
    for (key, class) in classes {
        least.extend(fields.count(key)?.map(|count| (key, class.to_owned(), count)));
    }
    if let Some(count) = fields.count("min_special_chars")? {
        match special.filter(|set| !set.is_empty() && set.is_ascii()) {
            Some(set) => least.push(("min_special_chars", regex_syntax::escape(&set), count)),
            None => {
                let reason = "without a set of ASCII characters beside it, what counts is that tool's to say";
                collector.note(id, format!("{FIELD}.min_special_chars"), Ignored, reason);
            }
        }
    }
    for (key, class, count) in least.into_iter().filter(|(_, _, count)| *count > 0) {
        if count > 64 {
            collector.note(id, format!("{FIELD}.{key}"), Ignored, "more than 64 characters cannot be required");
            continue;
        }
        rule.exceptions.regexes.push(fewer_than(count, &class));
    }
    let words = fields.texts("ignore_if_contains")?;
    let words: Vec<String> =
        words.iter().filter(|word| !word.is_empty()).map(|word| regex_syntax::escape(word)).collect();
    if !words.is_empty() {
        rule.exceptions.regexes.push(format!("(?i)(?:{})", words.join("|")));
    }
    for key in fields.rest() {
        let reason = "Sentinel has no such requirement; what it would drop is found";
        collector.note(id, format!("{FIELD}.{key}"), Ignored, reason);
    }
    Ok(())
}

/// A regex of texts, not empty, that hold fewer than `count` bytes of a class.
fn fewer_than(count: u32, class: &str) -> String {
    let (not, is) = (format!("[^{class}]"), format!("[{class}]"));
    match count - 1 {
        0 => format!(r"(?-u)\A{not}+\z"),
        most => {
            let more = most - 1;
            format!(r"(?-u)\A(?:{not}+(?:{is}{not}*){{0,{most}}}|{is}(?:{not}*{is}){{0,{more}}}{not}*)\z")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_is_counted_exactly() {
        for count in 1..5 {
            let bytes = regex_automata::util::syntax::Config::new().utf8(false);
            let regex = regex_automata::meta::Builder::new().syntax(bytes).build(&fewer_than(count, "0-9")).unwrap();
            for text in ["a", "1", "a1", "1a", "1a2", "a1b2c", "12", "123", "a1b2c3", "1a23b4c", "11111"] {
                let digits = text.bytes().filter(u8::is_ascii_digit).count();
                assert_eq!(regex.is_match(text), digits < count as usize, "{text} {count}");
            }
        }
    }
}
