//! Writes a corpus to start from: the examples of the built-in rules, plain and encoded, their regexes, and
//! the packs.

use std::{fs, io, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use sentinel_core::builtin_packs;

/// Documents besides rules: a policy, paths, a guard's policy, a grant, a report, and what other tools write.
const DOCUMENTS: [&str; 10] = [
    "default: {placeholder: {numbered: true}}\ncategories: {pii: format}\nseverities: {CRITICAL: block}\nfields: \
     {session_id: pseudonym}\nrules:\n  A_B: {mask: {keep_prefix: 4, keep_suffix: 3}}\npseudonym_key: k2\n",
    r#"{"redact": ["$.user.*.token", "**.secret"], "keep": ["items[0]"]}"#,
    r#"{"file": {"mask": "warn", "placeholder": "refuse"}}"#,
    r#"{"by": "person:ann", "sink": "file", "purpose": "a", "until": "2999-01-01T00:00:00Z", "rules": ["A"]}"#,
    r#"{"secret_type": "A", "feedback_type": "missed_secret", "evidence": ["house_euw_9fK2mQ7x", "house_use_3Fx8"]}"#,
    "[[rules]]\nid = 'house'\nregex = \"\"\"house=(hs_[0-9a-f]{8})\"\"\"\nsecretGroup = 1\nentropy = 3.1\nkeywords = \
     ['hs_']\n[[rules.allowlists]]\nregexTarget = 'line'\nregexes = ['example']\nstopwords = ['test']\n",
    "rules:\n  - name: House\n    id: k.house.1\n    pattern: '(?xi)\\b(hs_[0-9a-f]{8})\\b'\n    min_entropy: 3.0\n    \
     confidence: medium\n    examples: ['hs_01234567']\n",
    "rules:\n  - name: House\n    id: np.house.1\n    pattern: 'hs_([0-9a-f]{8})'\n    categories: [secret]\n    \
     examples: ['hs_01234567']\n    negative_examples: ['hs_x']\n",
    r#"{"version": "1.5.0", "plugins_used": [{"name": "HouseDetector"}], "results": {"a.py": [{"type": "House",
    "filename": "a.py", "hashed_secret": "0a", "line_number": 3}]}}"#,
    "src/a.py:house:7\n0123456789abcdef0123456789abcdef01234567:src/b.py:house:9\n",
];

fn main() -> io::Result<()> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let seed = |target: &str, name: &str, bytes: &[u8]| {
        let folder = corpus.join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(name), bytes)
    };
    for (number, document) in DOCUMENTS.iter().enumerate() {
        seed("patterns", &format!("document-{number}"), document.as_bytes())?;
    }
    for pack in builtin_packs() {
        let patterns = pack.patterns().map_err(|error| io::Error::other(error.to_string()))?;
        seed("patterns", pack.name, pack.yaml.as_bytes())?;
        for (name, rule) in &patterns.patterns {
            seed("rules", name, format!("\0\0\0{}\n\n\n{}", rule.regex, rule.examples.join("\n")).as_bytes())?;
            seed(
                "patterns",
                name,
                format!("patterns:\n  {name}:\n    regex: '{}'\n", rule.regex.replace('\'', "''")).as_bytes(),
            )?;
            for (number, example) in rule.examples.iter().enumerate() {
                let name = format!("{name}-{number}");
                for target in ["scan", "redact"] {
                    seed(target, &name, example.as_bytes())?;
                    seed(target, &format!("{name}-base64"), STANDARD.encode(example).as_bytes())?;
                }
                // Of a slow target the seeds alone would take most of the time.
                if number == 0 {
                    seed("stream", &name, example.as_bytes())?;
                }
                seed("decode", &name, &[&[number as u8, number as u8 * 3, 9], example.as_bytes()].concat())?;
            }
        }
    }
    Ok(())
}
