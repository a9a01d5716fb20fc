//! Sentinel's own scan of its own repository is clean: tokens in examples and tests are split.

use std::{
    fs,
    path::{Path, PathBuf},
};

use sentinel_core::{Locator, Scanner, Unit};

/// What tools make or download.
const MADE: [&str; 10] = [
    ".git",
    "target",
    "node_modules",
    ".venv",
    "data",
    "__pycache__",
    ".mypy_cache",
    ".pytest_cache",
    "corpus",
    "artifacts",
];

#[test]
fn the_repository_holds_no_secret() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = Vec::new();
    collect(root, &mut files);
    assert!(files.len() > 100, "the walk stopped early");
    let scanner = Scanner::builtin();
    let mut found = Vec::new();
    for file in files {
        let text = fs::read(&file).unwrap();
        if text.contains(&0) {
            continue;
        }
        let mut locator = Locator::new(&text, Unit::Bytes);
        for finding in scanner.scan(&text).unwrap() {
            let line = finding.locate(&mut locator).at.line;
            found.push(format!("{}:{line}: {}", file.strip_prefix(root).unwrap().display(), finding.rule));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !MADE.contains(&name.as_str()) {
                collect(&path, files);
            }
        } else if !name.ends_with(".lock") {
            files.push(path);
        }
    }
}
