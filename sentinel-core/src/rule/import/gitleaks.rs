//! Rules of Gitleaks, and of Betterleaks, whose format is the same with some fields more.

use super::{
    ImportEffect::{Changed, Ignored, Skipped, Unneeded},
    Imported,
    allowlist::{self, Allowlist},
    collector::{Collector, DOCUMENT},
    dialect::from_go,
    document::Fields,
    group::Wanted,
};
use crate::{Exceptions, Result, Rule};

pub(super) fn read(text: &str) -> Result<Imported> {
    let mut document = Fields::of_toml(text)?;
    let mut collector = Collector::new();
    collector.leave(DOCUMENT, &mut document, &["title", "description"], Unneeded, "rules say themselves what they are");
    let version = "the document is read whatever the tool's version";
    collector.leave(DOCUMENT, &mut document, &["minVersion", "betterleaksMinVersion"], Unneeded, version);
    if let Some(mut extend) = document.table("extend")? {
        leave_extend(&mut extend, &mut collector);
    }
    let global = allowlists(&mut document, DOCUMENT, false, &mut collector)?;
    for rule in document.tables("rules")? {
        read_rule(rule, &global, &mut collector)?;
    }
    collector.leave_rest(DOCUMENT, &document, "");
    Ok(collector.finish())
}

fn leave_extend(extend: &mut Fields, collector: &mut Collector) {
    let reasons = [
        ("useDefault", "that tool's own rules are not in the document; Sentinel has rules of its own"),
        ("path", "the other document is not read; import it too"),
        ("url", "the other document is not read; import it too"),
        ("disabledRules", "the rules that it turns off are not in the document"),
    ];
    for (key, reason) in reasons {
        if extend.take(key) {
            collector.note(DOCUMENT, format!("extend.{key}"), Ignored, reason);
        }
    }
    collector.leave_rest(DOCUMENT, extend, "extend.");
}

fn read_rule(mut fields: Fields, global: &[Allowlist], collector: &mut Collector) -> Result<()> {
    let id = fields.required_text("id")?;
    let Some(regex) = fields.text("regex")?.filter(|regex| !regex.is_empty()) else {
        let reason = if fields.take("path") {
            "it goes by paths alone; Sentinel looks at text"
        } else {
            "it changes a rule of another document; there is nothing to look for"
        };
        collector.note(&id, "regex", Skipped, reason);
        return Ok(());
    };
    // Without a number the tool takes the first group that is not empty.
    let wanted = match fields.count("secretGroup")? {
        None | Some(0) => Wanted::FirstMatched,
        Some(number) => Wanted::Numbered(number),
    };
    let mut rule = collector.rule(&id, "regex", from_go(&regex), wanted);
    rule.description = fields.text("description")?.unwrap_or_default();
    let entropy = fields.number("entropy")?;
    rule.entropy = collector.entropy(&id, "entropy", entropy);
    if rule.entropy.is_some() {
        collector.note(&id, "entropy", Changed, "a value whose entropy is just this much is found too");
    }
    rule.exceptions = exceptions(&id, &mut fields, &rule, global, collector)?;
    if fields.flag("skipReport")?.unwrap_or(false) {
        rule.active = false;
        collector.note(&id, "skipReport", Changed, "the rule is not active: it only supports others");
    }
    leave_fields(&id, &mut fields, collector);
    collector.add(&id, "regex", rule);
    Ok(())
}

/// Those of the rule, and of the document for this rule.
fn exceptions(
    id: &str,
    fields: &mut Fields,
    rule: &Rule,
    global: &[Allowlist],
    collector: &mut Collector,
) -> Result<Exceptions> {
    let whole = !rule.regex.contains("<secret>");
    let mut exceptions = Exceptions::default();
    for own in allowlists(fields, id, whole, collector)? {
        exceptions.merge(&own.exceptions);
    }
    for list in global.iter().filter(|list| list.rules.is_empty() || list.rules.iter().any(|rule| rule == id)) {
        exceptions.merge(&list.exceptions);
    }
    Ok(exceptions)
}

/// `allowlists`, and `allowlist` as it once was.
fn allowlists(fields: &mut Fields, item: &str, whole: bool, collector: &mut Collector) -> Result<Vec<Allowlist>> {
    let mut lists = Vec::new();
    if let Some(list) = fields.table("allowlist")? {
        lists.push(allowlist::read(list, (item, "allowlist"), whole, collector)?);
    }
    for (index, list) in fields.tables("allowlists")?.into_iter().enumerate() {
        lists.push(allowlist::read(list, (item, &format!("allowlists[{index}]")), whole, collector)?);
    }
    Ok(lists)
}

fn leave_fields(id: &str, fields: &mut Fields, collector: &mut Collector) {
    let unneeded = [
        (&["keywords"][..], "literals are taken from the regex itself"),
        (&["tags"], "rules have no tags"),
        (&["tokenEfficiency"], "how much a value reads like words is judged by validators"),
    ];
    for (keys, reason) in unneeded {
        collector.leave(id, fields, keys, Unneeded, reason);
    }
    let ignored = [
        (&["path"][..], "Sentinel looks at text, not at paths; the rule holds everywhere"),
        (&["required"], "the rule finds without what it requires nearby"),
        (&["validate", "validation", "verify"], "Sentinel does not ask the provider whether a credential is live"),
        (&["filter", "prefilter"], "expressions of that tool are not run; what they would drop is found"),
    ];
    for (keys, reason) in ignored {
        collector.leave(id, fields, keys, Ignored, reason);
    }
    collector.leave_rest(id, fields, "");
}
