//! The committed header is what cbindgen makes of the source. `UPDATE_HEADER=1` writes it anew.

use std::{env, fs, path::Path};

use cbindgen::{Builder, Config};

const FOLDER: &str = env!("CARGO_MANIFEST_DIR");
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The files of the interface, in the order in which the header shows them.
const FILES: [&str; 22] = [
    "version",
    "status",
    "failure",
    "text",
    "buffer",
    "callback",
    "options",
    "scanner",
    "finding",
    "replacement",
    "profile",
    "json",
    "shape",
    "tree",
    "stream",
    "vault",
    "tools",
    "service",
    "rules",
    "quarantine",
    "revocations",
    "hyperlog",
];

#[test]
fn the_committed_header_is_the_generated_one() {
    let path = Path::new(FOLDER).join("../include/sentinel.h");
    let generated = generated();
    if env::var_os("UPDATE_HEADER").is_some() {
        fs::write(&path, &generated).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == generated, "include/sentinel.h is not up to date: run with UPDATE_HEADER=1");
}

#[test]
fn the_header_has_the_version_of_the_package() {
    let header = fs::read_to_string(Path::new(FOLDER).join("../include/sentinel.h")).unwrap();
    assert!(header.contains(&format!("#define SENTINEL_VERSION \"{VERSION}\"\n")));
}

#[test]
fn the_header_has_every_function_of_the_source() {
    let header = generated();
    for file in fs::read_dir(Path::new(FOLDER).join("src")).unwrap() {
        let source = fs::read_to_string(file.unwrap().path()).unwrap();
        for function in source.split("#[unsafe(no_mangle)]\n").skip(1) {
            let name = function.split_once("fn ").unwrap().1.split('(').next().unwrap();
            assert!(header.contains(&format!("{name}(")), "{name}");
        }
    }
}

fn generated() -> String {
    let mut config = Config::from_file(Path::new(FOLDER).join("cbindgen.toml")).unwrap();
    let numbers = ["MAJOR", "MINOR", "PATCH"].into_iter().zip(VERSION.split('.'));
    let numbers: String = numbers.map(|(name, number)| format!("#define SENTINEL_VERSION_{name} {number}\n")).collect();
    config.after_includes = Some(format!("\n#define SENTINEL_VERSION \"{VERSION}\"\n{numbers}"));
    let source = |file: &&str| Path::new(FOLDER).join("src").join(file).with_extension("rs");
    let builder = FILES.iter().map(source).fold(Builder::new(), |builder, file| builder.with_src(file));
    let mut header = Vec::new();
    builder.with_config(config).generate().expect("the source can be read").write(&mut header);
    String::from_utf8(header).unwrap()
}
