//! What people allow is not reported by scans of files, and counted.

use std::{fs, path::Path};

use sentinel_core::{ErrorKind, Scanner};
use sentinel_store::*;
use tempfile::TempDir;

const KEY: &str = concat!("AKIA", "QYLPMN5HHHFPZAM2");
const OTHER: &str = concat!("AKIA", "RTWKXLB6JQYF3ZND");

fn folder(files: &[(&str, String)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn scan(folder: &Path, options: &TreeOptions) -> TreeReport {
    scan_tree(&Scanner::builtin(), [folder], options).unwrap()
}

fn counts(folder: &Path, options: &TreeOptions) -> (u64, u64) {
    let summary = scan(folder, options).summary;
    (summary.findings, summary.suppressed)
}

#[test]
fn a_marker_on_the_line_allows_what_stands_there() {
    let folder = folder(&[("a", format!("key={KEY} # sentinel:allow\nkey={KEY}\nkey={KEY} # sentinel:allow JWT\n"))]);
    let tree = scan(folder.path(), &TreeOptions::new());
    let lines: Vec<usize> = tree.files[0].findings().iter().map(|found| found.place.at.line).collect();
    assert_eq!((lines, tree.files[0].suppressed(), tree.summary.suppressed), (vec![2, 3], 1, 1));
    assert_eq!(counts(folder.path(), &TreeOptions::new().allow_markers(false)), (3, 0));
}

#[test]
fn a_marker_never_keeps_a_text_from_being_redacted() {
    let line = format!("key={KEY} # sentinel:allow");
    let scanner = Scanner::builtin();
    assert!(!scanner.redact(&line).text.contains(&KEY[4..]));
    assert_eq!(scanner.scan(&line).unwrap().len(), 1);
}

#[test]
fn a_baseline_knows_values_wherever_they_move_and_no_others() {
    let folder = folder(&[("a", format!("key={KEY}\n")), ("b", format!("again={KEY}\n"))]);
    let (scanner, keys) = (Scanner::builtin(), KeyRing::new([7; 32]));
    let (baseline, summary) = Baseline::create(&scanner, [folder.path()], &TreeOptions::new(), &keys).unwrap();
    assert_eq!((baseline.entries().count(), summary.findings), (1, 2));
    fs::write(folder.path().join("a"), format!("\n\nkey={KEY}\nkey={OTHER}\n")).unwrap();
    let options = TreeOptions::new().baseline(baseline);
    let tree = scan(folder.path(), &options);
    assert_eq!((tree.summary.findings, tree.summary.suppressed), (1, 2));
    let found = &tree.files[0].findings()[0];
    assert_eq!(found.place.at.line, 4);
    assert!(found.finding.fingerprint.is_some());
}

#[test]
fn a_baseline_file_is_read_back_and_holds_no_value() {
    let folder = folder(&[("a", format!("key={KEY}\n"))]);
    let (scanner, keys) = (Scanner::builtin(), KeyRing::new([7; 32]));
    let (baseline, _) = Baseline::create(&scanner, [folder.path()], &TreeOptions::new(), &keys).unwrap();
    let file = folder.path().join("baseline.json");
    baseline.write(&file).unwrap();
    let text = fs::read_to_string(&file).unwrap();
    assert!(!text.contains(&KEY[4..12]), "a value is written");
    let read = Baseline::read(&file, &keys).unwrap();
    assert!(read.entries().eq(baseline.entries()));
    assert_eq!(counts(folder.path(), &TreeOptions::new().baseline(read)), (0, 1));
}

#[test]
fn a_file_that_is_no_baseline_or_is_of_another_key_is_refused() {
    let folder = folder(&[("a", format!("key={KEY}\n"))]);
    let file = folder.path().join("baseline.json");
    let keys = KeyRing::new([7; 32]);
    assert_eq!(Baseline::read(&file, &keys).unwrap_err().kind(), ErrorKind::NotFound);
    Baseline::new(&keys).write(&file).unwrap();
    let error = Baseline::read(&file, &KeyRing::new([8; 32])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert!(error.to_string().contains("another key"));
    for wrong in [format!("{{\"key\": \"{KEY}\"}}"), "[]".to_owned(), String::new()] {
        fs::write(&file, wrong).unwrap();
        let error = Baseline::read(&file, &keys).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(!format!("{error} {error:?}").contains(&KEY[4..]), "a value is shown");
    }
}

#[test]
fn an_audit_tells_what_is_kept_gone_and_new() {
    let folder = folder(&[("a", format!("key={KEY}\n"))]);
    let (scanner, keys, options) = (Scanner::builtin(), KeyRing::new([7; 32]), TreeOptions::new());
    let (baseline, _) = Baseline::create(&scanner, [folder.path()], &options, &keys).unwrap();
    let audit = || {
        let audit = baseline.audit(&scanner, [folder.path()], &options, &keys).unwrap();
        (audit.kept.len(), audit.gone.len(), audit.new.len())
    };
    assert_eq!(audit(), (1, 0, 0));
    fs::write(folder.path().join("a"), format!("key={OTHER}\n")).unwrap();
    assert_eq!(audit(), (0, 1, 1));
}

#[test]
fn excluded_paths_are_left_out_below_what_is_named() {
    let leak = || format!("key={KEY}\n");
    let names = ["a.txt", "sub/a.txt", "sub/deep/b.md", "tests/data/c"];
    let folder = folder(&names.map(|name| (name, leak())));
    let kept = |globs: &[&str]| {
        let tree = scan(folder.path(), &TreeOptions::new().exclude(globs).unwrap());
        let name = |file: &FileReport| file.path.strip_prefix(folder.path()).unwrap().display().to_string();
        tree.files.iter().map(name).collect::<Vec<_>>()
    };
    assert_eq!(kept(&[]), names);
    assert_eq!(kept(&["*.txt"]), ["sub/deep/b.md", "tests/data/c"]);
    assert_eq!(kept(&["/a.txt", "tests/"]), ["sub/a.txt", "sub/deep/b.md"]);
    assert_eq!(kept(&["sub/**", "!sub/a.txt"]), ["a.txt", "sub/a.txt", "tests/data/c"]);
    let named = folder.path().join("a.txt");
    assert_eq!(counts(&named, &TreeOptions::new().exclude(["*.txt"]).unwrap()), (1, 0));
    assert_eq!(TreeOptions::new().exclude(["a", "{"]).unwrap_err().kind(), ErrorKind::InvalidInput);
}
