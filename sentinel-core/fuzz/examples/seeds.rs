//! Writes a corpus to start from: the examples of the built-in rules, plain and encoded, their regexes, and
//! the packs.

use std::{fs, io, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use sentinel_core::builtin_packs;

fn main() -> io::Result<()> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let seed = |target: &str, name: &str, bytes: &[u8]| {
        let folder = corpus.join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(name), bytes)
    };
    for pack in builtin_packs() {
        let patterns = pack.patterns().map_err(|error| io::Error::other(error.to_string()))?;
        seed("patterns", pack.name, pack.yaml.as_bytes())?;
        for (name, rule) in &patterns.patterns {
            seed("rules", name, format!("\0{}\n\n\n{}", rule.regex, rule.examples.join("\n")).as_bytes())?;
            seed("patterns", name, format!("patterns:\n  {name}:\n    regex: '{}'\n", rule.regex.replace('\'', "''")).as_bytes())?;
            for (number, example) in rule.examples.iter().enumerate() {
                let name = format!("{name}-{number}");
                for target in ["scan", "redact", "stream"] {
                    seed(target, &name, example.as_bytes())?;
                    seed(target, &format!("{name}-base64"), STANDARD.encode(example).as_bytes())?;
                }
                seed("decode", &name, &[&[number as u8, number as u8 * 3, 9], example.as_bytes()].concat())?;
            }
        }
    }
    Ok(())
}
