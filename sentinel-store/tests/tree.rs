//! Scans of real files and folders.

use std::{
    fs,
    ops::ControlFlow::{self, Break, Continue},
    path::{Path, PathBuf},
    time::Duration,
};

use sentinel_core::{ErrorKind, Limits, Locator, Scanner, Unit};
use sentinel_store::*;
use tempfile::TempDir;

const KEY: &str = concat!("AKIA", "QYLPMN5HHHFPZAM2");

/// A folder of files, each with what it holds.
fn folder<C: AsRef<[u8]>>(files: impl IntoIterator<Item = (impl AsRef<Path>, C)>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn leak() -> String {
    format!("é = 1\nkey={KEY}\n")
}

fn scan(folder: &TempDir, options: &TreeOptions) -> TreeReport {
    scan_tree(&Scanner::builtin(), [folder.path()], options).unwrap()
}

/// Each file's name below the folder, and a word for what came of it.
fn words(folder: &Path, tree: &TreeReport) -> Vec<String> {
    let word = |file: &FileReport| match &file.outcome {
        FileOutcome::Scanned { findings, .. } => findings.len().to_string(),
        FileOutcome::Skipped(reason) => reason.code().to_owned(),
        FileOutcome::Failed(error) => error.code().to_owned(),
        _ => "?".to_owned(),
    };
    let name = |file: &FileReport| file.path.strip_prefix(folder).unwrap().display().to_string();
    tree.files.iter().map(|file| format!("{} {}", name(file), word(file))).collect()
}

fn scanned(folder: &TempDir, options: &TreeOptions) -> Vec<String> {
    words(folder.path(), &scan(folder, options))
}

#[test]
fn a_report_has_place_and_size_and_no_value() {
    let folder = folder([("a.txt", leak())]);
    let tree = scan(&folder, &TreeOptions::new());
    let [file] = &tree.files[..] else { panic!("one file") };
    let [found] = file.findings() else { panic!("one finding") };
    assert_eq!((&*found.finding.rule, found.finding.preview.as_str()), ("AWS_ACCESS_KEY", "AKIA****AM2"));
    let at = found.place.at;
    assert_eq!((at.start, at.end, at.line, at.column), (11, 31, 2, 5));
    assert_eq!(file.bytes, leak().len() as u64);
    let TreeSummary { scanned, skipped, failed, bytes, findings, cancelled, .. } = tree.summary;
    assert_eq!((scanned, skipped, failed, bytes, findings, cancelled), (1, 0, 0, file.bytes, 1, false));
    let shown = format!("{tree:?}");
    assert!(!shown.contains(&KEY[4..]), "a value is shown");
}

#[test]
fn ignore_files_are_obeyed_unless_the_options_say_otherwise() {
    let folder = folder([
        (".git/config", "secret"),
        (".gitignore", ".env\nbuild/\n"),
        (".ignore", "vendor/\n"),
        (".sentinelignore", "fixtures/\n!.env\n"),
        (".env", "a"),
        (".hidden/x", "a"),
        ("build/x", "a"),
        ("fixtures/x", "a"),
        ("sub/build/x", "a"),
        ("sub/.gitignore", "deep\n"),
        ("sub/deep", "a"),
        ("vendor/x", "a"),
        ("x", "a"),
    ]);
    let files = |options: TreeOptions| {
        let names = scanned(&folder, &options);
        let names: Vec<_> =
            names.iter().map(|name| name.replace(" 0", "")).filter(|name| !name.ends_with("ignore")).collect();
        names.join(" ")
    };
    let options = TreeOptions::new;
    assert_eq!(files(options()), ".env .hidden/x x");
    assert_eq!(files(options().sentinelignore(false)), ".hidden/x fixtures/x x");
    assert_eq!(files(options().ignore(false)), ".env .hidden/x vendor/x x");
    assert_eq!(files(options().gitignore(false)), ".env .hidden/x build/x sub/build/x sub/deep x");
    // What a line lets in stays in.
    assert_eq!(files(options().hidden(false)), ".env x");
    let all = options().gitignore(false).ignore(false).sentinelignore(false);
    assert_eq!(files(all), ".env .hidden/x build/x fixtures/x sub/build/x sub/deep vendor/x x");
}

#[test]
fn ignore_files_above_a_folder_count_and_what_is_named_itself_is_scanned() {
    let folder = folder([(".git/x", ""), (".gitignore", "secret\n"), ("sub/secret", &leak()), ("sub/x", "")]);
    let sub = folder.path().join("sub");
    let scanner = Scanner::builtin();
    let tree = scan_tree(&scanner, [&sub], &TreeOptions::new()).unwrap();
    assert_eq!(words(&sub, &tree), ["x 0"]);
    let tree = scan_tree(&scanner, [sub.join("secret"), folder.path().join(".git")], &TreeOptions::new()).unwrap();
    assert_eq!(words(folder.path(), &tree), ["sub/secret 1", ".git/x 0"]);
}

#[test]
fn a_line_of_an_ignore_file_that_is_no_pattern_leaves_nothing_out() {
    let folder = folder([(".ignore", format!("[{KEY}\nb\n")), ("a", leak()), ("b", leak())]);
    let tree = scan(&folder, &TreeOptions::new());
    assert_eq!(words(folder.path(), &tree), [".ignore 1", "a 1"]);
}

#[test]
fn what_holds_a_zero_byte_early_is_binary() {
    let late = [&b"x".repeat(8 << 10)[..], b"\0", leak().as_bytes()].concat();
    let early = [&b"x".repeat((8 << 10) - 1)[..], b"\0", leak().as_bytes()].concat();
    let utf32: Vec<u8> = "\u{feff}text".chars().flat_map(|letter| (letter as u32).to_le_bytes()).collect();
    let folder = folder([("early", early), ("late", late), ("utf32", utf32), ("empty", Vec::new())]);
    let names = ["early binary", "empty 0", "late 1", "utf32 binary"];
    assert_eq!(scanned(&folder, &TreeOptions::new()), names);
}

#[test]
fn a_file_that_is_named_is_scanned_whatever_it_holds() {
    let unmarked: Vec<u8> = leak().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let folder = folder([("dump", [&b"\0\x01"[..], leak().as_bytes()].concat()), ("unmarked", unmarked)]);
    assert_eq!(scanned(&folder, &TreeOptions::new()), ["dump binary", "unmarked binary"]);
    let named = ["dump", "unmarked"].map(|name| folder.path().join(name));
    let tree = scan_tree(&Scanner::builtin(), named, &TreeOptions::new()).unwrap();
    assert_eq!(words(folder.path(), &tree), ["dump 1", "unmarked 1"]);
}

#[test]
fn utf16_is_decoded_and_places_are_those_in_the_text() {
    let text = format!("\u{feff}{}", leak());
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let folder = folder([("big", big), ("little", little), ("utf8", text.into_bytes())]);
    let tree = scan(&folder, &TreeOptions::new());
    let mark = "\u{feff}".len();
    let expected = [(Some(TextEncoding::Utf16Be), 0), (Some(TextEncoding::Utf16Le), 0), (None, mark)];
    for (file, (encoding, offset)) in tree.files.iter().zip(expected) {
        let FileOutcome::Scanned { findings, decoded_from, .. } = &file.outcome else { panic!("it is text") };
        assert_eq!(*decoded_from, encoding);
        let at = findings[0].place.at;
        assert_eq!((at.start, at.end, at.line, at.column), (11 + offset, 31 + offset, 2, 5));
        assert_eq!(file.bytes, fs::metadata(&file.path).unwrap().len());
    }
}

#[test]
fn a_file_past_the_limit_is_reported_and_not_scanned() {
    let size = leak().len() as u64;
    let folder = folder([("a", leak())]);
    assert_eq!(scanned(&folder, &TreeOptions::new().max_bytes(size)), ["a 1"]);
    let tree = scan(&folder, &TreeOptions::new().max_bytes(size - 1));
    let FileOutcome::Skipped(SkipReason::TooLarge { limit, .. }) = tree.files[0].outcome else { panic!("skipped") };
    assert_eq!((limit, tree.summary.skipped), (size - 1, 1));
}

#[test]
fn a_file_that_is_named_is_scanned_up_to_the_scanners_limit() {
    let large = [&b"x\n".repeat(9 << 20)[..], leak().as_bytes()].concat();
    let folder = folder([("large", large)]);
    let file = folder.path().join("large");
    assert_eq!(scanned(&folder, &TreeOptions::new()), ["large too_large"]);
    let tree = scan_tree(&Scanner::builtin(), [&file], &TreeOptions::new()).unwrap();
    assert_eq!(tree.summary.findings, 1);
    let mut limits = Limits::default();
    limits.max_input_bytes = 1 << 20;
    let small = Scanner::builder().limits(limits).build().unwrap();
    let tree = scan_tree(&small, [&file], &TreeOptions::new()).unwrap();
    assert_eq!(words(folder.path(), &tree), ["large limit_exceeded"]);
    let tree = scan_tree(&small, [&file], &TreeOptions::new().max_bytes(2 << 20)).unwrap();
    assert_eq!(words(folder.path(), &tree), ["large too_large"]);
}

#[test]
fn what_cannot_be_read_is_reported_and_the_rest_is_scanned() {
    let folder = folder([("a", leak()), ("z", leak())]);
    let none = folder.path().join("none");
    let paths = [folder.path().join("a"), none.clone(), folder.path().join("z")];
    let tree = scan_tree(&Scanner::builtin(), paths, &TreeOptions::new()).unwrap();
    assert_eq!(words(folder.path(), &tree), ["a 1", "none not_found", "z 1"]);
    assert_eq!((tree.summary.scanned, tree.summary.failed), (2, 1));
    let FileOutcome::Failed(error) = &tree.files[1].outcome else { panic!("it is not there") };
    assert_eq!(error.to_string(), "scan file: entity not found");
}

#[test]
fn calls_that_make_no_sense_are_refused() {
    let scanner = Scanner::builtin();
    let nothing: [&str; 0] = [];
    let refused = [
        scan_tree(&scanner, nothing, &TreeOptions::new()).unwrap_err(),
        scan_tree(&scanner, ["."], &TreeOptions::new().threads(1025)).unwrap_err(),
    ];
    let fields = refused.each_ref().map(|error| (error.kind(), error.context().next().unwrap().1));
    assert_eq!(fields, [(ErrorKind::InvalidInput, "paths"), (ErrorKind::InvalidInput, "threads")]);
}

/// Many files of many kinds.
fn forest() -> TempDir {
    let content = |index: usize| match index % 5 {
        0 => leak().repeat(index % 7 + 1).into_bytes(),
        1 => format!("\u{feff}{}", leak()).encode_utf16().flat_map(u16::to_le_bytes).collect(),
        2 => b"\xff\xfe\0\0binary".to_vec(),
        3 => [&b"line of a log\n".repeat(index * 50)[..], leak().as_bytes(), b"\xff\xc3"].concat(),
        _ => b"nothing here".to_vec(),
    };
    folder((0..300).map(|index| (format!("{}/{}/{index}", index % 7, index % 3), content(index))))
}

#[test]
fn any_number_of_threads_gives_the_same_reports_in_order_of_path() {
    let forest = forest();
    let one = format!("{:?}", scan(&forest, &TreeOptions::new().threads(1)));
    for threads in [2, 8] {
        assert!(one == format!("{:?}", scan(&forest, &TreeOptions::new().threads(threads))), "{threads} threads");
    }
    let paths: Vec<PathBuf> = scan(&forest, &TreeOptions::new()).files.into_iter().map(|file| file.path).collect();
    assert!(paths.len() == 300 && paths.is_sorted());
}

#[test]
fn a_tree_gives_what_its_files_give_alone() {
    let (forest, scanner) = (forest(), Scanner::builtin());
    let tree = scan(&forest, &TreeOptions::new().threads(4));
    let mut plain = 0;
    for file in &tree.files {
        let FileOutcome::Scanned { findings, decoded_from: None, .. } = &file.outcome else { continue };
        let text = fs::read(&file.path).unwrap();
        let alone = scanner.scan(&text).unwrap();
        let mut locator = Locator::new(&text, Unit::Bytes);
        let places: Vec<_> = alone.iter().map(|finding| finding.locate(&mut locator)).collect();
        assert_eq!(findings.iter().map(|found| found.finding.clone()).collect::<Vec<_>>(), alone);
        assert_eq!(findings.iter().map(|found| found.place.clone()).collect::<Vec<_>>(), places);
        plain += 1;
    }
    assert_eq!(plain, 180);
    assert_eq!((tree.summary.scanned, tree.summary.skipped), (240, 60));
}

/// Ends a scan after some files.
struct Stopper {
    files: usize,
    most: usize,
    token: Option<CancelToken>,
    progress: Vec<TreeProgress>,
}

impl Stopper {
    fn after(most: usize, token: Option<CancelToken>) -> Self {
        Self { files: 0, most, token, progress: Vec::new() }
    }
}

impl TreeObserver for Stopper {
    fn file(&mut self, _: FileReport) -> ControlFlow<()> {
        self.files += 1;
        match &self.token {
            _ if self.files < self.most => Continue(()),
            Some(token) => {
                token.cancel();
                Continue(())
            }
            None => Break(()),
        }
    }

    fn progress(&mut self, progress: TreeProgress) -> ControlFlow<()> {
        self.progress.push(progress);
        Continue(())
    }
}

#[test]
fn an_observer_ends_the_scan() {
    let forest = forest();
    let mut stopper = Stopper::after(10, None);
    let summary =
        scan_tree_with(&Scanner::builtin(), [forest.path()], &TreeOptions::new().threads(4), &mut stopper).unwrap();
    assert_eq!((stopper.files, summary.scanned + summary.skipped, summary.cancelled), (10, 10, true));
}

#[test]
fn a_token_ends_the_scan() {
    let forest = forest();
    let token = CancelToken::new();
    let options = TreeOptions::new().threads(2).cancel(&token);
    let mut stopper = Stopper::after(10, Some(token.clone()));
    let summary = scan_tree_with(&Scanner::builtin(), [forest.path()], &options, &mut stopper).unwrap();
    assert!(summary.cancelled && stopper.files >= 10 && stopper.files < 200, "{} files", stopper.files);
    let again = scan_tree(&Scanner::builtin(), [forest.path()], &options).unwrap();
    assert!(again.summary.cancelled && again.files.is_empty());
}

#[test]
fn progress_is_told_and_ends_with_the_sum() {
    let forest = forest();
    let mut stopper = Stopper::after(usize::MAX, None);
    let summary = scan_tree_with(&Scanner::builtin(), [forest.path()], &TreeOptions::new(), &mut stopper).unwrap();
    let last = stopper.progress.last().unwrap();
    assert_eq!((last.files, last.bytes, last.findings), (300, summary.bytes, summary.findings));
    assert!(stopper.progress.is_sorted_by_key(|progress| (progress.files, progress.bytes)));
    assert!(!summary.cancelled);
}

#[cfg(unix)]
mod unix {
    use std::{
        ffi::OsStr,
        fs::Permissions,
        io::Write,
        os::unix::{ffi::OsStrExt, fs::PermissionsExt, fs::symlink, net::UnixListener},
        process::Command,
        thread,
    };

    use super::*;

    #[test]
    fn symbolic_links_are_followed_only_when_asked_for() {
        let other = folder([("x", leak())]);
        let folder = folder([("a", leak()), ("sub/b", leak())]);
        symlink(folder.path().join("a"), folder.path().join("file_link")).unwrap();
        symlink(other.path(), folder.path().join("folder_link")).unwrap();
        symlink(folder.path(), folder.path().join("sub/loop")).unwrap();
        let expected = ["a 1", "file_link symbolic_link", "folder_link symbolic_link", "sub/b 1"];
        assert_eq!(scanned(&folder, &TreeOptions::new())[..4], expected);
        let expected = ["a 1", "file_link 1", "folder_link/x 1", "sub/b 1", "sub/loop link_loop"];
        assert_eq!(scanned(&folder, &TreeOptions::new().follow_links(true)), expected);
        for (name, count) in [("file_link", 1), ("folder_link", 1)] {
            let named = folder.path().join(name);
            let tree = scan_tree(&Scanner::builtin(), [named], &TreeOptions::new()).unwrap();
            assert_eq!(tree.summary.findings, count, "{name} is named itself");
        }
    }

    #[test]
    fn special_files_are_skipped_unless_they_are_named() {
        let folder = folder([("a", "")]);
        let _socket = UnixListener::bind(folder.path().join("socket")).unwrap();
        let pipe = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(scanned(&folder, &TreeOptions::new()), ["a 0", "pipe special_file", "socket special_file"]);

        let writer = thread::spawn({
            let pipe = pipe.clone();
            move || {
                let mut pipe = fs::OpenOptions::new().write(true).open(pipe).unwrap();
                let filler = b"filler\n".repeat(3 << 17);
                pipe.write_all(&filler).and_then(|()| pipe.write_all(leak().as_bytes())).unwrap();
            }
        });
        let tree = scan_tree(&Scanner::builtin(), [&pipe], &TreeOptions::new()).unwrap();
        writer.join().unwrap();
        assert_eq!(words(folder.path(), &tree), ["pipe 1"]);
    }

    #[test]
    fn a_file_without_permission_is_reported() {
        let folder = folder([("a", leak()), ("closed", leak()), ("shut/x", leak())]);
        for name in ["closed", "shut"] {
            fs::set_permissions(folder.path().join(name), Permissions::from_mode(0o000)).unwrap();
        }
        let open_to_all = fs::File::open(folder.path().join("closed")).is_ok();
        let words = scanned(&folder, &TreeOptions::new());
        fs::set_permissions(folder.path().join("shut"), Permissions::from_mode(0o700)).unwrap();
        if open_to_all {
            // Nothing is closed to root.
            assert_eq!(words, ["a 1", "closed 1", "shut/x 1"]);
        } else {
            assert_eq!(words, ["a 1", "closed storage", "shut storage"]);
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_file_that_fails_while_it_is_read_is_reported() {
        let folder = folder([("a", leak()), ("z", leak())]);
        symlink("/proc/self/mem", folder.path().join("fails")).unwrap();
        let words = scanned(&folder, &TreeOptions::new().follow_links(true));
        assert_eq!(words, ["a 1", "fails storage", "z 1"]);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_file_whose_name_is_not_utf8_is_scanned() {
        let name = OsStr::from_bytes(b"\xffleak");
        let folder = folder([(name, leak())]);
        let tree = scan(&folder, &TreeOptions::new());
        assert_eq!((tree.files[0].path.file_name(), tree.summary.findings), (Some(name), 1));
    }

    #[test]
    fn a_token_ends_the_reading_of_a_file_that_has_no_end() {
        let folder = folder([("a", "")]);
        let pipe = folder.path().join("endless");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let token = CancelToken::new();
        let writer = thread::spawn({
            let (pipe, token) = (pipe.clone(), token.clone());
            move || {
                let mut pipe = fs::OpenOptions::new().write(true).open(pipe).unwrap();
                let piece = b"filler\n".repeat(10_000);
                let mut written = 0;
                // Fails when nobody reads any more.
                while pipe.write_all(&piece).is_ok() {
                    written += piece.len();
                    if written > 4 << 20 {
                        token.cancel();
                        thread::sleep(Duration::from_millis(1));
                    }
                }
            }
        });
        let options = TreeOptions::new().cancel(&token);
        let tree = scan_tree(&Scanner::builtin(), [&pipe], &options).unwrap();
        writer.join().unwrap();
        assert!(tree.summary.cancelled && tree.files.is_empty());
    }
}
