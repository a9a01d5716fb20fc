//! Baselines of detect-secrets. What people marked as a real secret is not suppressed.

use super::{
    ImportEffect::{Ignored, Skipped, Unneeded},
    Imported, Suppression,
    collector::{Collector, DOCUMENT},
    document::{Fields, invalid},
    suppression::ValueHash,
};
use crate::Result;

pub(super) fn read(text: &str) -> Result<Imported> {
    let mut document = Fields::of_json(text)?;
    let mut collector = Collector::new();
    let Some(mut results) = document.table("results")? else {
        return Err(invalid("a field is missing or empty", "results".to_owned()));
    };
    let files: Vec<String> = results.rest().map(str::to_owned).collect();
    for file in files {
        for entry in results.tables(&file)? {
            read_entry(&file, entry, &mut collector)?;
        }
    }
    collector.leave(DOCUMENT, &mut document, &["version", "generated_at"], Unneeded, "says nothing of findings");
    let settings = ["plugins_used", "filters_used", "exclude", "word_list", "custom_plugin_paths"];
    collector.leave(DOCUMENT, &mut document, &settings, Ignored, "settings of that tool's detectors");
    collector.leave_rest(DOCUMENT, &document, "");
    Ok(collector.finish())
}

fn read_entry(file: &str, mut fields: Fields, collector: &mut Collector) -> Result<()> {
    let rule = fields.required_text("type")?;
    let line = fields.count("line_number")?;
    let digits = fields.required_text("hashed_secret")?;
    let Some(hash) = ValueHash::parse(&digits) else {
        return Err(invalid("expected 40 hexadecimal digits", fields.path("hashed_secret")));
    };
    let (real, verified) = (fields.flag("is_secret")?, fields.flag("is_verified")?);
    let path = fields.text("filename")?.unwrap_or_else(|| file.to_owned());
    collector.leave_rest(file, &fields, "results[].");
    match (real, verified) {
        (Some(true), _) => collector.note(file, "is_secret", Skipped, "somebody marked it as a real secret"),
        (None, Some(true)) => collector.note(file, "is_verified", Skipped, "the tool verified that it is live"),
        _ => collector.suppress(Suppression { path, line, rule, commit: None, hash: Some(hash) }),
    }
    Ok(())
}
