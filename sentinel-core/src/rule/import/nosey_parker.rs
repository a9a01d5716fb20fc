//! Rules of Nosey Parker.

use super::{
    ImportEffect::{Ignored, Unneeded},
    Imported,
    collector::{Collector, DOCUMENT},
    dialect::from_pcre,
    document::Fields,
    group::Wanted,
};
use crate::Result;

pub(super) fn read(text: &str) -> Result<Imported> {
    let mut document = Fields::of_yaml(text)?;
    let mut collector = Collector::new();
    for rule in document.tables("rules")? {
        read_rule(rule, &mut collector)?;
    }
    collector.leave(DOCUMENT, &mut document, &["rulesets"], Ignored, "every rule of the document is in force");
    collector.leave_rest(DOCUMENT, &document, "");
    Ok(collector.finish())
}

fn read_rule(mut fields: Fields, collector: &mut Collector) -> Result<()> {
    let name = fields.required_text("name")?;
    let id = fields.text("id")?.unwrap_or_else(|| name.clone());
    let pattern = fields.required_text("pattern")?;
    let mut rule = collector.rule(&id, "pattern", from_pcre(pattern.trim_end()), Wanted::Only);
    rule.description = match fields.text("description")? {
        Some(description) => format!("{name}: {description}"),
        None => name,
    };
    rule.examples = fields.texts("examples")?;
    rule.counterexamples = fields.texts("negative_examples")?;
    rule.references = fields.texts("references")?;
    collector.leave(&id, &mut fields, &["categories"], Unneeded, "rules have no categories of that kind");
    collector.leave_rest(&id, &fields, "");
    collector.add(&id, "pattern", rule);
    Ok(())
}
