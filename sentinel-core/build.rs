//! Prepares the built-in rules: reading their YAML and planning their regexes takes longer than a
//! program may take to start.

use std::{env, fs, path::Path};

use serde::Serialize;
use serde_json::{Map, Value};

/// The planner itself: what it works out here it would work out in the library.
#[allow(dead_code, unused_imports)]
#[path = "src/detect/plan/mod.rs"]
mod plan;

#[derive(Serialize)]
struct Built {
    name: String,
    rule: Value,
    /// None for a regex with look-around, which the library translates.
    prepared: Option<plan::Prepared>,
}

fn main() {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/detect/plan");
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo says where the package is");
    let out = env::var("OUT_DIR").expect("cargo says where to write");
    let (rules, out) = (Path::new(&root).join("rules"), Path::new(&out));
    let mut files: Vec<_> = fs::read_dir(&rules)
        .expect("the rules folder can be read")
        .map(|entry| entry.expect("its entries can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    files.sort();
    let mut packs = String::from("[\n");
    let mut built = Vec::new();
    for file in &files {
        let name = file.file_stem().and_then(|name| name.to_str()).expect("packs have plain names");
        let text = fs::read_to_string(file).expect("packs can be read");
        packs += &format!("    Pack {{ name: {name:?}, yaml: include_str!({:?}) }},\n", file);
        built.extend(rules_of(name, &text));
    }
    packs.push(']');
    fs::write(out.join("packs.rs"), packs).expect("the output folder can be written");
    fs::write(out.join("rules.json"), serde_json::to_vec(&built).expect("rules can be written as JSON"))
        .expect("the output folder can be written");
}

fn rules_of(pack: &str, text: &str) -> Vec<Built> {
    let document: Value =
        serde_yaml::from_str(&text.replace("<|>", "")).unwrap_or_else(|error| panic!("rules/{pack}.yaml: {error}"));
    let patterns = document.get("patterns").and_then(Value::as_object).cloned().unwrap_or_default();
    patterns
        .into_iter()
        .map(|(name, rule)| {
            let fields = rule.as_object().unwrap_or_else(|| panic!("rules/{pack}.yaml: {name} is no mapping"));
            let prepared = prepare(fields);
            Built { name, rule, prepared }
        })
        .collect()
}

fn prepare(rule: &Map<String, Value>) -> Option<plan::Prepared> {
    let unicode = rule.get("unicode").and_then(Value::as_bool).unwrap_or(false);
    let parser = || regex_syntax::ParserBuilder::new().unicode(unicode).utf8(false).nest_limit(100).build();
    let read = |field: &str| parser().parse(rule.get(field)?.as_str()?).ok();
    let (regex, before) = (read("regex")?, read("before"));
    Some(plan::Prepared::new(&regex, before.as_ref()))
}
