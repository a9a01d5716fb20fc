//! Real text, where it is: unpacked by the `xz` command. Nothing needs it.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde::Deserialize;

/// Real log lines: `loghub-2k.log.xz`.
///
/// # Errors
///
/// Why there are none.
pub fn log_corpus() -> Result<Vec<u8>, String> {
    unpacked(&folder().join("loghub-2k.log.xz"))
}

/// Real source code: the files of that kind in `dev/benign.jsonl.xz`.
///
/// # Errors
///
/// Why there is none.
pub fn source_corpus() -> Result<Vec<u8>, String> {
    #[derive(Deserialize)]
    struct File {
        kind: String,
        text: String,
    }
    let path = folder().join("dev/benign.jsonl.xz");
    let mut joined = Vec::new();
    for line in unpacked(&path)?.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let file: File = serde_json::from_slice(line).map_err(|_| format!("{}: not as expected", path.display()))?;
        if file.kind == "benign/source" {
            joined.extend_from_slice(file.text.as_bytes());
            joined.push(b'\n');
        }
    }
    Ok(joined)
}

/// The unpacked bytes of one file of the corpora.
///
/// # Errors
///
/// Why there are none.
pub(crate) fn corpus(name: &str) -> Result<Vec<u8>, String> {
    unpacked(&folder().join(name))
}

/// `SENTINEL_CORPORA`, or `shared/corpora` beside the repository.
fn folder() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora");
    std::env::var_os("SENTINEL_CORPORA").map_or_else(beside, PathBuf::from)
}

fn unpacked(path: &Path) -> Result<Vec<u8>, String> {
    if !path.is_file() {
        return Err(format!("{} is missing", path.display()));
    }
    let output = Command::new("xz").arg("-dc").arg(path).output().map_err(|error| format!("xz: {error}"))?;
    if output.status.success() { Ok(output.stdout) } else { Err(format!("xz cannot unpack {}", path.display())) }
}
