//! The same lines from Python and Node, where the bindings are built. `SENTINEL_ROOT` names a repository
//! whose bindings are used instead of this one's.

use std::{
    env,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::{Outcome, line};

pub(super) fn python() -> Outcome {
    let python = root().join(".venv/bin/python");
    if !python.is_file() {
        return Err("the Python package is not built: make python-build".to_owned());
    }
    measured(Command::new(python).arg(script("python_line.py")))
}

pub(super) fn node() -> Outcome {
    let package = root().join("sentinel-node");
    if !package.join("sentinel.node").is_file() {
        return Err("the Node package is not built: make node-build".to_owned());
    }
    measured(Command::new("node").arg(script("node_line.mjs")).arg(package.join("index.mjs")))
}

/// Gives the script the lines as JSON, and reads figures as JSON.
fn measured(command: &mut Command) -> Outcome {
    let lines = serde_json::to_vec(&line::lines()).map_err(|error| error.to_string())?;
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{command:?}: {error}"))?;
    let given = child.stdin.take().map(|mut stdin| stdin.write_all(&lines));
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    if given.is_none_or(|given| given.is_err()) || !output.status.success() {
        return Err(format!("{command:?} failed"));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("{command:?}: {error}"))
}

fn root() -> PathBuf {
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    env::var_os("SENTINEL_ROOT").map_or_else(own, PathBuf::from)
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}
