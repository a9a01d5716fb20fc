//! Compiles and runs the programs in C beside this file, and the example: against the shared library
//! as they are, and against the static one under valgrind.
//!
//! Needed: a C compiler (`CC`, or gcc) and the headers of cJSON (Debian: libcjson-dev); with the
//! feature `valgrind`, which takes minutes, valgrind.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

const FOLDER: &str = env!("CARGO_MANIFEST_DIR");
const VECTORS: &str = "sentinel-core/tests/vectors";

/// The parts of Rust's standard library that are the system's.
const SYSTEM: [&str; 6] = ["-lgcc_s", "-lutil", "-lrt", "-lpthread", "-lm", "-ldl"];

macro_rules! programs {
    ($($name:ident)*) => {$(
        mod $name {
            #[test]
            fn runs() {
                super::run(super::compile(stringify!($name), super::Link::Shared), None);
            }

            #[test]
            #[cfg(feature = "valgrind")]
            fn leaks_nothing() {
                super::run(super::compile(stringify!($name), super::Link::Static), Some("valgrind"));
            }
        }
    )*};
}

programs! { conventions findings callback profile tree errors threads whole_loop vectors redact }

#[test]
fn the_readme_shows_the_example() {
    let readme = std::fs::read_to_string(Path::new(FOLDER).join("README.md")).unwrap();
    let example = std::fs::read_to_string(root().join("examples/c/redact.c")).unwrap();
    assert!(readme.contains(&example), "README.md and examples/c/redact.c differ");
    assert!(example.lines().count() <= 40);
}

#[test]
fn the_example_of_the_projects_readme_prints_what_it_says() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let example = readme.split("```c\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let said = example.split("/* ").nth(1).and_then(|rest| rest.split(" */").next()).unwrap();
    let tidy = "sentinel_buffer_free(&out); sentinel_scanner_free(scanner); return 0;";
    let whole = format!("#include <sentinel.h>\n#include <stdio.h>\nint main(void) {{\n{example}{tidy}\n}}\n");
    let source = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme.c");
    std::fs::write(&source, whole).unwrap();
    let program = compile_file(&source, "readme", Link::Static);
    let output = Command::new(program).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), said);
}

#[derive(Clone, Copy, PartialEq)]
enum Link {
    Shared,
    Static,
}

fn compile(name: &str, link: Link) -> PathBuf {
    let source = match name {
        "redact" => root().join("examples/c/redact.c"),
        _ => Path::new(FOLDER).join("tests").join(name).with_extension("c"),
    };
    compile_file(&source, name, link)
}

fn compile_file(source: &Path, name: &str, link: Link) -> PathBuf {
    let kind = if link == Link::Shared { "shared" } else { "static" };
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{kind}"));
    let libraries = libraries();
    let mut compiler = Command::new(env::var_os("CC").unwrap_or("gcc".into()));
    compiler.args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-pedantic", "-g", "-O1", "-I"]);
    compiler.arg(root().join("include")).arg(source).arg("-o").arg(&program);
    match link {
        Link::Shared => compiler.arg("-L").arg(&libraries).args(["-lsentinel", "-lpthread"]),
        Link::Static => compiler.arg(libraries.join("libsentinel.a")).args(SYSTEM),
    };
    compiler.arg("-lcjson");
    let status = compiler.status().expect("a C compiler is there");
    assert!(status.success(), "{name} does not compile; are the headers of cJSON there?");
    program
}

fn run(program: PathBuf, under: Option<&str>) {
    let mut command = match under {
        Some(tool) => {
            let mut command = Command::new(tool);
            command.args(["--quiet", "--error-exitcode=99", "--leak-check=full"]);
            command.args(["--show-leak-kinds=definite,indirect,possible"]);
            command.args(["--errors-for-leak-kinds=definite,indirect,possible"]);
            command.arg(format!("--suppressions={FOLDER}/tests/valgrind.supp")).arg(program);
            command
        }
        None => Command::new(program),
    };
    // Cargo's own search path may name an older library first.
    command.env("LD_LIBRARY_PATH", libraries());
    let scratch = tempfile::tempdir().unwrap();
    let output = command.arg(root().join(VECTORS)).arg(scratch.path()).output().expect("the program starts");
    let shown = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    show(&shown);
    assert!(output.status.success(), "{}: {shown}", output.status);
}

#[expect(clippy::print_stdout, reason = "how many vectors ran is worth seeing")]
fn show(output: &str) {
    print!("{output}");
}

fn root() -> &'static Path {
    Path::new(FOLDER).parent().unwrap()
}

/// Cargo puts the libraries beside the program that runs this.
fn libraries() -> PathBuf {
    let folder = env::current_exe().unwrap().parent().unwrap().to_path_buf();
    assert!(folder.join("libsentinel.a").exists(), "no libraries in {}", folder.display());
    folder
}
